# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The mask unrolled along the lines of sight: a fan of rays about the camera's foot point."""

from dataclasses import dataclass
from functools import cached_property
from math import atan2, ceil, hypot, pi, radians, tau
from typing import Any

import cv2
import numpy as np

from seg_ros.errors import ParameterError
from seg_ros.geometry.ground_view import GroundPlane

SPACING_PX = 1.25
"""Samples are no farther apart in the image; each looks at the four pixels around it, so that no
pixel lies between two of them."""

_COARSE, _TURN = 64, 361


@dataclass(frozen=True, eq=False)
class PolarGrid:
    """
    R ranges by A rays about `foot_m`, made once for a camera and its place.

    `edges_m` (R + 1,) float64 are the distances from the foot point at which cells begin and end;
    `angles_rad` (A,) float64 rise by one step; `seen` (R, A) bool is one stretch of each ray: what
    the image shows of it from `range_min_m` on and up to `range_max_m` from the base frame.
    """

    foot_m: np.ndarray
    edges_m: np.ndarray
    angles_rad: np.ndarray
    seen: np.ndarray
    maps: tuple[np.ndarray, np.ndarray]

    def unrolled(self, mask: np.ndarray) -> np.ndarray:
        """Return (R, A) bool: whether all pixels around a cell are set; off the image none are."""
        whole = cv2.threshold(mask, 0, 255, cv2.THRESH_BINARY)[1]
        return (
            cv2.remap(whole, *self.maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT) == 255
        )

    @cached_property
    def directions(self) -> np.ndarray:
        """Return (A, 2) float64: unit vectors."""
        return np.stack([np.cos(self.angles_rad), np.sin(self.angles_rad)], axis=1)

    @cached_property
    def first(self) -> np.ndarray:
        """Return (A,) int: the first cell that is seen, 0 where none is."""
        return self.seen.argmax(axis=0)

    @cached_property
    def stretches_m(self) -> np.ndarray:
        """Return (2, A) float64: from where to where each ray is seen; (inf, inf) nowhere."""
        begins_m = self.edges_m[self.first]
        ends_m = self.edges_m[self.first + self.seen.sum(axis=0)]
        return np.where(self.seen.any(axis=0), (begins_m, ends_m), np.inf)


def polar_grid_of(plane: GroundPlane, range_min_m: float, range_max_m: float) -> PolarGrid:
    """Return the fan of a camera; ParameterError where it sees no ground within range."""
    reach_m = range_max_m + hypot(*plane.foot_m)
    slants_rad = np.linspace(0.0, atan2(reach_m, plane.camera_height_m), _COARSE)
    slants_rad, angles_rad = _spans(plane, slants_rad, np.linspace(-pi, pi, _TURN))
    along_px, across_px = _spacing_px(plane, slants_rad, angles_rad)
    slants_rad = np.linspace(slants_rad[0], slants_rad[-1], ceil(along_px / SPACING_PX * _COARSE))
    angles_rad = np.linspace(angles_rad[0], angles_rad[-1], ceil(across_px / SPACING_PX * _COARSE))
    borders_rad = np.concatenate(
        [slants_rad[:1], (slants_rad[1:] + slants_rad[:-1]) / 2.0, slants_rad[-1:]]
    )
    pixels = _pixels(plane, slants_rad, angles_rad)
    begins_m = np.linalg.norm(_places(plane, borders_rad[:-1], angles_rad), axis=-1)
    too_near = np.logical_or.accumulate((begins_m < range_min_m)[::-1])[::-1]
    is_in = _is_in(plane, pixels)
    seen = is_in & (begins_m < range_max_m) & ~too_near
    # One stretch: what comes into view again behind its end does not count.
    begun = np.logical_or.accumulate(seen)
    seen &= ~np.logical_or.accumulate(begun & ~seen)
    if not seen.any():
        raise ParameterError(
            f'the camera must see ground up to range_max_m, got {range_max_m:g} m: '
            'check height and pitch of the camera'
        )
    last_px = np.array(plane.shape[::-1]) - 1.0
    at_px = np.nan_to_num(pixels, nan=-2.0).clip(-2.0, last_px + 2.0)
    at_px[is_in] = at_px[is_in].clip(0.0, last_px)
    # The second map is part of the first; the types of OpenCV do not know that it may be None.
    convert: Any = cv2.convertMaps
    maps = convert(at_px.astype(np.float32), None, cv2.CV_16SC2)
    return PolarGrid(
        plane.foot_m, plane.camera_height_m * np.tan(borders_rad), angles_rad, seen, maps
    )


def _spans(
    plane: GroundPlane, slants_rad: np.ndarray, angles_rad: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return as many slants and angles, but only those within which the camera sees ground."""
    seen = _is_in(plane, _pixels(plane, slants_rad, angles_rad))
    rows, seen_rad = np.flatnonzero(seen.any(axis=1)), angles_rad[seen.any(axis=0)]
    if not len(rows):
        return slants_rad, angles_rad[:_COARSE]
    begin_rad, end_rad = slants_rad[[max(0, rows[0] - 1), min(_COARSE - 1, rows[-1] + 1)]]
    middle_rad = atan2(np.sin(seen_rad).sum(), np.cos(seen_rad).sum())
    aside_rad = np.abs((seen_rad - middle_rad + pi) % tau - pi).max() + radians(1.0)
    return (
        np.linspace(begin_rad, end_rad, _COARSE),
        middle_rad + np.linspace(-1.0, 1.0, _COARSE) * min(pi, aside_rad),
    )


def _spacing_px(
    plane: GroundPlane, slants_rad: np.ndarray, angles_rad: np.ndarray
) -> tuple[float, float]:
    """Return how far neighbors are apart in the image at most, along the rays and across."""
    pixels = _pixels(plane, slants_rad, angles_rad)
    pixels[~_is_in(plane, pixels)] = np.nan
    along_px, across_px = (
        float(np.nanmax(np.linalg.norm(np.diff(pixels, axis=axis), axis=-1), initial=SPACING_PX))
        for axis in (0, 1)
    )
    return along_px, across_px


def _places(plane: GroundPlane, slants_rad: np.ndarray, angles_rad: np.ndarray) -> np.ndarray:
    """Return (R, A, 2): where lines of sight, so far off the plumb line, meet the ground."""
    ranges_m = plane.camera_height_m * np.tan(slants_rad)
    directions = np.stack([np.cos(angles_rad), np.sin(angles_rad)], axis=-1)
    return plane.foot_m + ranges_m[:, None, None] * directions


def _pixels(plane: GroundPlane, slants_rad: np.ndarray, angles_rad: np.ndarray) -> np.ndarray:
    places = _places(plane, slants_rad, angles_rad)
    return plane.to_pixels(places.reshape(-1, 2)).reshape(places.shape)


def _is_in(plane: GroundPlane, pixels: np.ndarray) -> np.ndarray:
    """Return whether positions lie in the image, up to the outer edge of its pixels."""
    return np.all((pixels >= -0.5) & (pixels <= np.array(plane.shape[::-1]) - 0.5), axis=-1)
