# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From a mask to patches with ids and runs for the nozzles."""

import numpy as np

from seg_ros.datatypes import CROP, MaskFrame, PatchPlan, Pose2D, SprayRuns
from seg_ros.errors import FrameError
from seg_ros.patches.components import detect
from seg_ros.patches.crop_mask import crop_mask, without_crops
from seg_ros.patches.detections import Detections
from seg_ros.patches.ego_motion import EgoMotion
from seg_ros.patches.region_properties import region_properties, RegionProperties
from seg_ros.patches.spray_runs import spray_runs
from seg_ros.patches.track_report import concatenated, outlines, report
from seg_ros.patches.tracker_setup import TrackerSetup
from seg_ros.patches.tracks import IdSource, Tracks


class PatchTracker:
    """
    Patches tracked over the masks of a camera, and spray runs for the nozzles of a boom.

    `setup` may be replaced between two masks: what is known stays known. `crop_ids` are the
    classes to protect, over the whole image whatever the region of interest. `motion` says how the
    motion of the vehicle is known: from its 'odometry', from the 'image', or 'still' when nothing
    moves. Ids come from `ids`, which several trackers may share, so that no id is used twice.
    """

    def __init__(
        self,
        setup: TrackerSetup,
        crop_ids: tuple[int, ...] = (),
        motion: str = 'odometry',
        ids: IdSource | None = None,
    ) -> None:
        """Start without patches."""
        if motion not in ('odometry', 'image', 'still'):
            raise ValueError(f'motion must be odometry, image or still, got {motion!r}')
        self.setup = setup
        self._crop_ids, self._motion = crop_ids, motion
        ids = ids or IdSource()
        self._weeds, self._crops, self._ego_motion = Tracks(ids), Tracks(ids), EgoMotion()

    def forget(self) -> None:
        """Drop all patches, as when time has jumped; their ids are not used again."""
        self._weeds.forget()
        self._crops.forget()
        self._ego_motion = EgoMotion()

    def plan(self, frame: MaskFrame, with_outlines: bool = False) -> PatchPlan:
        """
        Return all patches and runs that are known, in the base frame at the capture of this mask.

        Raises FrameError on a mask of another size than the ground map, on a missing pose where
        odometry is used, and on a missing class map where crops are protected.
        """
        self._check(frame)
        setup, parameters = self.setup, self.setup.parameters
        detected_weeds, detected_crops = self._detect(frame)
        pose = self._pose(frame, detected_weeds, detected_crops)
        detected_weeds = self._weeds.update(detected_weeds, pose, setup.region, setup.weed_tracks)
        detected_crops = self._crops.update(detected_crops, pose, setup.image, setup.crop_tracks)
        weeds, crops = region_properties(self._weeds.points), region_properties(self._crops.points)
        weed_lanes, crop_lanes = (
            setup.boom.lanes(tracks.points.y_m) for tracks in (self._weeds, self._crops)
        )
        weeds_listed = self._weeds.hits >= parameters.confirm_after
        crops_listed = (self._crops.hits >= parameters.confirm_after) & (
            crops.areas_m2 >= parameters.min_area_cm2 / 1e4
        )
        parts = [
            report(self._weeds, weeds, weed_lanes, weeds_listed, detected_weeds, 0),
            report(self._crops, crops, crop_lanes, crops_listed, detected_crops, CROP),
        ]
        patches, order = concatenated(parts)
        polygons = None
        if with_outlines:
            polygons = outlines(detected_weeds, setup.region, weeds_listed) + outlines(
                detected_crops, setup.image, crops_listed
            )
            polygons = tuple(polygons[index] for index in order)
        return PatchPlan(patches, self._runs(weeds, weed_lanes, weeds_listed), polygons)

    def confirm(self, plan: PatchPlan) -> None:
        """Mark the patches of a plan as published: until then they are at first sight."""
        self._weeds.confirm(plan.patches.ids)
        self._crops.confirm(plan.patches.ids)

    def _check(self, frame: MaskFrame) -> None:
        shape = self.setup.ground.shape
        if frame.mask.shape != shape:
            raise FrameError(f'the mask must be {shape} as the ground map, got {frame.mask.shape}')
        if self._motion == 'odometry' and frame.pose is None:
            raise FrameError('motion is known from odometry, but the mask comes without a pose')
        if self._crop_ids and frame.class_map is None:
            raise FrameError('crops are protected, but the mask comes without a class map')

    def _detect(self, frame: MaskFrame) -> tuple[Detections, Detections]:
        setup, parameters = self.setup, self.setup.parameters
        mask, crops = frame.mask, np.zeros_like(frame.mask)
        if self._crop_ids and frame.class_map is not None:
            crops = crop_mask(frame.class_map, self._crop_ids, parameters.unlabelled_is_crop)
            mask = without_crops(mask, crops)
        planes = (frame.class_map, frame.confidence)
        closing_m = parameters.closing_mm / 1000
        return (
            detect(mask, setup.region, closing_m, parameters.min_area_cm2 / 1e4, *planes),
            detect(crops, setup.image, closing_m, 0.0, *planes),
        )

    def _pose(self, frame: MaskFrame, weeds: Detections, crops: Detections) -> Pose2D:
        if self._motion == 'odometry' and frame.pose is not None:
            return frame.pose
        if self._motion == 'still':
            return Pose2D(0.0, 0.0)
        whole = [
            (properties.centers_m[~found.cut], properties.areas_m2[~found.cut])
            for found in (weeds, crops)
            for properties in (region_properties(found.points),)
        ]
        centers_m, areas_m2 = (np.concatenate(parts) for parts in zip(*whole))
        return self._ego_motion.advance(frame.stamp_s, centers_m, areas_m2)

    def _runs(
        self, weeds: RegionProperties, lanes: np.ndarray, weeds_listed: np.ndarray
    ) -> SprayRuns:
        runs = spray_runs(
            self._weeds.points,
            lanes,
            self._crops.points,
            self.setup.boom,
            self.setup.run_constraints,
        )
        is_listed = weeds_listed[runs.owners]
        owners = runs.owners[is_listed]
        return SprayRuns(
            runs.low_m[is_listed],
            runs.high_m[is_listed],
            runs.lanes[is_listed].astype(np.int16),
            self._weeds.ids[owners],
            weeds.scores[owners],
        )
