# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A network out of the folder of its run, to be used or to begin another run with."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from seg_ros.errors import InputError, ModelError, ParameterError
from seg_ros.inference.model_files import locate_model
from seg_ros.parameters import option_of
from seg_ros.training.checkpoint import BEST, load
from seg_ros.training.config import DataPlan, TrainingConfig
from seg_ros.training.data.batches import batch
from seg_ros.training.data.open_dataset import Data
from seg_ros.training.load_onnx_weights import unfold
from seg_ros.training.nets.build import build
from seg_ros.training.normalization import as_tensor

RAREST = 1e-4
"""Share of the pixels at which a class begins that is rarer, or never occurs."""


@dataclass(frozen=True, eq=False)
class SavedRun:
    """The best network of a run, how it was made, of what, and at which step it was best."""

    net: nn.Module
    recipe: TrainingConfig
    plan: DataPlan
    step: int


def refuse_changes(content: dict[str, Any], recipe: TrainingConfig, plan: DataPlan) -> None:
    """Raise ParameterError naming the first option that differs from those of a checkpoint."""
    options = {field.name: option_of(field) for field in fields(recipe)}
    options |= {field.name: f'--{field.name}' for field in fields(plan)} | {'folder': 'FOLDER'}
    for saved, now in ((content['recipe'], recipe), (content['plan'], plan)):
        for field in fields(now):
            # The first checkpoints do not have every option.
            old, new = saved.get(field.name, field.default), getattr(now, field.name)
            if old != new:
                raise ParameterError(
                    f'{options[field.name]} must stay {old!r} when a run is resumed, got {new!r}'
                )


def open_trained(folder: Path) -> SavedRun:
    """Return the best network in a folder; InputError where there is none."""
    content = load(folder / BEST)
    recipe = TrainingConfig(**content['recipe'])
    net = build(recipe, content['channels'])
    net.load_state_dict(content['net'])
    return SavedRun(net.eval(), recipe, DataPlan(**content['plan']), content['step'])


def begun(recipe: TrainingConfig, channels: int, data: Data) -> nn.Module:
    """
    Return a network of `channels` scores that knows how often classes occur, and little else.

    A rare class begins as unlikely as it is, which else takes long to learn (Lin et al. 2017,
    Focal loss). With a predecessor it knows what that has learnt, or all but the head where that
    had another number of classes. Raises InputError where there is none, or one of another
    architecture.
    """
    net = build(recipe, channels)
    *_, bias = net.get_submodule('head').parameters()
    shares = data.counts / data.counts.sum()
    odds = torch.from_numpy(np.log(np.maximum(shares, RAREST)))
    with torch.no_grad():
        bias.copy_(odds if channels > 1 else odds.diff())
    if not recipe.begin_with:
        return net
    if (Path(recipe.begin_with) / BEST).is_file():
        _take_over(net, recipe)
    else:
        pixels, _ = batch(data.source, recipe, 0)
        unfold(net, _model_of(recipe), as_tensor(pixels, torch.device('cpu')))
    return net


def _model_of(recipe: TrainingConfig) -> Path:
    try:
        return locate_model(recipe.begin_with)
    except ModelError as error:
        raise InputError(f'--init must name the folder of a run, or a model: {error}') from None


def _take_over(net: nn.Module, recipe: TrainingConfig) -> None:
    known, own = load(Path(recipe.begin_with) / BEST)['net'], net.state_dict()
    differing = [
        name
        for name, weight in own.items()
        if name not in known or known[name].shape != weight.shape
    ]
    if any(not name.startswith('head.') for name in differing):
        raise InputError(
            f'--init {recipe.begin_with} must have the same --architecture {recipe.net}, '
            f'--encoder and --width, got a network in which {differing[0]} differs'
        )
    net.load_state_dict({name: own[name] if name in differing else known[name] for name in own})
