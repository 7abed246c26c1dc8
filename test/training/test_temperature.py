# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Calibration of the confidence."""

import numpy as np
import pytest

from seg_ros.training.temperature import (
    calibrate,
    Calibration,
    calibration_error,
    fit_temperature,
    negative_log_likelihood,
    probabilities,
)


def calibrated(count: int = 40000) -> tuple[np.ndarray, np.ndarray]:
    """Return scores of three classes, and labels drawn with their softmax probabilities."""
    random = np.random.default_rng(0)
    scores = random.normal(0.0, 2.0, (count, 3))
    cumulative = np.cumsum(probabilities(scores, 1.0), axis=1)
    return scores, (random.random((count, 1)) > cumulative[:, :2]).sum(axis=1)


def test_probabilities_by_hand() -> None:
    scores = np.log([[1.0, 4.0]])
    assert probabilities(scores, 1.0) == pytest.approx(np.array([[0.2, 0.8]]))
    assert probabilities(scores, 2.0) == pytest.approx(np.array([[1 / 3, 2 / 3]]))


@pytest.mark.parametrize('factor', [0.5, 1.0, 3.0])
def test_the_fitted_temperature_is_the_factor_on_the_scores(factor: float) -> None:
    scores, labels = calibrated()
    assert fit_temperature(factor * scores, labels) == pytest.approx(factor, rel=0.03)


def test_the_fitted_temperature_lowers_likelihood_loss_and_calibration_error() -> None:
    scores, labels = calibrated()
    scores *= 3.0
    fitted = fit_temperature(scores, labels)
    assert negative_log_likelihood(scores, labels, fitted) < negative_log_likelihood(
        scores, labels, 1.0
    )
    assert calibration_error(scores, labels) > 0.05
    assert calibration_error(scores, labels, fitted) < 0.01


def test_calibration_error_by_hand() -> None:
    scores = np.log([[1.0, 4.0]] * 4)
    assert calibration_error(scores, np.array([1, 1, 1, 0])) == pytest.approx(0.05)


def test_a_temperature_that_is_no_better_is_left_at_1() -> None:
    scores, labels = calibrated()
    worth_it = calibrate(3.0 * scores, labels)
    assert worth_it.temperature == worth_it.fitted == pytest.approx(3.0, rel=0.03)
    assert worth_it.error < worth_it.error_at_1
    assert Calibration(fitted=1.1, error_at_1=0.01, error=0.02).temperature == 1.0
