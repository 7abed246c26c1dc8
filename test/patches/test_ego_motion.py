# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Motion read from patches, on stones whose places are known."""

import numpy as np
import pytest

from seg_ros.patches.ego_motion import EgoMotion, moved

RANDOM = np.random.default_rng(5)
STONES_M = RANDOM.uniform((0.0, -0.4), (6.0, 0.4), (240, 2))
STONES_M2 = RANDOM.lognormal(-6.5, 0.7, 240)


def seen_from(x_m: float, y_m: float = 0.0):
    """Return the stones within 0.8 m ahead of a vehicle, in its frame, and their areas."""
    positions_m = STONES_M - (x_m, y_m)
    seen = (positions_m[:, 0] > 0) & (positions_m[:, 0] < 0.8)
    return positions_m[seen], STONES_M2[seen]


@pytest.mark.parametrize('way_m', [(0.0, 0.0), (0.2, 0.0), (0.35, -0.05), (-0.1, 0.02)])
def test_the_way_between_two_images(way_m) -> None:
    before, after = seen_from(2.0), seen_from(2.0 + way_m[0], way_m[1])
    np.testing.assert_allclose(moved(*before, *after), way_m, atol=1e-9)


def test_noise_in_places_and_areas_averages_out() -> None:
    before, (after_m, after_m2) = seen_from(2.0), seen_from(2.2)
    random = np.random.default_rng(0)
    after_m = after_m + random.normal(0.0, 0.002, after_m.shape)
    after_m2 = after_m2 * random.uniform(0.9, 1.1, len(after_m2))
    np.testing.assert_allclose(moved(*before, after_m, after_m2), (0.2, 0.0), atol=0.002)


@pytest.mark.parametrize('expected_m', [0.18, 0.36])
def test_in_even_rows_what_is_expected_decides(expected_m) -> None:
    row_m = np.stack([np.arange(8) * 0.18, np.zeros(8)], axis=1)
    same_m2 = np.full(8, 1e-3)
    way_m = moved(row_m, same_m2, row_m, same_m2, np.array([expected_m + 0.01, 0.0]))
    np.testing.assert_allclose(way_m, (expected_m, 0.0), atol=1e-9)


@pytest.mark.parametrize('count', [0, 1])
def test_too_little_to_see(count) -> None:
    assert moved(STONES_M[:count], STONES_M2[:count], STONES_M[:5], STONES_M2[:5]) is None


def test_a_drive_and_a_stretch_of_bare_soil() -> None:
    motion = EgoMotion()
    for image in range(11):
        centers_m, areas_m2 = seen_from(1.0 + 0.2 * image)
        seen = slice(0, 0) if image in (4, 5) else slice(None)
        pose = motion.advance(image * 0.1, centers_m[seen], areas_m2[seen])
    assert pose.x_m == pytest.approx(2.0, abs=1e-6)
    assert pose.y_m == pytest.approx(0.0, abs=1e-6)


def test_before_anything_is_seen_it_stands_still() -> None:
    motion = EgoMotion()
    for stamp_s in (0.0, 0.1, 0.1):
        pose = motion.advance(stamp_s, np.zeros((0, 2)), np.zeros(0))
    assert (pose.x_m, pose.y_m) == (0.0, 0.0)


def test_a_thousand_patches_on_a_kilometre_are_no_burden() -> None:
    positions_m = np.random.default_rng(1).uniform(0, 1000, (1000, 2))
    areas_m2 = np.random.default_rng(2).lognormal(0, 1, 1000)
    way_m = moved(
        positions_m[:150], areas_m2[:150], positions_m[:150] - (5.0, 0.0), areas_m2[:150]
    )
    np.testing.assert_allclose(way_m, (5.0, 0.0), atol=1e-6)
