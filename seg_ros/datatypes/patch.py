# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Things to act on: the mask they are found in, the patches, and what a boom is to spray."""

from dataclasses import dataclass

import numpy as np

from seg_ros.datatypes.geometry import Pose2D

CUT, FIRST_SIGHT, CROP, REMEMBERED = 1, 2, 4, 8
"""Flags of a patch: cut by the border of the region of interest; not published before; a crop to
protect; not in view."""

CROP_NAME = 'crop'
"""The class name under which crops to protect are published, whatever their class."""


@dataclass(frozen=True, eq=False)
class MaskFrame:
    """
    One image's mask, and what is known beside it at the moment of capture.

    `mask` is (H, W) uint8, nonzero where there is something to act on; `class_map` (255 where
    unlabelled) and `confidence` (0..255) are of the same size, or None; `stamp_s` is the capture
    in seconds, `pose` the vehicle then, None without odometry.
    """

    mask: np.ndarray
    stamp_s: float
    pose: Pose2D | None = None
    class_map: np.ndarray | None = None
    confidence: np.ndarray | None = None

    def __post_init__(self) -> None:
        """Check dtypes and that all planes have one size."""
        for name in ('mask', 'class_map', 'confidence'):
            plane = getattr(self, name)
            if plane is None and name != 'mask':
                continue
            if plane.dtype != np.uint8 or plane.ndim != 2 or plane.shape != self.mask.shape:
                raise ValueError(
                    f'{name} must be {self.mask.shape} uint8 as the mask, '
                    f'got {plane.shape} {plane.dtype}'
                )


@dataclass(frozen=True, eq=False)
class Patches:
    """
    N patches, one array each and the same order, in the base frame at the moment of capture.

    `ids` (N,) uint32 stay with a patch over frames; `centers_m` (N, 2) float64 is the centroid of
    its area, `sizes_m` (N, 2) its extent along x and y, `areas_m2` (N,) float64 that of its own
    pixels before any closing; `class_ids` (N,) uint8 is the commonest class (255: none given),
    `scores` (N,) float64 the mean confidence 0..1 (1: none given); `nozzles` (N, 2) int16 the
    first and last lane it lies in (-1: none); `boxes_px` (N, 4) int32 is column, row, width,
    height in the image (zeros when not in view); `stds_m` (N,) float64 how uncertain the center
    is; `flags` (N,) uint8 a sum of CUT, FIRST_SIGHT, CROP and REMEMBERED.
    """

    ids: np.ndarray
    centers_m: np.ndarray
    sizes_m: np.ndarray
    areas_m2: np.ndarray
    class_ids: np.ndarray
    scores: np.ndarray
    nozzles: np.ndarray
    boxes_px: np.ndarray
    stds_m: np.ndarray
    flags: np.ndarray

    def __post_init__(self) -> None:
        """Check that every array speaks of the same patches."""
        for name, columns in (
            ('ids', 0),
            ('centers_m', 2),
            ('sizes_m', 2),
            ('areas_m2', 0),
            ('class_ids', 0),
            ('scores', 0),
            ('nozzles', 2),
            ('boxes_px', 4),
            ('stds_m', 0),
            ('flags', 0),
        ):
            expected = (len(self.ids), columns) if columns else (len(self.ids),)
            if getattr(self, name).shape != expected:
                raise ValueError(f'{name} must be {expected}, got {getattr(self, name).shape}')

    def __len__(self) -> int:
        """Return the number of patches."""
        return len(self.ids)

    def has(self, flag: int) -> np.ndarray:
        """Return (N,) bool: whether the flag is set."""
        return (self.flags & flag) > 0


@dataclass(frozen=True, eq=False)
class SprayRuns:
    """
    What the valves of a boom need: N runs of ground along the travel direction, one lane each.

    `x_start_m` <= `x_end_m` (N,) float64 in the base frame at the moment of capture; `nozzles`
    (N,) int16, 0 is leftmost (+y); `ids` (N,) uint32 and `scores` (N,) float64 are the patch's.
    """

    x_start_m: np.ndarray
    x_end_m: np.ndarray
    nozzles: np.ndarray
    ids: np.ndarray
    scores: np.ndarray

    def __post_init__(self) -> None:
        """Check that every array speaks of the same runs."""
        for name in ('x_start_m', 'x_end_m', 'nozzles', 'ids', 'scores'):
            if getattr(self, name).shape != (len(self.ids),):
                raise ValueError(
                    f'{name} must be {(len(self.ids),)}, got {getattr(self, name).shape}'
                )
        if not np.all(self.x_start_m <= self.x_end_m):
            raise ValueError('x_start_m must not be beyond x_end_m')

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class PatchPlan:
    """
    The result of one frame: patches, spray runs, and outlines if they were requested.

    `outlines_m` has one (M, 2) float64 polygon in the base frame for each patch, empty for one
    that is not in view; None if they were not requested.
    """

    patches: Patches
    runs: SprayRuns
    outlines_m: tuple[np.ndarray, ...] | None = None
