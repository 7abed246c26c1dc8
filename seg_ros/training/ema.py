# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The exponential moving average of a network's weights over its steps."""

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel


def averaged_model(net: nn.Module, decay: float) -> AveragedModel:
    """
    Return the moving average of a network, in evaluation mode, to be updated after each step.

    The decay is lower in the first steps. Running statistics of batch normalization are averaged
    too.
    """

    def average(
        averaged: torch.Tensor, current: torch.Tensor, count: torch.Tensor | int
    ) -> torch.Tensor:
        if not averaged.is_floating_point():
            return current
        step_decay = min(decay, (1.0 + int(count)) / (10.0 + int(count)))
        return averaged.lerp(current, 1.0 - step_decay)

    return AveragedModel(net, avg_fn=average, use_buffers=True).eval().requires_grad_(False)
