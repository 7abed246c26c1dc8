# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A training run: step by step, interrupted and resumed at will."""

from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from seg_ros.errors import InputError
from seg_ros.metrics import class_iou
from seg_ros.training.amp import is_quick_in_bfloat16
from seg_ros.training.checkpoint import BEST, LATEST, load, save
from seg_ros.training.config import DataPlan, TrainingConfig
from seg_ros.training.data.batches import Batch, batches
from seg_ros.training.data.class_statistics import class_weights
from seg_ros.training.data.open_dataset import Data
from seg_ros.training.data.samples import Sample
from seg_ros.training.ema import averaged_model
from seg_ros.training.evaluation_results import Gallery
from seg_ros.training.loss import loss
from seg_ros.training.normalization import as_tensor
from seg_ros.training.saved_run import begun, refuse_changes
from seg_ros.training.schedule import optimizer_for, schedule_for, set_step
from seg_ros.training.validate import validate_samples


@dataclass(frozen=True)
class Progress:
    """The steps that are done, the loss of the last, and the mIoU where it was measured."""

    step: int
    loss: float
    miou: float | None = None


class Training:
    """
    One run in one folder.

    Crops, dropout and rate follow from the seed and the number of the step, so that a run which
    was resumed ends at the same weights, to the bit, as one that never stopped. Weights are
    averaged over the last steps. Where bfloat16 is quick, the network is computed in it.
    """

    def __init__(
        self,
        recipe: TrainingConfig,
        plan: DataPlan,
        data: Data,
        validation: Sequence[Sample],
        folder: Path,
        workers: int = 0,
    ) -> None:
        """Make the network; nothing is written yet. `workers` are processes that make batches."""
        self._workers = workers
        self.recipe, self.plan, self.data, self.validation = recipe, plan, data, validation
        self.folder = folder
        self.classes = tuple(
            replace(label, id=channel) for channel, label in enumerate(data.legend.learnt.classes)
        )
        self._device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
        self._in_bfloat16 = is_quick_in_bfloat16(self._device)
        torch.manual_seed(recipe.seed)
        self._channels = 1 if recipe.only else len(self.classes)
        net = begun(recipe, self._channels, data)
        self._net = net.to(self._device).to(
            memory_format=torch.channels_last  # type: ignore[call-overload]
        )
        self._averaged = averaged_model(self._net, recipe.average)
        self._optimizer = optimizer_for(self._net, recipe)
        self._schedule = schedule_for(self._optimizer, recipe)
        weights = class_weights(data.counts, recipe.class_weights)
        self._weights = torch.from_numpy(weights).to(self._device)
        self.step = 0
        self.history: list[dict[str, Any]] = []
        self._losses: list[float] = []

    @property
    def mean(self) -> nn.Module:
        """Return the network with the moving average of the weights."""
        return self._averaged.module

    def resume(self) -> None:
        """Go on from the folder's checkpoint; ParameterError where it is of another recipe."""
        content = load(self.folder / LATEST)
        refuse_changes(content, self.recipe, self.plan)
        self._net.load_state_dict(content['net'])
        self.mean.load_state_dict(content['mean'])
        self._averaged.n_averaged.fill_(content['step'])
        self._optimizer.load_state_dict(content['optimizer'])
        self.step, self.history = content['step'], content['history']
        self._losses = content['losses']
        set_step(self._schedule, self.step)

    def steps(self) -> Generator[Progress, None, None]:
        """Learn, yielding after each step; the checkpoint is written whenever this is closed."""
        try:
            for batch in batches(self.data.source, self.recipe, self.step, self._workers):
                value = self._learn(batch)
                self._losses.append(value)
                self.step += 1
                is_due = self.step % self.recipe.validate_every == 0
                is_due |= self.step == self.recipe.steps
                yield Progress(self.step, value, self._measure() if is_due else None)
        except GeneratorExit:
            self._save()
            raise

    def report(self) -> dict:
        """Return what was asked, of what, and what came of it so far, for JSON."""
        return {
            'recipe': asdict(self.recipe),
            'data': asdict(self.plan),
            'step': self.step,
            'history': self.history,
        }

    def gallery(self) -> Gallery:
        """Return the confusion of the whole validation, and its worst images, as of now."""
        gallery = Gallery()
        for _ in gallery.watch(validate_samples(self.mean, self.validation, self.recipe)):
            pass
        return gallery

    def _learn(self, batch: Batch) -> float:
        pixels, channels = batch
        torch.manual_seed(self.recipe.seed * 10**8 + self.step)
        self._net.train()
        self._optimizer.zero_grad()
        with torch.autocast(self._device.type, torch.bfloat16, self._in_bfloat16):
            scores = self._net(as_tensor(pixels, self._device))
        truth = torch.from_numpy(channels).to(self._device, torch.int64)
        value = loss(scores, truth, self._weights, self.recipe.dice)
        value.backward()
        nn.utils.clip_grad_norm_(self._net.parameters(), 5.0)
        self._optimizer.step()
        self._schedule.step()
        self._averaged.update_parameters(self._net)
        number = value.item()
        if not np.isfinite(number):
            raise InputError(
                f'the loss must stay finite, got {number} at step {self.step}; '
                f'a lower --lr than {self.recipe.rate:g} may help'
            )
        return number

    def _measure(self) -> float:
        ious = class_iou(self.gallery().counts)
        iou = {self.classes[channel].name: value for channel, value in ious.items()}
        miou = float(np.mean([*iou.values()]))
        best = max((entry['miou'] for entry in self.history), default=-1.0)
        self.history.append(
            {'step': self.step, 'loss': float(np.mean(self._losses)), 'miou': miou, 'iou': iou}
        )
        self._losses = []
        if miou > best:
            save(self.folder / BEST, self._contents(self.mean))
        self._save()
        return miou

    def _save(self) -> None:
        save(
            self.folder / LATEST,
            {
                **self._contents(self._net),
                'mean': self.mean.state_dict(),
                'losses': self._losses,
                'optimizer': self._optimizer.state_dict(),
                'history': self.history,
            },
        )

    def _contents(self, net: nn.Module) -> dict:
        return {
            'recipe': asdict(self.recipe),
            'plan': asdict(self.plan),
            'step': self.step,
            'channels': self._channels,
            'net': net.state_dict(),
        }
