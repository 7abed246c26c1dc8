# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Hard images: how unsure the network is of an image, and which images of a drive are kept.

An image is the harder the larger the share of its pixels whose winning class is less probable
than a threshold. Over 166 labeled photos of fields and streets that share ranks the images nearly
as the share of wrong pixels does (docs/training.md).
"""

from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

import cv2
import numpy as np

from seg_ros.parameters import HardImageParameters

HOUR_S = 3600.0

EXAMINED_EVERY_S = 1.0
"""Consecutive images are alike, and the confidence of an image takes time."""

MIN_UNSURE_SHARE = 0.01
"""Images with less are not hard, even if nothing harder comes by."""

MAX_CORRELATION = 0.98
"""Of thumbnails: 0.995 for one view in other light, 0.95 for one moved by 2 % of its width."""

_THUMBNAIL = (32, 24)
THUMBNAIL_PX = 32 * 24

Item = TypeVar('Item')


def unsure_share(confidence: np.ndarray, threshold: float) -> float:
    """Return the share of every fourth pixel, (H, W) uint8 of 0..255, below a threshold 0..1."""
    return float(np.mean(confidence[::4, ::4] < round(threshold * 255)))


def thumbnail(pixels: np.ndarray) -> np.ndarray:
    """Return (768,) float64 of mean 0 and length 1, or 0, from (H, W) or (H, W, C) uint8."""
    few = np.ascontiguousarray(pixels[::4, ::4])
    small = cv2.resize(few, _THUMBNAIL, interpolation=cv2.INTER_AREA)
    gray = np.atleast_3d(small).mean(axis=-1).ravel()
    gray -= gray.mean()
    return gray / max(float(np.linalg.norm(gray)), 1e-9)


def are_alike(first: np.ndarray, second: np.ndarray) -> bool:
    """Return whether two thumbnails show the same, as those of a vehicle that stands still."""
    return float(first @ second) > MAX_CORRELATION


class HardestOfWindow(Generic[Item]):
    """
    Selects the hardest image of each window of time, so that no quota is spent on the first ones.

    A window has an hour over the images per hour, or the least time between two images if that is
    longer. It begins with the first image that is examined in it. All times are in seconds of one
    steady clock, and the images of the last hour never exceed the quota.
    """

    def __init__(self, parameters: HardImageParameters, earlier_s: Sequence[float] = ()) -> None:
        """Start a first window; `earlier_s` are the rising times of images kept before."""
        self._per_hour = parameters.hard_images_per_hour
        self._interval_s = parameters.hard_images_interval_s
        self._window_s = max(HOUR_S / self._per_hour, self._interval_s)
        self._kept_s = deque(earlier_s)
        self._examined_s = self._started_s = float('-inf')
        self._hardest: tuple[float, float, Item] | None = None

    def is_due(self, now_s: float) -> bool:
        """Return whether an image of this time is to be examined."""
        return now_s - self._examined_s >= EXAMINED_EVERY_S and self._may_keep(now_s)

    def take_completed(self, now_s: float) -> Item | None:
        """Note that an image is examined; return the hardest of a window that is over by now."""
        self._examined_s = now_s
        if now_s - self._started_s < self._window_s:
            return None
        self._started_s = now_s
        return self.take()

    def is_hardest(self, share: float, now_s: float) -> bool:
        """Return whether an image with this share of unsure pixels is the hardest so far."""
        least = MIN_UNSURE_SHARE if self._hardest is None else self._hardest[0]
        return share > least and self._may_keep(now_s)

    def hold(self, item: Item, share: float, now_s: float) -> None:
        """Hold the hardest so far in place of the one before."""
        self._hardest = (share, now_s, item)

    def take(self) -> Item | None:
        """Return the hardest of a window that may not be over, and count it as kept."""
        hardest, self._hardest = self._hardest, None
        if hardest is None:
            return None
        self._kept_s.append(hardest[1])
        return hardest[2]

    def _may_keep(self, now_s: float) -> bool:
        while self._kept_s and self._kept_s[0] <= now_s - HOUR_S:
            self._kept_s.popleft()
        is_apart = not self._kept_s or now_s - self._kept_s[-1] >= self._interval_s
        return is_apart and len(self._kept_s) < self._per_hour
