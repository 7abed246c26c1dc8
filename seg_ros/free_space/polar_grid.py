# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The mask resampled along lines of sight: a polar grid about the camera's foot point."""

from dataclasses import dataclass
from functools import cached_property
from math import atan2, ceil, hypot, pi, radians, tau
from typing import Any

import cv2
import numpy as np

from seg_ros.errors import CalibrationError, ParameterError
from seg_ros.geometry.ground_view import GroundPlane

SPACING_PX = 1.25
"""Largest distance between samples in the image. Each one is interpolated from the four pixels
around it, so that no pixel lies between two of them."""

MOST_CELLS = 1 << 23
"""About 1 GB and 10 s while a grid is made; 640 x 480 pixels take half a million cells."""

_COARSE, _TURN = 64, 361


@dataclass(frozen=True, eq=False)
class PolarGrid:
    """
    R ranges by A rays about `foot_m`, made once for a camera and its pose.

    `edges_m` (R + 1,) float64 are the distances from the foot point at which cells begin and end;
    `angles_rad` (A,) float64 rise by one step; `visible` (R, A) bool is one interval of each ray:
    what the image shows of it from `range_min_m` up to `range_max_m` from the base frame.
    """

    foot_m: np.ndarray
    edges_m: np.ndarray
    angles_rad: np.ndarray
    visible: np.ndarray
    maps: tuple[np.ndarray, np.ndarray]

    def resample(self, mask: np.ndarray) -> np.ndarray:
        """Return (R, A) bool: whether all pixels around a cell are set; outside the image none."""
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
        """Return (A,) int: the first visible cell, 0 where none is."""
        return self.visible.argmax(axis=0)

    @cached_property
    def visible_m(self) -> np.ndarray:
        """Return (2, A) float64: where each ray becomes visible and where it ends, or inf."""
        begins_m = self.edges_m[self.first]
        ends_m = self.edges_m[self.first + self.visible.sum(axis=0)]
        return np.where(self.visible.any(axis=0), (begins_m, ends_m), np.inf)


def polar_grid_of(
    plane: GroundPlane, range_min_m: float, range_max_m: float, step_rad: float = pi
) -> PolarGrid:
    """
    Return the polar grid of a camera, its rays no farther apart than `step_rad`.

    Raises ParameterError where the camera sees no ground within range, CalibrationError where its
    rays are so far off the axis that the grid would have more than 2^23 cells.
    """
    tilts_rad, angles_rad = _sampling(plane, range_max_m, step_rad)
    borders_rad = np.concatenate(
        [tilts_rad[:1], (tilts_rad[1:] + tilts_rad[:-1]) / 2.0, tilts_rad[-1:]]
    )
    pixels = _pixels(plane, tilts_rad, angles_rad)
    begins_m = np.linalg.norm(_positions(plane, borders_rad[:-1], angles_rad), axis=-1)
    too_near = np.logical_or.accumulate((begins_m < range_min_m)[::-1])[::-1]
    visible = _is_in(plane, pixels) & (begins_m < range_max_m) & ~too_near
    # One interval: what comes into view again behind its end does not count.
    begun = np.logical_or.accumulate(visible)
    visible &= ~np.logical_or.accumulate(begun & ~visible)
    if not visible.any():
        raise ParameterError(
            f'the camera must see ground up to range_max_m, got {range_max_m:g} m: '
            'check height and pitch of the camera'
        )
    return PolarGrid(
        plane.foot_m,
        plane.camera_height_m * np.tan(borders_rad),
        angles_rad,
        visible,
        _remap_maps(plane, pixels),
    )


