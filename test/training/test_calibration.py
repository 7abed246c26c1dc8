# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Confidence that can be believed."""

import numpy as np
import pytest

pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.calibration import Calibration, calibration_error, fit  # noqa: E402

AS_THEY_ARE = Calibration(np.zeros(3))


def calibrated(count: int = 40000) -> tuple[np.ndarray, np.ndarray]:
    """Return scores of three classes, and truths drawn with just the chances that they give."""
    random = np.random.default_rng(0)
    rivals = random.normal(0.0, 2.0, (count, 3))
    chances = np.cumsum(AS_THEY_ARE.probabilities(rivals), axis=1)
    return rivals, (random.random((count, 1)) > chances[:, :2]).sum(axis=1)


def test_probabilities_by_hand() -> None:
    scores = np.log([[1.0, 4.0]])
    none, even = np.zeros(2), np.log([4.0, 1.0])
    assert Calibration(none).probabilities(scores) == pytest.approx(np.array([[0.2, 0.8]]))
    assert Calibration(none, 2.0).probabilities(scores) == pytest.approx(np.array([[1, 2]]) / 3)
    assert Calibration(even).probabilities(scores) == pytest.approx(np.array([[0.5, 0.5]]))


@pytest.mark.parametrize('too_sure', [0.5, 1.0, 3.0])
def test_the_temperature_undoes_what_the_scores_were_multiplied_by(too_sure: float) -> None:
    rivals, truth = calibrated()
    fitted = fit(too_sure * rivals, truth)
    assert fitted.temperature == pytest.approx(too_sure, rel=0.03)
    assert fitted.offsets == pytest.approx(np.zeros(3), abs=0.05 * too_sure)


def test_the_offsets_undo_what_was_added_to_a_rare_class() -> None:
    rivals, truth = calibrated()
    fitted = fit(rivals + [-1.0, 0.0, 2.5], truth)
    assert fitted.offsets == pytest.approx([1.5, 0.5, -2.0], abs=0.05)
    assert fitted.temperature == pytest.approx(1.0, rel=0.03)


def test_a_class_that_is_never_true_is_left_as_it_is() -> None:
    rivals, truth = calibrated()
    assert fit(rivals[truth != 1], truth[truth != 1]).offsets[1] == 0.0


def test_calibration_lowers_the_error() -> None:
    rivals, truth = calibrated()
    rivals = 3.0 * rivals + [0.0, 0.0, 2.0]
    assert calibration_error(AS_THEY_ARE.probabilities(rivals), truth) > 0.05
    assert calibration_error(fit(rivals, truth).probabilities(rivals), truth) < 0.01


def test_calibration_error_by_hand() -> None:
    chances = np.array([[0.2, 0.8]] * 4)
    assert calibration_error(chances, np.array([1, 1, 1, 0])) == pytest.approx(0.05)
