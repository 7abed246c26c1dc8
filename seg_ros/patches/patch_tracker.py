# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""One call: a mask in, patches with ids and runs for the nozzles out."""

from dataclasses import replace

import numpy as np

from seg_ros.datatypes import CROP, GroundMap, MaskFrame, PatchPlan, Pose2D, SprayRuns
from seg_ros.errors import FrameError
from seg_ros.parameters import PatchTrackerParameters
from seg_ros.patches.boom import Boom
from seg_ros.patches.components import find
from seg_ros.patches.crop_mask import crop_mask, without
from seg_ros.patches.detections import Detections
from seg_ros.patches.ego_motion import EgoMotion
from seg_ros.patches.region_of_interest import region_of_interest
from seg_ros.patches.region_properties import locate, RegionProperties
from seg_ros.patches.spray_runs import assign, RunConstraints
from seg_ros.patches.track_report import joined, outlines, report
from seg_ros.patches.tracks import IdSource, TrackParameters, Tracks


class PatchTracker:
    """
    Patches followed over the masks of a camera, and what the nozzles of a boom have to do.

    `ground` says where the pixels lie; `crop_ids` are the classes to protect, over the whole image
    whatever the region of interest. `follows` says what the vehicle's motion is known from: its
    'odometry', what the 'image' shows, or 'still' when nothing moves. Patches are numbered by
    `ids`, so that planners after one another need not use a number twice. Raises ParameterError
    where parameters contradict each other.
    """

    def __init__(
        self,
        parameters: PatchTrackerParameters,
        ground: GroundMap,
        crop_ids: tuple[int, ...] = (),
        follows: str = 'odometry',
        ids: IdSource | None = None,
    ) -> None:
        """Know no patches yet."""
        if follows not in ('odometry', 'image', 'still'):
            raise ValueError(f'follows must be odometry, image or still, got {follows!r}')
        self._crop_ids, self._follows = crop_ids, follows
        ids = ids or IdSource()
        self._weeds, self._crops, self._motion = Tracks(ids), Tracks(ids), EgoMotion()
        self._take_up(parameters, ground)

    def update_parameters(self, parameters: PatchTrackerParameters) -> None:
        """Change the parameters; ParameterError, and no change, where they contradict."""
        self._take_up(parameters, self.ground)

    def update_ground(self, ground: GroundMap) -> None:
        """Take up another geometry or size of the image; what is known stays known."""
        self._take_up(self.parameters, ground)

    def forget(self) -> None:
        """Drop all patches, as when time has jumped; their ids do not come again."""
        self._weeds.forget()
        self._crops.forget()
        self._motion = EgoMotion()

    def plan(self, frame: MaskFrame, with_outlines: bool = False) -> PatchPlan:
        """
        Return all patches and runs that are known, in the base frame at the capture of this mask.

        Raises FrameError on a mask of another size than the ground map, on a missing pose where
        odometry is followed, and on a missing class map where crops are protected.
        """
        self._check(frame)
        weeds_found, crops_found = self._find(frame)
        pose = self._pose(frame, weeds_found, crops_found)
        weeds_found = self._weeds.update(weeds_found, pose, self._view, self._weed_patience)
        crops_found = self._crops.update(crops_found, pose, self._whole, self._crop_patience)
        weeds, crops = locate(self._weeds.points), locate(self._crops.points)
        weed_lanes, crop_lanes = (
            self.boom.lanes(tracks.points.y_m) for tracks in (self._weeds, self._crops)
        )
        wanted = self._weeds.sights >= self.parameters.confirm_after
        shown = (self._crops.sights >= self.parameters.confirm_after) & (
            crops.areas_m2 >= self.parameters.min_area_cm2 / 1e4
        )
        parts = [
            report(self._weeds, weeds, weed_lanes, wanted, weeds_found, 0),
            report(self._crops, crops, crop_lanes, shown, crops_found, CROP),
        ]
        patches, order = joined(parts)
        drawn = None
        if with_outlines:
            drawn = outlines(weeds_found, self._view, wanted) + outlines(
                crops_found, self._whole, shown
            )
            drawn = tuple(drawn[place] for place in order)
        return PatchPlan(patches, self._runs(weeds, weed_lanes, wanted), drawn)

    def confirm(self, plan: PatchPlan) -> None:
        """Mark the patches of a plan as published: until then they are at first sight."""
        self._weeds.confirm(plan.patches.ids)
        self._crops.confirm(plan.patches.ids)

    def _take_up(self, parameters: PatchTrackerParameters, ground: GroundMap) -> None:
        self._view = region_of_interest(
            ground,
            parameters.roi_left,
            parameters.roi_top,
            parameters.roi_right,
            parameters.roi_bottom,
        )
        self._whole = region_of_interest(ground)
        if self._view.part.shape == ground.shape:
            self._view = self._whole
        self.parameters, self.ground, self.boom = parameters, ground, boom_of(parameters)
        behind_m = parameters.boom_x_m - parameters.forget_behind_m
        self._distance = RunConstraints(
            parameters.crop_margin_mm / 1000,
            parameters.crop_margin_across_mm / 1000,
            parameters.shortest_run_mm / 1000,
            behind_m,
        )
        self._weed_patience = TrackParameters(
            parameters.merge_distance_mm / 1000,
            parameters.lose_after,
            behind_m,
            2 * max(self._whole.reach_m, abs(behind_m)),
        )
        self._crop_patience = replace(
            self._weed_patience, behind_m=behind_m - self._distance.reach_m
        )

    def _check(self, frame: MaskFrame) -> None:
        if frame.mask.shape != self.ground.shape:
            raise FrameError(
                f'the mask must be {self.ground.shape} as the ground map, got {frame.mask.shape}'
            )
        if self._follows == 'odometry' and frame.pose is None:
            raise FrameError('odometry is followed, but the mask comes without a pose')
        if self._crop_ids and frame.class_map is None:
            raise FrameError('crops are protected, but the mask comes without a class map')

    def _find(self, frame: MaskFrame) -> tuple[Detections, Detections]:
        parameters = self.parameters
        mask, crops = frame.mask, np.zeros_like(frame.mask)
        if self._crop_ids and frame.class_map is not None:
            crops = crop_mask(frame.class_map, self._crop_ids, parameters.unlabelled_is_crop)
            mask = without(mask, crops)
        planes = (frame.class_map, frame.confidence)
        closing_m = parameters.closing_mm / 1000
        return (
            find(mask, self._view, closing_m, parameters.min_area_cm2 / 1e4, *planes),
            find(crops, self._whole, closing_m, 0.0, *planes),
        )

    def _pose(self, frame: MaskFrame, weeds: Detections, crops: Detections) -> Pose2D:
        if self._follows == 'odometry' and frame.pose is not None:
            return frame.pose
        if self._follows == 'still':
            return Pose2D(0.0, 0.0)
        whole = [
            (located.centers_m[~found.cut], located.areas_m2[~found.cut])
            for found in (weeds, crops)
            for located in (locate(found.points),)
        ]
        centers_m, areas_m2 = (np.concatenate(parts) for parts in zip(*whole))
        return self._motion.advance(frame.stamp_s, centers_m, areas_m2)

    def _runs(self, weeds: RegionProperties, lanes: np.ndarray, wanted: np.ndarray) -> SprayRuns:
        runs = assign(self._weeds.points, lanes, self._crops.points, self.boom, self._distance)
        told = wanted[runs.owners]
        owners = runs.owners[told]
        return SprayRuns(
            runs.low_m[told],
            runs.high_m[told],
            runs.lanes[told].astype(np.int16),
            self._weeds.ids[owners],
            weeds.scores[owners],
        )


def boom_of(parameters: PatchTrackerParameters) -> Boom:
    """Return the boom that the parameters describe."""
    return Boom(
        parameters.nozzle_count,
        parameters.nozzle_pitch_m,
        parameters.lane_width_m or parameters.nozzle_pitch_m,
        parameters.boom_x_m,
        parameters.boom_y_m,
    )
