# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Batches depend on the seed and the step only."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.data.batches import batch, batches  # noqa: E402
from seg_ros.training.data.label_map import BLANK  # noqa: E402

CONFIG = TrainingConfig(batch=3, steps=4, light=0.0, blank=0.0, seed=7)


class Numbered:
    """Crops whose pixels have the value of their number."""

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return 1 x 2 pixels."""
        pixels = np.full((1, 2, 3), number, np.uint8)
        return pixels, random.integers(3, size=(1, 2), dtype=np.uint8)


def test_crop_numbers_continue_over_the_steps() -> None:
    pixels = [pixels for pixels, _ in batches(Numbered(), CONFIG, 0)]
    assert [list(group[:, 0, 0, 0]) for group in pixels] == [
        [0, 1, 2],
        [3, 4, 5],
        [6, 7, 8],
        [9, 10, 11],
    ]
    assert pixels[0].shape == (3, 1, 2, 3)


def test_batches_from_a_later_step_are_the_same() -> None:
    whole = [labels for _, labels in batches(Numbered(), CONFIG, 0)]
    rest = [labels for _, labels in batches(Numbered(), CONFIG, 2)]
    assert np.array_equal(np.stack(whole[2:]), np.stack(rest))


def test_another_seed_is_another_batch() -> None:
    other = replace(CONFIG, seed=8)
    assert not np.array_equal(batch(Numbered(), CONFIG, 1)[1], batch(Numbered(), other, 1)[1])


def test_a_share_of_the_crops_is_blank() -> None:
    config = replace(CONFIG, batch=200, blank=0.25)
    _, channels = batch(Numbered(), config, 0)
    assert 0.15 < (channels == BLANK).all(axis=(1, 2)).mean() < 0.35
    assert not (batch(Numbered(), replace(config, blank=0.0), 0)[1] == BLANK).any()


def test_workers_make_the_same_batches() -> None:
    alone = list(batches(Numbered(), CONFIG, 1))
    together = list(batches(Numbered(), CONFIG, 1, workers=2))
    assert len(alone) == len(together) == 3
    for one, other in zip(alone, together):
        assert all(np.array_equal(mine, theirs) for mine, theirs in zip(one, other))
