# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Of each window of time the hardest image is kept, never more than the quota of an hour."""

from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from seg_ros.parameters import HardImageParameters
from seg_ros.segmentation.hard_images import (
    are_alike,
    HardestOfWindow,
    HOUR_S,
    thumbnail,
    unsure_share,
)


def drive(windows: HardestOfWindow[float], frames: Iterable[tuple[float, float]]) -> list[float]:
    """Offer images of (time, share of unsure pixels); return the times of those kept so far."""
    kept = []
    for now_s, share in frames:
        if windows.is_due(now_s):
            kept.append(windows.take_completed(now_s))
            if windows.is_hardest(share, now_s):
                windows.hold(now_s, share, now_s)
    return [now_s for now_s in kept if now_s is not None]


def most_in_an_hour(times_s: Sequence[float]) -> int:
    return max(
        sum(first_s <= one_s < first_s + HOUR_S for one_s in times_s) for first_s in times_s
    )


def parameters(per_hour: int, interval_s: float = 0.0) -> HardImageParameters:
    return HardImageParameters(hard_images_per_hour=per_hour, hard_images_interval_s=interval_s)


def test_a_pixel_is_unsure_below_the_threshold() -> None:
    confidence = np.full((8, 16), 230, np.uint8)
    confidence[:, :4] = 229
    assert unsure_share(confidence, 0.9) == 0.25
    assert unsure_share(confidence, 0.89) == 0.0


def test_the_hardest_image_of_a_window_is_kept_not_the_first() -> None:
    shares = {3.0: 0.2, 20.0: 0.5, 40.0: 0.3, 70.0: 0.1, 90.0: 0.4}
    windows = HardestOfWindow(parameters(per_hour=60))
    frames = ((float(now_s), shares.get(now_s, 0.05)) for now_s in range(125))
    assert drive(windows, frames) == [20.0, 90.0]


def test_an_image_that_is_hardly_unsure_is_not_kept() -> None:
    windows = HardestOfWindow(parameters(per_hour=60))
    assert drive(windows, ((float(now_s), 0.01) for now_s in range(200))) == []
    assert windows.take() is None


def test_one_image_a_second_is_examined() -> None:
    windows = HardestOfWindow(parameters(per_hour=60))
    due = []
    for now_s in np.arange(0.0, 3.0, 0.25):
        if windows.is_due(now_s):
            due.append(now_s)
            windows.take_completed(now_s)
    assert due == [0.0, 1.0, 2.0]


@pytest.mark.parametrize('per_hour, interval_s', [(60, 0.0), (60, 45.0), (7, 10.0), (3600, 0.0)])
def test_no_hour_has_more_than_the_quota_and_no_two_are_too_close(per_hour, interval_s) -> None:
    windows = HardestOfWindow(parameters(per_hour, interval_s))
    shares = np.random.default_rng(0).uniform(0.0, 1.0, 9000).tolist()
    kept_s = drive(windows, ((float(now_s), share) for now_s, share in enumerate(shares)))
    assert most_in_an_hour(kept_s) <= per_hour
    assert np.diff(kept_s).min() >= interval_s
    assert len(kept_s) >= 0.7 * 2.5 * min(per_hour, HOUR_S / max(interval_s, 1.0))


def test_the_count_of_an_hour_goes_on_after_a_restart() -> None:
    before_s = [-1800.0 + number for number in range(5)]
    windows = HardestOfWindow(parameters(per_hour=6), before_s)
    kept_s = drive(windows, ((float(now_s), 0.5) for now_s in range(5000)))
    assert kept_s[0] == 0.0 and kept_s[1] == 1800.0 and most_in_an_hour(before_s + kept_s) == 6


def test_a_restart_does_not_forget_the_interval() -> None:
    windows = HardestOfWindow(parameters(per_hour=3600, interval_s=10.0), [-4.0])
    assert not windows.is_due(5.0) and windows.is_due(6.0)


def test_what_is_held_at_the_end_counts() -> None:
    windows = HardestOfWindow(parameters(per_hour=1))
    drive(windows, [(0.0, 0.5)])
    assert windows.take() == 0.0
    assert not windows.is_due(3599.0) and windows.is_due(3600.0)


@pytest.mark.parametrize('channels', [(), (3,), (4,)])
def test_the_same_view_in_other_light_is_alike_and_one_that_moved_is_not(channels) -> None:
    random = np.random.default_rng(0)
    blocks = random.integers(0, 200, (15, 20, *channels)).astype(np.uint8)
    view = np.repeat(np.repeat(blocks, 32, axis=0), 32, axis=1)
    noise = random.integers(-8, 8, view.shape)
    dimmed = (0.7 * view + 20 + noise).astype(np.uint8)
    assert are_alike(thumbnail(view), thumbnail(dimmed))
    assert not are_alike(thumbnail(view), thumbnail(np.roll(view, 13, axis=1)))
    assert not are_alike(thumbnail(view), np.zeros(32 * 24))
    flat = thumbnail(np.full_like(view, 90))
    assert not are_alike(flat, flat)
