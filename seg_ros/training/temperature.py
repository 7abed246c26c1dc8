# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How far confidence can be believed: calibration error, and the temperature that mends it."""

import numpy as np

BINS = 15
_LOW, _HIGH, _ROUNDS = 0.05, 20.0, 60


def probabilities(rivals: np.ndarray, temperature: float) -> np.ndarray:
    """Return (N, C) probabilities of (N, C) scores that compete."""
    scaled = (rivals - rivals.max(axis=1, keepdims=True)) / temperature
    chances = np.exp(scaled)
    return chances / chances.sum(axis=1, keepdims=True)


def surprise(rivals: np.ndarray, truth: np.ndarray, temperature: float) -> float:
    """Return the mean negative logarithm of the probability of the truth, (N,) channels."""
    chances = probabilities(rivals, temperature)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(chances, 1e-12)).mean())


def fit_temperature(rivals: np.ndarray, truth: np.ndarray) -> float:
    """
    Return the softmax temperature with the least surprise (Guo et al. 2017).

    Surprise has one minimum over the inverse of the temperature, so that halving finds it.
    """
    low, high = np.log((_LOW, _HIGH))
    for _ in range(_ROUNDS):
        third = (high - low) / 3.0
        if surprise(rivals, truth, np.exp(low + third)) < surprise(
            rivals, truth, np.exp(high - third)
        ):
            high -= third
        else:
            low += third
    return float(np.exp((low + high) / 2.0))


def calibration_error(rivals: np.ndarray, truth: np.ndarray, temperature: float = 1.0) -> float:
    """Return the expected calibration error over 15 bins of confidence, 0..1 (Guo et al. 2017)."""
    chances = probabilities(rivals, temperature)
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, right, BINS) - np.bincount(bins, sure, BINS)
    return float(np.abs(gaps).sum() / len(truth))
