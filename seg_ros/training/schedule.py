# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How much of a run is done, its learning rate, when it is validated and when it ends."""

from dataclasses import dataclass
from math import cos, pi

from torch import nn
from torch.optim import AdamW

from seg_ros.training.config import TrainingConfig

VALIDATIONS = 10
"""Number of validations of a run without `validate_every`."""


@dataclass(frozen=True)
class Schedule:
    """
    The steps of a run or, where its configuration has none, its seconds.

    By seconds, the number of steps depends on the speed of the machine; the learning rate ends at
    0 all the same.
    """

    config: TrainingConfig

    @property
    def total(self) -> float:
        """Return the number of steps, or of seconds, of the whole run."""
        return self.config.steps or 60.0 * self.config.minutes

    def done(self, step: int, elapsed_s: float) -> float:
        """Return the number of steps, or of seconds, that are done, at most `total`."""
        return min(step if self.config.steps else elapsed_s, self.total)

    def rate(self, done: float) -> float:
        """Return the learning rate of the next step: a linear warm-up, then a cosine."""
        warm_up = round(self.config.warm_up * self.total)
        if done < warm_up:
            return self.config.rate * min(1.0, (done + 1) / warm_up)
        share = (done - warm_up) / (self.total - warm_up)
        return self.config.rate * 0.5 * (1.0 + cos(pi * share))

    def is_validation_due(self, step: int, validated: float, done: float) -> bool:
        """Return whether to validate after a step; the last time was when `validated` was done."""
        if done >= self.total:
            return True
        if self.config.validate_every:
            return step % self.config.validate_every == 0
        tenths = (int(VALIDATIONS * amount / self.total) for amount in (validated, done))
        return next(tenths) < next(tenths)

    def is_exhausted(self, mious: list[float]) -> bool:
        """Return whether the last `patience` validations were no better than an earlier one."""
        patience = self.config.patience
        return 0 < patience < len(mious) and max(mious[-patience:]) <= max(mious[:-patience])


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


def set_rate(optimizer: AdamW, rate: float) -> None:
    """Set the learning rate of all parameters."""
    for group in optimizer.param_groups:
        group['lr'] = rate
