# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The optimizer, and the learning rate at each step."""

from math import cos, pi

from torch import nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from seg_ros.training.config import TrainingConfig


def rate_factor(step: int, config: TrainingConfig) -> float:
    """Return the share of the peak rate at step 0, 1, ...: a linear warm-up, then a cosine."""
    warm_up = round(config.warm_up * config.steps)
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.5 * (1.0 + cos(pi * (step - warm_up) / (config.steps - warm_up)))


def optimizer_for(net: nn.Module, config: TrainingConfig) -> AdamW:
    """Return AdamW; biases and batch normalization do not decay."""
    weights = [weight for weight in net.parameters() if weight.ndim > 1]
    others = [weight for weight in net.parameters() if weight.ndim <= 1]
    return AdamW(
        [
            {'params': weights, 'weight_decay': config.decay},
            {'params': others, 'weight_decay': 0.0},
        ],
        lr=config.rate,
    )


def schedule_for(optimizer: AdamW, config: TrainingConfig) -> LambdaLR:
    """Return the schedule, at step 0."""
    return LambdaLR(optimizer, lambda step: rate_factor(step, config))


def set_step(schedule: LambdaLR, step: int) -> None:
    """Set the step of a schedule when a run is resumed: checkpoints do not contain it."""
    schedule.last_epoch = step
    rates = zip(schedule.base_lrs, schedule.lr_lambdas)
    schedule._last_lr = [base * factor(step) for base, factor in rates]
    for group, rate in zip(schedule.optimizer.param_groups, schedule._last_lr):
        group['lr'] = rate
