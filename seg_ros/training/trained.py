# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A network out of the folder of its run."""

from dataclasses import dataclass
from pathlib import Path

from torch import nn

from seg_ros.training.checkpoint import BEST, load
from seg_ros.training.nets.build import build
from seg_ros.training.recipe import DataPlan, Recipe


@dataclass(frozen=True, eq=False)
class Trained:
    """The best network of a run, how it was made, of what, and at which step it was best."""

    net: nn.Module
    recipe: Recipe
    plan: DataPlan
    step: int


def open_trained(folder: Path) -> Trained:
    """Return the best network in a folder; InputError where there is none."""
    content = load(folder / BEST)
    recipe = Recipe(**content['recipe'])
    net = build(recipe, content['channels'])
    net.load_state_dict(content['net'])
    return Trained(net.eval(), recipe, DataPlan(**content['plan']), content['step'])
