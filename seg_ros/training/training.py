# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A training run: step by step, interrupted and resumed at will."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from seg_ros.errors import InputError
from seg_ros.metrics import class_iou
from seg_ros.training.amp import has_fast_bfloat16
from seg_ros.training.checkpoint import BEST, LATEST, load, save
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.data.batches import Batch, batches
from seg_ros.training.data.class_statistics import class_weights
from seg_ros.training.data.open_dataset import TrainingData
from seg_ros.training.data.samples import Sample
from seg_ros.training.ema import averaged_model
from seg_ros.training.evaluation_results import EvaluationSummary
from seg_ros.training.initial_weights import initialized_network, NONE
from seg_ros.training.loss import loss
from seg_ros.training.normalization import as_tensor
from seg_ros.training.saved_run import refuse_changes
from seg_ros.training.schedule import optimizer_for, Schedule, set_rate
from seg_ros.training.validate import validate_samples


@dataclass(frozen=True)
class Progress:
    """Number of steps, loss of the last one, and mIoU if the network was validated after it."""

    step: int
    loss: float
    miou: float | None = None


class Training:
    """
    A training run, saved in a folder.

    Crops and dropout depend only on the seed and the number of the step. So does the learning rate
    where the configuration has `steps`: such a run, resumed, ends with the same weights, bit for
    bit, as one without interruption. The network that is validated has the moving average of the
    weights. Where bfloat16 is fast, the network is computed in it.
    """

    def __init__(
        self,
        config: TrainingConfig,
        data_config: DataConfig,
        data: TrainingData,
        validation: Sequence[Sample],
        folder: Path,
        clock: Callable[[], float],
        workers: int = 0,
        is_resumed: bool = False,
    ) -> None:
        """
        Make the network, without writing files; `workers` processes make the batches.

        `clock` returns seconds. With `is_resumed` the network has random weights until `resume`:
        the initial ones are not needed again.
        """
        self._workers, self._clock = workers, clock
        self.config, self.data_config = config, data_config
        self.data, self.validation = data, validation
        self.folder = folder
        self.classes = tuple(
            replace(label, id=channel)
            for channel, label in enumerate(data.label_map.network_label_set.classes)
        )
        self._device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
        self._use_bfloat16 = has_fast_bfloat16(self._device)
        torch.manual_seed(config.seed)
        self._channels = 1 if config.only else len(self.classes)
        init = NONE if is_resumed else config.begin_with
        net = initialized_network(replace(config, begin_with=init), self._channels, data)
        self._net = net.to(self._device).to(
            memory_format=torch.channels_last  # type: ignore[call-overload]
        )
        self._averaged = averaged_model(self._net, config.average)
        self._optimizer = optimizer_for(self._net, config)
        self.schedule = Schedule(config)
        weights = class_weights(data.counts, config.class_weights)
        self._weights = torch.from_numpy(weights).to(self._device)
        self._ungrouped = torch.tensor(data.label_map.ungrouped_channels, device=self._device)
        self.step, self.elapsed_s = 0, 0.0
        self._validated = 0.0
        self.history: list[dict[str, Any]] = []
        self._losses: list[float] = []

    @property
    def mean(self) -> nn.Module:
        """Return the network with the moving average of the weights."""
        return self._averaged.module

    @property
    def done(self) -> float:
        """Return the steps, or the seconds, of the schedule that are done."""
        return self.schedule.done(self.step, self.elapsed_s)

    @property
    def is_complete(self) -> bool:
        """Return whether all is done, or validation mIoU has stopped to rise."""
        mious = [entry['miou'] for entry in self.history]
        return self.done >= self.schedule.total or self.schedule.is_exhausted(mious)

    def resume(self) -> None:
        """Load the checkpoint of the folder; ParameterError where its options differ."""
        content = load(self.folder / LATEST)
        refuse_changes(content, self.config, self.data_config)
        self._net.load_state_dict(content['net'])
        self.mean.load_state_dict(content['mean'])
        self._averaged.n_averaged.fill_(content['step'])
        self._optimizer.load_state_dict(content['optimizer'])
        self.step, self.history = content['step'], content['history']
        self._losses = content['losses']
        # The first checkpoints do not have the time.
        self.elapsed_s = content.get('elapsed_s', 0.0)
        self._validated = self.done

    def steps(self) -> Generator[Progress, None, None]:
        """Train, yielding after each step; closing the generator writes a checkpoint."""
        try:
            start = self._clock() - self.elapsed_s
            for batch in batches(self.data.source, self.config, self.step, self._workers):
                if self.is_complete:
                    break
                value = self._train_step(batch)
                self._losses.append(value)
                self.step += 1
                self.elapsed_s = self._clock() - start
                miou = None
                if self.schedule.is_validation_due(self.step, self._validated, self.done):
                    miou = self._validate_and_save()
                    self.elapsed_s = self._clock() - start
                    self._validated = self.done
                yield Progress(self.step, value, miou)
        except GeneratorExit:
            self._save()
            raise

    def report(self) -> dict:
        """Return options and history of the run, for JSON."""
        return {
            'recipe': asdict(self.config),
            'data': asdict(self.data_config),
            'step': self.step,
            'history': self.history,
        }

    def validate(self) -> EvaluationSummary:
        """Return confusion matrix and worst images of the averaged network."""
        summary = EvaluationSummary()
        for _ in summary.collect(validate_samples(self.mean, self.validation, self.config)):
            pass
        return summary

    def _train_step(self, batch: Batch) -> float:
        pixels, channels = batch
        torch.manual_seed(self.config.seed * 10**8 + self.step)
        self._net.train()
        self._optimizer.zero_grad()
        set_rate(self._optimizer, self.schedule.rate(self.done))
        with torch.autocast(self._device.type, torch.bfloat16, self._use_bfloat16):
            scores = self._net(as_tensor(pixels, self._device))
        targets = torch.from_numpy(channels).to(self._device, torch.int64)
        value = loss(scores, targets, self._weights, self._ungrouped, self.config.dice)
        value.backward()
        nn.utils.clip_grad_norm_(self._net.parameters(), 5.0)
        self._optimizer.step()
        self._averaged.update_parameters(self._net)
        loss_value = value.item()
        if not np.isfinite(loss_value):
            raise InputError(
                f'the loss must stay finite, got {loss_value} at step {self.step}; '
                f'a lower --lr than {self.config.rate:g} may help'
            )
        return loss_value

    def _validate_and_save(self) -> float:
        ious = class_iou(self.validate().counts)
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
            'recipe': asdict(self.config),
            'plan': asdict(self.data_config),
            'step': self.step,
            'elapsed_s': self.elapsed_s,
            'channels': self._channels,
            'net': net.state_dict(),
        }
