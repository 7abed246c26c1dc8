# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A network that is the mean of another over its last steps."""

from copy import deepcopy

import torch
from torch import nn


def mean_of(net: nn.Module) -> nn.Module:
    """Return a copy to be brought along by `follow`."""
    return deepcopy(net).eval().requires_grad_(False)


@torch.no_grad()
def follow(mean: nn.Module, net: nn.Module, memory: float, step: int) -> None:
    """Move the mean towards the network; in the first steps it remembers less."""
    memory = min(memory, (1.0 + step) / (10.0 + step))
    for old, new in zip(mean.state_dict().values(), net.state_dict().values()):
        if old.is_floating_point():
            old.lerp_(new, 1.0 - memory)
        else:
            old.copy_(new)
