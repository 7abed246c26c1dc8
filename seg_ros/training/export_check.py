# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Comparison of exported files with their network, and scores for calibration."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from seg_ros.errors import ModelError
from seg_ros.inference.engine import open_engine
from seg_ros.metrics import score
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.label_map import IGNORED, LabelMap
from seg_ros.training.data.samples import Sample
from seg_ros.training.evaluate import evaluate_sample
from seg_ros.training.normalization import as_tensor
from seg_ros.training.validate import class_scores_at, network_size, scores_of

MIN_AGREEMENT = 0.999
"""Smallest share of the pixels with the same class in both."""

PIXELS_PER_SAMPLE = 4000


def class_agreement(
    net: nn.Module,
    path: Path,
    samples: Sequence[Sample],
    size: tuple[int, int] | None,
    config: TrainingConfig,
) -> float:
    """Return the share of pixels with the same class in both; ModelError where it is too low."""
    engine = open_engine(path)
    same = total = 0
    for sample in samples:
        height, width = sample.channels.shape
        shape = size or network_size(height, width, config)
        resized = cv2.resize(sample.pixels, shape[::-1], interpolation=cv2.INTER_LINEAR)
        tensor = as_tensor(resized[np.newaxis], torch.device('cpu'))
        (scores,) = engine.run(tensor.numpy().copy(order='C'), ('logits',))
        torch_classes, onnx_classes = (
            class_scores_at(each, shape).argmax(0)
            for each in (scores_of(net, sample.pixels, shape), torch.from_numpy(scores))
        )
        same += int((torch_classes == onnx_classes).sum())
        total += torch_classes.numel()
    if same < MIN_AGREEMENT * total:
        raise ModelError(
            f'{path} must have the class of the PyTorch network in {MIN_AGREEMENT:.1%} of the '
            f'pixels, got {same / total:.3%}'
        )
    return same / total


@dataclass(frozen=True)
class ModelComparison:
    """Share of the pixels to which two models give the same class, and the mIoU of each."""

    agreement: float
    miou: tuple[float, float]


def compare_models(
    models: tuple[Path, Path], samples: Sequence[Sample], label_map: LabelMap
) -> ModelComparison:
    """Run two models, each with its manifest, on samples whose channels are those of the map."""
    segmenters = [Segmenter(SegmenterParameters(model=str(model))) for model in models]
    first, second = (
        [evaluate_sample(segmenter, sample, label_map).pair for sample in samples]
        for segmenter in segmenters
    )
    same = [one.prediction == other.prediction for one, other in zip(first, second)]
    return ModelComparison(
        float(sum(each.sum() for each in same) / sum(each.size for each in same)),
        (score(first).miou, score(second).miou),
    )


def scores_and_labels(
    net: nn.Module, samples: Sequence[Sample], config: TrainingConfig
) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, C) float64 scores and (N,) label channels of randomly chosen pixels."""
    random = np.random.default_rng(0)
    scores_of_pixels, labels = [], []
    for sample in samples:
        height, width = sample.channels.shape
        size = network_size(height, width, config)
        scores = class_scores_at(scores_of(net, sample.pixels, size), sample.channels.shape)
        positions = np.flatnonzero(sample.channels.ravel() != IGNORED)
        positions = random.permutation(positions)[:PIXELS_PER_SAMPLE]
        scores_of_pixels.append(
            scores.flatten(1)[:, torch.from_numpy(positions)].T.double().numpy()
        )
        labels.append(sample.channels.ravel()[positions])
    return np.concatenate(scores_of_pixels), np.concatenate(labels)