def _sampling(
    plane: GroundPlane, range_max_m: float, step_rad: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the angles from the vertical and around it at which the image is sampled."""
    farthest_m = range_max_m + hypot(*plane.foot_m)
    tilts_rad = np.linspace(0.0, atan2(farthest_m, plane.camera_height_m), _COARSE)
    tilts_rad, angles_rad = _spans(plane, tilts_rad, np.linspace(-pi, pi, _TURN))
    along_px, across_px = _spacing_px(plane, tilts_rad, angles_rad)
    width_rad = angles_rad[-1] - angles_rad[0]
    ranges = ceil(along_px / SPACING_PX * _COARSE)
    rays = max(ceil(across_px / SPACING_PX * _COARSE), ceil(width_rad / step_rad) + 1)
    if ranges * rays > MOST_CELLS:
        camera = plane.camera
        raise CalibrationError(
            f'the polar grid of the camera must have at most {MOST_CELLS} cells, got {ranges} x '
            f'{rays} for {camera.width_px} x {camera.height_px} px with fx {camera.fx:g}, fy '
            f'{camera.fy:g}, cx {camera.cx:g}, cy {camera.cy:g}: check the calibration, or use a '
            'smaller mask'
        )
    return (
        np.linspace(tilts_rad[0], tilts_rad[-1], ranges),
        np.linspace(angles_rad[0], angles_rad[-1], rays),
    )


def _remap_maps(plane: GroundPlane, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the maps of cv2.remap; on the outer half of a border pixel, it is sampled itself."""
    last_px = np.array(plane.shape[::-1]) - 1.0
    is_in = _is_in(plane, pixels)
    at_px = np.nan_to_num(pixels, nan=-2.0).clip(-2.0, last_px + 2.0)
    at_px[is_in] = at_px[is_in].clip(0.0, last_px)
    # The second map is part of the first; the types of OpenCV do not know that it may be None.
    convert: Any = cv2.convertMaps
    return convert(at_px.astype(np.float32), None, cv2.CV_16SC2)


def _spans(
    plane: GroundPlane, tilts_rad: np.ndarray, angles_rad: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return as many tilts and angles, but only those within which the camera sees ground."""
    visible = _is_in(plane, _pixels(plane, tilts_rad, angles_rad))
    rows, visible_rad = np.flatnonzero(visible.any(axis=1)), angles_rad[visible.any(axis=0)]
    if not len(rows):
        return tilts_rad, angles_rad[:_COARSE]
    begin_rad, end_rad = tilts_rad[[max(0, rows[0] - 1), min(_COARSE - 1, rows[-1] + 1)]]
    middle_rad = atan2(np.sin(visible_rad).sum(), np.cos(visible_rad).sum())
    aside_rad = np.abs((visible_rad - middle_rad + pi) % tau - pi).max() + radians(1.0)
    return (
        np.linspace(begin_rad, end_rad, _COARSE),
        middle_rad + np.linspace(-1.0, 1.0, _COARSE) * min(pi, aside_rad),
    )


def _spacing_px(
    plane: GroundPlane, tilts_rad: np.ndarray, angles_rad: np.ndarray
) -> tuple[float, float]:
    """Return how far neighbors are apart in the image at most, along the rays and across."""
    pixels = _pixels(plane, tilts_rad, angles_rad)
    pixels[~_is_in(plane, pixels)] = np.nan
    along_px, across_px = (
        float(np.nanmax(np.linalg.norm(np.diff(pixels, axis=axis), axis=-1), initial=SPACING_PX))
        for axis in (0, 1)
    )
    return along_px, across_px


def _positions(plane: GroundPlane, tilts_rad: np.ndarray, angles_rad: np.ndarray) -> np.ndarray:
    """Return (R, A, 2): where lines of sight at these angles from the vertical meet the ground."""
    ranges_m = plane.camera_height_m * np.tan(tilts_rad)
    directions = np.stack([np.cos(angles_rad), np.sin(angles_rad)], axis=-1)
    return plane.foot_m + ranges_m[:, None, None] * directions


def _pixels(plane: GroundPlane, tilts_rad: np.ndarray, angles_rad: np.ndarray) -> np.ndarray:
    positions = _positions(plane, tilts_rad, angles_rad)
    return plane.to_pixels(positions.reshape(-1, 2)).reshape(positions.shape)


def _is_in(plane: GroundPlane, pixels: np.ndarray) -> np.ndarray:
    """Return whether positions lie in the image, up to the outer edge of its pixels."""
    return np.all((pixels >= -0.5) & (pixels <= np.array(plane.shape[::-1]) - 0.5), axis=-1)
