# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Comparison of tracked patches with ground truth: identity, position and area."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from seg_ros.datatypes import CROP, GroundMap, Patches, REMEMBERED
from seg_ros.patches.region_of_interest import region_of_interest
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.region_map import RegionMap, VisibleRegions
from seg_ros.sim.scoring.regions import closing_px
from seg_ros.sim.world.ground_strip import PIXEL_M

BORDER_M = 0.002
"""Distance from the border of the image at which a region counts as completely visible."""

NEAR_M = 0.02
LARGE_M2 = 1e-3
KEPT_M = 1.0


@dataclass(frozen=True)
class PatchFigures:
    """
    Published patches compared with ground truth regions; shares are 0..1.

    A region is a connected component of weed in the ground truth, with gaps closed as the tracker
    does, in all frames in which it is completely visible. `one_id_per_patch` is the share of
    regions that had the same id in all these frames, and no other region had it. `area_error_p95`
    (relative to the area) and `centre_error_p95_m` are over all views of regions of 10 cm2 and
    more; the share `measured` of them was matched to a patch. `regions` is the number of regions.
    """

    one_id_per_patch: float
    area_error_p95: float
    centre_error_p95_m: float
    measured: float
    regions: int


@dataclass
class _RegionState:
    stop_m: float
    ids: set[int] = field(default_factory=set)
    is_unshared: bool = True

    @property
    def is_single(self) -> bool:
        return self.is_unshared and len(self.ids) == 1 and 0 not in self.ids


class PatchEvaluation:
    """Compares the patches of each frame with the ground truth below the camera."""

    def __init__(self, scenario: Scenario) -> None:
        """Start without frames."""
        tracker = scenario.tracker_parameters
        self._region_map = RegionMap(
            scenario.world,
            closing_px(tracker.closing_mm),
            tracker.min_area_cm2 * 1e-4 / PIXEL_M**2,
        )
        self._middle_m = scenario.world.parameters.width_m / 2.0
        self._visible, self._ahead_px = _visible_pixels(
            scenario.camera.ground, scenario.world.parameters.width_m
        )
        self._regions: dict[tuple[int, ...], _RegionState] = {}
        self._owners: dict[int, _RegionState] = {}
        self._evaluated = self._single = self._visible_regions = 0
        self._errors: list[np.ndarray] = []

    def add_frame(self, position_m: float, patches: Patches) -> None:
        """Compare the patches of a frame that was taken at a track position."""
        first_px = round(position_m / PIXEL_M) + self._ahead_px
        regions = self._region_map.visible(self._visible, first_px)
        self._finish_before(first_px * PIXEL_M)
        weeds = np.flatnonzero(~patches.has(CROP) & ~patches.has(REMEMBERED))
        centers_m = np.stack(
            [regions.centers_m[:, 0] - position_m, self._middle_m - regions.centers_m[:, 1]],
            axis=1,
        )
        matched = _nearest(centers_m, regions.radii_m, patches.centers_m[weeds])
        ids = np.zeros(len(matched), np.int64)
        ids[matched >= 0] = patches.ids[weeds[matched[matched >= 0]]]
        self._identify(regions, ids)
        large = regions.areas_m2 >= LARGE_M2
        self._visible_regions += int(large.sum())
        large &= matched >= 0
        matches = weeds[matched[large]]
        area_errors = np.abs(patches.areas_m2[matches] / regions.areas_m2[large] - 1.0)
        center_errors_m = np.hypot(*(patches.centers_m[matches] - centers_m[large]).T)
        self._errors.append(np.stack([area_errors, center_errors_m], axis=1))

    def figures(self) -> PatchFigures:
        """Return the figures of all frames so far."""
        regions = self._evaluated + len(self._regions)
        single = self._single + sum(region.is_single for region in self._regions.values())
        errors = np.concatenate([np.zeros((0, 2)), *self._errors])
        area, center = np.percentile(errors, 95.0, axis=0) if len(errors) else (0.0, 0.0)
        return PatchFigures(
            one_id_per_patch=single / max(1, regions),
            area_error_p95=float(area),
            centre_error_p95_m=float(center),
            measured=len(errors) / max(1, self._visible_regions),
            regions=regions,
        )

    def _identify(self, regions: VisibleRegions, ids: np.ndarray) -> None:
        for index, patch_id in enumerate(ids.tolist()):
            anchor = tuple(regions.anchors[index].tolist())
            region = self._regions.setdefault(anchor, _RegionState(float(regions.stops_m[index])))
            region.ids.add(patch_id)
            owner = self._owners.setdefault(patch_id, region) if patch_id else region
            if owner is not region:
                owner.is_unshared = region.is_unshared = False

    def _finish_before(self, position_m: float) -> None:
        for anchor, region in list(self._regions.items()):
            if region.stop_m > position_m:
                continue
            del self._regions[anchor]
            self._evaluated += 1
            self._single += region.is_single
        self._owners = {
            patch_id: owner
            for patch_id, owner in self._owners.items()
            if owner.stop_m > position_m - KEPT_M
        }


def _visible_pixels(ground: GroundMap, width_m: float) -> tuple[np.ndarray, int]:
    """Return (H, W) bool: pixels of the strip that are visible, and the first row of them."""
    first_px, stop_px = (
        int(x_m / PIXEL_M) for x_m in (np.nanmin(ground.x_m), np.nanmax(ground.x_m) + PIXEL_M)
    )
    across_m = width_m / 2.0 - np.arange(round(width_m / PIXEL_M)) * PIXEL_M
    view = region_of_interest(ground)
    visible = np.array(
        [
            view.contains(np.full(len(across_m), row * PIXEL_M), across_m)
            for row in range(first_px, stop_px)
        ],
        np.uint8,
    )
    border_px = 2 * round(BORDER_M / PIXEL_M) + 3
    return cv2.erode(
        visible, np.ones((border_px, border_px), np.uint8), borderValue=0
    ) > 0, first_px


def _nearest(regions_m: np.ndarray, radii_m: np.ndarray, patches_m: np.ndarray) -> np.ndarray:
    """Return (N,) int64: index of the mutually nearest patch of each region, or -1."""
    if len(regions_m) == 0 or len(patches_m) == 0:
        return np.full(len(regions_m), -1)
    distance_m = np.hypot(*(regions_m[:, None] - patches_m[None]).T).T
    found, each = distance_m.argmin(axis=1), np.arange(len(regions_m))
    near = distance_m[each, found] <= np.maximum(NEAR_M, radii_m)
    return np.where(near & (distance_m.argmin(axis=0)[found] == each), found, -1)
