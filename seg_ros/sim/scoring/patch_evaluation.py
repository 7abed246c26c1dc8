# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Compare tracked patches with true ones: identity, position and area."""

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
"""A region is wholly seen when it lies this far inside the image."""

NEAR_M = 0.02
LARGE_M2 = 1e-3
KEPT_M = 1.0


@dataclass(frozen=True)
class PatchFigures:
    """
    Published patches against the true regions; shares are 0..1.

    A region is a connected weed region of the truth map, gaps closed as the tracker does, over
    all frames in which it is wholly visible. `one_id_per_patch` is the share that had one id,
    the same in all these frames, that no other had. `area_error_p95` (a share of the area) and
    `centre_error_p95_m` are over all views of regions of 10 cm2 and more, of which the share
    `measured` could be found among the patches; `regions` is how many were evaluated.
    """

    one_id_per_patch: float
    area_error_p95: float
    centre_error_p95_m: float
    measured: float
    regions: int


@dataclass
class _TrackedRegion:
    stop_m: float
    ids: set[int] = field(default_factory=set)
    is_alone: bool = True

    @property
    def is_single(self) -> bool:
        return self.is_alone and len(self.ids) == 1 and 0 not in self.ids


class PatchEvaluation:
    """Compares the patches of each frame with the truth below the camera."""

    def __init__(self, scenario: Scenario) -> None:
        """Start without frames."""
        tracker = scenario.tracker_parameters
        self._region_map = RegionMap(
            scenario.world,
            closing_px(tracker.closing_mm),
            tracker.min_area_cm2 * 1e-4 / PIXEL_M**2,
        )
        self._middle_m = scenario.world.plan.width_m / 2.0
        self._visible, self._ahead_px = _visible_pixels(
            scenario.camera.ground, scenario.world.plan.width_m
        )
        self._known: dict[tuple[int, ...], _TrackedRegion] = {}
        self._owners: dict[int, _TrackedRegion] = {}
        self._evaluated = self._single = self._visible_regions = 0
        self._errors: list[np.ndarray] = []

    def add_frame(self, position_m: float, patches: Patches) -> None:
        """Compare the patches of a frame, taken at a track position, with the truth."""
        first_px = round(position_m / PIXEL_M) + self._ahead_px
        regions = self._region_map.visible(self._visible, first_px)
        self._finish_before(first_px * PIXEL_M)
        weeds = np.flatnonzero(~patches.has(CROP) & ~patches.has(REMEMBERED))
        centers_m = np.stack(
            [regions.centers_m[:, 0] - position_m, self._middle_m - regions.centers_m[:, 1]],
            axis=1,
        )
        found = _nearest(centers_m, regions.radii_m, patches.centers_m[weeds])
        ids = np.zeros(len(found), np.int64)
        ids[found >= 0] = patches.ids[weeds[found[found >= 0]]]
        self._identify(regions, ids)
        large = regions.areas_m2 >= LARGE_M2
        self._visible_regions += int(large.sum())
        large &= found >= 0
        mine = weeds[found[large]]
        area_errors = np.abs(patches.areas_m2[mine] / regions.areas_m2[large] - 1.0)
        misses_m = np.hypot(*(patches.centers_m[mine] - centers_m[large]).T)
        self._errors.append(np.stack([area_errors, misses_m], axis=1))

    def figures(self) -> PatchFigures:
        """Return the figures of all frames so far."""
        judged = self._evaluated + len(self._known)
        single = self._single + sum(known.is_single for known in self._known.values())
        errors = np.concatenate([np.zeros((0, 2)), *self._errors])
        area, center = np.percentile(errors, 95.0, axis=0) if len(errors) else (0.0, 0.0)
        return PatchFigures(
            one_id_per_patch=single / max(1, judged),
            area_error_p95=float(area),
            centre_error_p95_m=float(center),
            measured=len(errors) / max(1, self._visible_regions),
            regions=judged,
        )

    def _identify(self, regions: VisibleRegions, ids: np.ndarray) -> None:
        for place, patch_id in enumerate(ids.tolist()):
            anchor = tuple(regions.anchors[place].tolist())
            known = self._known.setdefault(anchor, _TrackedRegion(float(regions.stops_m[place])))
            known.ids.add(patch_id)
            owner = self._owners.setdefault(patch_id, known) if patch_id else known
            if owner is not known:
                owner.is_alone = known.is_alone = False

    def _finish_before(self, place_m: float) -> None:
        for anchor, known in list(self._known.items()):
            if known.stop_m > place_m:
                continue
            del self._known[anchor]
            self._evaluated += 1
            self._single += known.is_single
        self._owners = {
            patch_id: owner
            for patch_id, owner in self._owners.items()
            if owner.stop_m > place_m - KEPT_M
        }


def _visible_pixels(ground: GroundMap, width_m: float) -> tuple[np.ndarray, int]:
    """Return (H, W) bool pixels of the strip well inside the image, and their first row."""
    first_px, stop_px = (
        int(place / PIXEL_M) for place in (np.nanmin(ground.x_m), np.nanmax(ground.x_m) + PIXEL_M)
    )
    across_m = width_m / 2.0 - np.arange(round(width_m / PIXEL_M)) * PIXEL_M
    view = region_of_interest(ground)
    seen = np.array(
        [
            view.contains(np.full(len(across_m), row * PIXEL_M), across_m)
            for row in range(first_px, stop_px)
        ],
        np.uint8,
    )
    border_px = 2 * round(BORDER_M / PIXEL_M) + 3
    return cv2.erode(seen, np.ones((border_px, border_px), np.uint8), borderValue=0) > 0, first_px


def _nearest(regions_m: np.ndarray, radii_m: np.ndarray, patches_m: np.ndarray) -> np.ndarray:
    """Return (N,) int64: the patch nearest to each region that it is nearest to as well, or -1."""
    if len(regions_m) == 0 or len(patches_m) == 0:
        return np.full(len(regions_m), -1)
    apart_m = np.hypot(*(regions_m[:, None] - patches_m[None]).T).T
    found, each = apart_m.argmin(axis=1), np.arange(len(regions_m))
    near = apart_m[each, found] <= np.maximum(NEAR_M, radii_m)
    return np.where(near & (apart_m.argmin(axis=0)[found] == each), found, -1)
