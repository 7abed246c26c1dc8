# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How far confidence can be believed: calibration error, and the temperature that mends it."""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import cross_entropy, softmax

BINS = 15
ROUNDS = 100
COLDEST, HOTTEST = 0.05, 20.0


@dataclass(frozen=True, eq=False)
class Calibration:
    """What is added to each score, (C,) float64 with a mean of 0, and then divides them all."""

    offsets: np.ndarray
    temperature: float = 1.0

    def probabilities(self, rivals: np.ndarray) -> np.ndarray:
        """Return (N, C) probabilities of (N, C) scores that compete."""
        scores = torch.from_numpy((rivals + self.offsets) / self.temperature)
        return softmax(scores, 1).numpy()


def fit(rivals: np.ndarray, truth: np.ndarray) -> Calibration:
    """
    Return the calibration under which the truth, (N,) channels, surprises least.

    A temperature alone (Guo et al. 2017) cannot undo what class weights and crops around rare
    classes did to the odds: rare classes seem likelier than they are, and grow at their borders.
    An offset for each class does (Alexandari et al. 2020, bias-corrected temperature scaling).
    A class that is not in the truth gets none.
    """
    scores, wanted = torch.from_numpy(rivals), torch.from_numpy(truth.astype(np.int64))
    present = torch.bincount(wanted, minlength=scores.shape[1]) > 0
    sharpness = torch.ones((), dtype=torch.float64, requires_grad=True)
    shifts = torch.zeros(scores.shape[1], dtype=torch.float64, requires_grad=True)
    solver = torch.optim.LBFGS([sharpness, shifts], max_iter=ROUNDS, line_search_fn='strong_wolfe')

    def surprise() -> torch.Tensor:
        solver.zero_grad()
        value = cross_entropy(sharpness * scores + shifts * present, wanted)
        value.backward()
        return value

    solver.step(surprise)
    with torch.no_grad():
        temperature = 1.0 / sharpness.clamp(1.0 / HOTTEST, 1.0 / COLDEST)
        offsets = temperature * (shifts - shifts[present].mean()) * present
    return Calibration(offsets.numpy(), float(temperature))


def calibration_error(chances: np.ndarray, truth: np.ndarray) -> float:
    """
    Return the expected calibration error, 0..1, of (N, C) probabilities (Guo et al. 2017).

    It is counted over 15 bins of confidence.
    """
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, right, BINS) - np.bincount(bins, sure, BINS)
    return float(np.abs(gaps).sum() / len(truth))
