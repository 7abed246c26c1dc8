# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Confidence that can be believed."""

import numpy as np
import pytest

from seg_ros.training.temperature import (
    calibration_error,
    fit_temperature,
    probabilities,
    surprise,
)


def calibrated(count: int = 40000) -> tuple[np.ndarray, np.ndarray]:
    """Return scores of three classes, and truths drawn with just the chances that they give."""
    random = np.random.default_rng(0)
    rivals = random.normal(0.0, 2.0, (count, 3))
    chances = np.cumsum(probabilities(rivals, 1.0), axis=1)
    return rivals, (random.random((count, 1)) > chances[:, :2]).sum(axis=1)


def test_probabilities_by_hand() -> None:
    scores = np.log([[1.0, 4.0]])
    assert probabilities(scores, 1.0) == pytest.approx(np.array([[0.2, 0.8]]))
    assert probabilities(scores, 2.0) == pytest.approx(np.array([[1 / 3, 2 / 3]]))


@pytest.mark.parametrize('too_sure', [0.5, 1.0, 3.0])
def test_the_temperature_undoes_what_the_scores_were_multiplied_by(too_sure: float) -> None:
    rivals, truth = calibrated()
    assert fit_temperature(too_sure * rivals, truth) == pytest.approx(too_sure, rel=0.03)


def test_the_fitted_temperature_lowers_surprise_and_error() -> None:
    rivals, truth = calibrated()
    rivals *= 3.0
    fitted = fit_temperature(rivals, truth)
    assert surprise(rivals, truth, fitted) < surprise(rivals, truth, 1.0)
    assert calibration_error(rivals, truth) > 0.05
    assert calibration_error(rivals, truth, fitted) < 0.01


def test_calibration_error_by_hand() -> None:
    rivals = np.log([[1.0, 4.0]] * 4)
    assert calibration_error(rivals, np.array([1, 1, 1, 0])) == pytest.approx(0.05)
