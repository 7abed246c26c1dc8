# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Networks of saved runs, and the initial weights of a new run."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from seg_ros.errors import InputError, ModelError, ParameterError
from seg_ros.inference.model_files import find_model
from seg_ros.parameters import option_of
from seg_ros.training.checkpoint import BEST, load
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.data.batches import batch
from seg_ros.training.data.open_dataset import TrainingData
from seg_ros.training.load_onnx_weights import load_onnx_weights
from seg_ros.training.nets.build import build
from seg_ros.training.normalization import as_tensor

LOWEST_SHARE = 1e-4
"""Lowest class frequency that the bias of the head is initialized with."""


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
    for saved, now in ((content['recipe'], config), (content['plan'], data_config)):
        for field in fields(now):
            # The first checkpoints do not have every option.
            old, new = saved.get(field.name, field.default), getattr(now, field.name)
            if old != new:
                raise ParameterError(
                    f'{options[field.name]} must stay {old!r} when a run is resumed, got {new!r}'
                )


def open_saved_run(folder: Path) -> SavedRun:
    """Return the best network of the run in a folder; InputError where there is none."""
    content = load(folder / BEST)
    config = TrainingConfig(**content['recipe'])
    net = build(config, content['channels'])
    net.load_state_dict(content['net'])
    return SavedRun(net.eval(), config, DataConfig(**content['plan']), content['step'])


def initialized_network(config: TrainingConfig, channels: int, data: TrainingData) -> nn.Module:
    """
    Return a network of `channels` scores with initial weights.

    The bias of the head is initialized with the class frequencies (Lin et al. 2017, Focal loss).
    With `--init`, weights are those of a run or a model; where their number of classes differs,
    the head is not loaded. Raises InputError where there is no such run or model, or its
    architecture differs.
    """
    net = build(config, channels)
    *_, bias = net.get_submodule('head').parameters()
    shares = data.counts / data.counts.sum()
    log_shares = torch.from_numpy(np.log(np.maximum(shares, LOWEST_SHARE)))
    with torch.no_grad():
        bias.copy_(log_shares if channels > 1 else log_shares.diff())
    if not config.begin_with:
        return net
    if (Path(config.begin_with) / BEST).is_file():
        _load_weights(net, config)
    else:
        pixels, _ = batch(data.source, config, 0)
        load_onnx_weights(net, _initial_model(config), as_tensor(pixels, torch.device('cpu')))
    return net


def _initial_model(config: TrainingConfig) -> Path:
    try:
        return find_model(config.begin_with)
    except ModelError as error:
        raise InputError(f'--init must name the folder of a run, or a model: {error}') from None


def _load_weights(net: nn.Module, config: TrainingConfig) -> None:
    saved, own = load(Path(config.begin_with) / BEST)['net'], net.state_dict()
    differing = [
        name
        for name, weight in own.items()
        if name not in saved or saved[name].shape != weight.shape
    ]
    if any(not name.startswith('head.') for name in differing):
        raise InputError(
            f'--init {config.begin_with} must have the same --architecture {config.net}, '
            f'--encoder and --width, got a network in which {differing[0]} differs'
        )
    net.load_state_dict({name: own[name] if name in differing else saved[name] for name in own})
