# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Pixels by class, and class weights in the loss."""

from collections.abc import Iterable

import numpy as np

from seg_ros.training.data.label_map import IGNORED
from seg_ros.training.data.samples import Sample


def count(samples: Iterable[Sample], channels: int) -> np.ndarray:
    """Return (N, channels) int64: number of pixels of each class in each sample."""
    return np.array(
        [
            np.bincount(sample.channels.ravel(), minlength=IGNORED + 1)[:channels]
            for sample in samples
        ],
        np.int64,
    ).reshape(-1, channels)


def class_weights(counts: np.ndarray, rule: str) -> np.ndarray:
    """
    Return (channels,) float32 weights, 1 in the mean over all pixels; 0 without pixels.

    `rule` is none, inverse (1 / share) or bounded (1 / ln(1.02 + share), Paszke et al. 2016,
    ENet). `counts` are pixels by class.
    """
    shares = counts / counts.sum()
    occurs = shares > 0.0
    weights = {
        'none': np.ones_like(shares),
        'inverse': 1.0 / np.where(occurs, shares, 1.0),
        'bounded': 1.0 / np.log(1.02 + shares),
    }[rule] * occurs
    return (weights / (weights * shares).sum()).astype(np.float32)
