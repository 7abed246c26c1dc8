# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Networks of saved runs."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from torch import nn

from seg_ros.errors import ParameterError
from seg_ros.parameters import option_of
from seg_ros.training.checkpoint import BEST, LATEST, load
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.nets.build import build


@dataclass(frozen=True, eq=False)
class SavedRun:
    """The best network of a run, its configuration, and the step at which it was validated."""

    net: nn.Module
    config: TrainingConfig
    data_config: DataConfig
    step: int


def refuse_changes(
    content: dict[str, Any], config: TrainingConfig, data_config: DataConfig
) -> None:
    """Raise ParameterError naming the first option that differs from those of a checkpoint."""
    options = {field.name: option_of(field) for field in fields(config)}
    options |= {field.name: f'--{field.name}' for field in fields(data_config)} | {
        'folder': 'FOLDER'
    }
    # The keys of a checkpoint are its file format: renamed classes do not rename them.
    recipe = _completed(content['recipe'])
    for saved, now in ((recipe, config), (content['plan'], data_config)):
        for field in fields(now):
            # Earlier checkpoints do not have every option.
            old, new = saved.get(field.name, field.default), getattr(now, field.name)
            if old != new:
                raise ParameterError(
                    f'{options[field.name]} must stay {old!r} when a run is resumed, got {new!r}'
                )


def saved_configs(folder: Path) -> tuple[TrainingConfig, DataConfig]:
    """Return the options of a run that can be resumed; InputError where there is none."""
    content = load(folder / LATEST)
    return TrainingConfig(**_completed(content['recipe'])), DataConfig(**content['plan'])


def _completed(recipe: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a checkpoint; those of 0.1 had random weights and no blank crops."""
    if 'blank' in recipe:
        return recipe
    return {**recipe, 'blank': 0.0, 'begin_with': recipe.get('begin_with') or 'none'}


def open_saved_run(folder: Path) -> SavedRun:
    """Return the best network of the run in a folder; InputError where there is none."""
    content = load(folder / BEST)
    config = TrainingConfig(**_completed(content['recipe']))
    net = build(config, content['channels'])
    net.load_state_dict(content['net'])
    return SavedRun(net.eval(), config, DataConfig(**content['plan']), content['step'])
