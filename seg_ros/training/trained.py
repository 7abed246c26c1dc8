# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A network out of the folder of its run, to be used or to begin another run with."""

from dataclasses import dataclass
from pathlib import Path

from torch import nn

from seg_ros.errors import InputError
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


def begun(recipe: Recipe, channels: int) -> nn.Module:
    """
    Return a network of `channels` scores that has learnt nothing, or what its predecessor has.

    Of a predecessor with other classes all but the head is taken. Raises InputError where its
    folder holds no network, or one of another architecture.
    """
    net = build(recipe, channels)
    if not recipe.begin_with:
        return net
    known, own = load(Path(recipe.begin_with) / BEST)['net'], net.state_dict()
    differing = [name for name, weight in own.items()
                 if name not in known or known[name].shape != weight.shape]
    if any(not name.startswith('head.') for name in differing):
        raise InputError(f'{recipe.begin_with} must hold a {recipe.net} of the same encoder and '
                         f'width, got one in which {differing[0]} differs')
    net.load_state_dict({name: own[name] if name in differing else known[name] for name in own})
    return net
