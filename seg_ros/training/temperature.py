# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Calibration of the confidence: expected calibration error and softmax temperature."""

from dataclasses import dataclass

import numpy as np

BINS = 15
_LOW, _HIGH, _ROUNDS = 0.05, 20.0, 60


@dataclass(frozen=True)
class Calibration:
    """The best softmax temperature, and the expected calibration error at 1 and with it."""

    fitted: float
    error_at_1: float
    error: float

    @property
    def temperature(self) -> float:
        """Return the temperature of the manifest: 1 where the fitted one is no better."""
        return self.fitted if self.error < self.error_at_1 else 1.0


def calibrate(scores: np.ndarray, labels: np.ndarray) -> Calibration:
    """Return the calibration on (N, C) scores of (N,) labels."""
    fitted = fit_temperature(scores, labels)
    return Calibration(
        fitted, calibration_error(scores, labels), calibration_error(scores, labels, fitted)
    )


def probabilities(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Return (N, C) softmax probabilities of (N, C) scores."""
    scaled = (scores - scores.max(axis=1, keepdims=True)) / temperature
    exponentials = np.exp(scaled)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def negative_log_likelihood(scores: np.ndarray, labels: np.ndarray, temperature: float) -> float:
    """Return the mean negative log-likelihood of the labels, (N,) channels."""
    chosen = probabilities(scores, temperature)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(chosen, 1e-12)).mean())


def fit_temperature(scores: np.ndarray, labels: np.ndarray) -> float:
    """
    Return the softmax temperature of lowest negative log-likelihood (Guo et al. 2017).

    It has a single minimum over the inverse of the temperature, so that ternary search finds it.
    """
    low, high = np.log((_LOW, _HIGH))
    for _ in range(_ROUNDS):
        third = (high - low) / 3.0
        if negative_log_likelihood(scores, labels, np.exp(low + third)) < negative_log_likelihood(
            scores, labels, np.exp(high - third)
        ):
            high -= third
        else:
            low += third
    return float(np.exp((low + high) / 2.0))


def calibration_error(scores: np.ndarray, labels: np.ndarray, temperature: float = 1.0) -> float:
    """Return the expected calibration error over 15 bins of confidence, 0..1 (Guo et al. 2017)."""
    each = probabilities(scores, temperature)
    confidence, correct = each.max(axis=1), each.argmax(axis=1) == labels
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, correct, BINS) - np.bincount(bins, confidence, BINS)
    return float(np.abs(gaps).sum() / len(labels))
