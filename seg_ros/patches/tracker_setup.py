# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The parameters and the ground of a patch tracker, and what follows from both."""

from dataclasses import dataclass, replace
from functools import cached_property

from seg_ros.datatypes import GroundMap
from seg_ros.parameters import PatchTrackerParameters
from seg_ros.patches.boom import Boom, boom_of
from seg_ros.patches.region_of_interest import region_of_interest, RegionOfInterest
from seg_ros.patches.spray_runs import RunConstraints
from seg_ros.patches.tracks import TrackParameters


@dataclass(frozen=True, eq=False)
class TrackerSetup:
    """
    What a tracker works with: a tracker changes from one setup to another as a whole.

    `ground` is where the pixels of a mask lie in the base frame. Raises ParameterError where the
    region of interest holds no pixel.
    """

    parameters: PatchTrackerParameters
    ground: GroundMap

    def __post_init__(self) -> None:
        """Check the region of interest, by computing it."""
        _ = self.region

    @cached_property
    def region(self) -> RegionOfInterest:
        """Return the part of the image in which weeds are detected."""
        parameters = self.parameters
        region = region_of_interest(
            self.ground,
            parameters.roi_left,
            parameters.roi_top,
            parameters.roi_right,
            parameters.roi_bottom,
        )
        return self.image if region.part.shape == self.ground.shape else region

    @cached_property
    def image(self) -> RegionOfInterest:
        """Return the whole image, in which crops are detected."""
        return region_of_interest(self.ground)

    @cached_property
    def boom(self) -> Boom:
        """Return the boom of the parameters."""
        return boom_of(self.parameters)

    @cached_property
    def run_constraints(self) -> RunConstraints:
        """Return how far spray runs keep from crops, and the shortest one."""
        parameters = self.parameters
        return RunConstraints(
            parameters.crop_margin_mm / 1000,
            parameters.crop_margin_across_mm / 1000,
            parameters.shortest_run_mm / 1000,
            self._behind_m,
        )

    @cached_property
    def weed_tracks(self) -> TrackParameters:
        """Return when weeds count as the same, and when they are forgotten."""
        return TrackParameters(
            self.parameters.merge_distance_mm / 1000,
            self.parameters.lose_after,
            self._behind_m,
            2 * max(self.image.farthest_m, abs(self._behind_m)),
        )

    @cached_property
    def crop_tracks(self) -> TrackParameters:
        """Return the same for crops, which are kept as long as a run has to keep from them."""
        behind_m = self._behind_m - self.run_constraints.margin_m
        return replace(self.weed_tracks, behind_m=behind_m)

    @property
    def _behind_m(self) -> float:
        return self.parameters.boom_x_m - self.parameters.forget_behind_m
