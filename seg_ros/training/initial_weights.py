# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The initial weights of a run: random, of ImageNet, of another run, or of an exported model."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch import nn

from seg_ros.errors import InputError, ModelError, ParameterError
from seg_ros.inference.model_files import find_model
from seg_ros.training.checkpoint import BEST, load
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.batches import batch
from seg_ros.training.data.open_dataset import open_data, TrainingData
from seg_ros.training.imagenet_weights import load_imagenet_weights
from seg_ros.training.load_onnx_weights import load_onnx_weights, stored_weights
from seg_ros.training.nets.build import build
from seg_ros.training.nets.encoders import Encoder, scaled, STAGES, STEM
from seg_ros.training.normalization import as_tensor
from seg_ros.training.saved_run import open_saved_run, SavedRun

LOWEST_SHARE = 1e-4
"""Lowest class frequency that the bias of the head is initialized with."""

NONE, IMAGENET = 'none', 'imagenet'

_WIDTHS = tuple(twentieths / 20 for twentieths in range(5, 41))


def initialized_network(config: TrainingConfig, channels: int, data: TrainingData) -> nn.Module:
    """
    Return a network of `channels` scores with initial weights.

    The bias of the head is initialized with the class frequencies (Lin et al. 2017, Focal loss).
    With `--init`, weights are those of ImageNet, of a run or of a model; where their number of
    classes differs, the head is not loaded. Raises InputError where there is no such run or
    model, or its architecture differs.
    """
    net = build(config, channels)
    *_, bias = net.get_submodule('head').parameters()
    shares = data.counts / data.counts.sum()
    log_shares = torch.from_numpy(np.log(np.maximum(shares, LOWEST_SHARE)))
    with torch.no_grad():
        bias.copy_(log_shares if channels > 1 else log_shares.diff())
    init = config.begin_with or (IMAGENET if _has_imagenet_weights(config) else NONE)
    if init == IMAGENET:
        if not _has_imagenet_weights(config):
            raise ParameterError(
                '--init imagenet must have --encoder efficientnet_lite0 of --width 1, got '
                f'--architecture {config.net}, {config.encoder}, {config.width:g}'
            )
        load_imagenet_weights(cast(Encoder, net.get_submodule('encoder')))
    elif (Path(init) / BEST).is_file():
        _load_weights(net, config)
    elif init != NONE:
        pixels, _ = batch(data.source, config, 0)
        load_onnx_weights(net, _initial_model(init), as_tensor(pixels, torch.device('cpu')))
    return net


def averaged_with_initial(run: SavedRun, share: float) -> SavedRun:
    """
    Return a run whose weights are `share` those it began with, and the rest its best ones.

    A network that was fine-tuned on other images is then often better on both (Wortsman et al.
    2022, Robust fine-tuning of zero-shot models). Raises InputError where the run began with
    random weights, and as `initialized_network` does.
    """
    if run.config.begin_with in ('', NONE, IMAGENET):
        raise InputError(
            '--initial-share needs a run that began with a run or a model, got --init '
            f'{run.config.begin_with or "imagenet or none"}'
        )
    torch.manual_seed(run.config.seed)
    data = open_data(run.data_config, run.config)
    channels = 1 if run.config.only else len(data.label_map.network_label_set.classes)
    initial = initialized_network(run.config, channels, data).state_dict()
    net = deepcopy(run.net)
    net.load_state_dict(
        {
            name: weight.lerp(initial[name], share) if weight.is_floating_point() else weight
            for name, weight in net.state_dict().items()
        }
    )
    return replace(run, net=net)


def with_architecture_of_init(config: TrainingConfig) -> TrainingConfig:
    """
    Return a configuration whose architecture, encoder and width are those of its `begin_with`.

    Raises InputError where that is no run and no model, or a model of another architecture.
    """
    init = config.begin_with
    if init in ('', NONE, IMAGENET):
        return config
    if (Path(init) / BEST).is_file():
        saved = open_saved_run(Path(init)).config
        return replace(
            config, net=saved.net, encoder=saved.encoder, width=saved.width, stride=saved.stride
        )
    model = _initial_model(init)
    kernels = [kernel for kernel, _ in stored_weights(model)] or [torch.empty(0)]
    shapes = sorted(tuple(kernel.shape) for kernel in kernels[:-1])
    for candidate in _candidates(config, len(kernels[0])):
        # On this device, tensors have shapes but no values.
        with torch.device('meta'):
            net = build(candidate, channels=2)
        head = net.get_submodule('head')
        if shapes == sorted(
            tuple(module.weight.shape)
            for module in net.modules()
            if isinstance(module, nn.Conv2d) and module not in (head, *head.children())
        ):
            return candidate
    raise InputError(
        f'--init {init} must have float weights of an architecture of this package, got other '
        'convolutions'
    )


def _candidates(config: TrainingConfig, stem: int) -> Iterator[TrainingConfig]:
    """Yield configurations of all architectures whose first convolution has `stem` channels."""
    yield replace(config, net='micro')
    widths = [width for width in _WIDTHS if scaled(STEM, width) == stem]
    for net in ('unet', 'deeplab'):
        for encoder in STAGES:
            for width in sorted(widths, key=lambda width: abs(width - 1.0)):
                yield replace(config, net=net, encoder=encoder, width=width)


def _has_imagenet_weights(config: TrainingConfig) -> bool:
    return (config.net != 'micro', config.encoder, config.width) == (
        True,
        'efficientnet_lite0',
        1.0,
    )


def _initial_model(init: str) -> Path:
    try:
        return find_model(init)
    except ModelError as error:
        raise InputError(
            f'--init must be imagenet, none, the folder of a run, or a model: {error}'
        ) from None


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
