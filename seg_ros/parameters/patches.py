# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the steps from mask to patches and spray runs."""

from dataclasses import dataclass

from seg_ros.errors import ParameterError
from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class PatchTrackerParameters:
    """Parameters of detection, tracking, crop protection and nozzles."""

    min_area_cm2: float = parameter(
        0.3,
        ParameterSpec(
            'Smallest area of a patch in cm2; smaller ones are ignored.',
            low=0.0,
            high=1e6,
            live=True,
        ),
    )
    closing_mm: float = parameter(
        5.0,
        ParameterSpec(
            'Gaps narrower than this do not split a patch, so that one plant is one '
            'patch; 0: off.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )
    roi_left: float = parameter(
        0.0,
        ParameterSpec(
            'Region of interest, as a share of the image width.', low=0.0, high=1.0, live=True
        ),
    )
    roi_top: float = parameter(
        0.0,
        ParameterSpec(
            'Region of interest, as a share of the image height.', low=0.0, high=1.0, live=True
        ),
    )
    roi_right: float = parameter(
        1.0,
        ParameterSpec(
            'Region of interest, as a share of the image width.', low=0.0, high=1.0, live=True
        ),
    )
    roi_bottom: float = parameter(
        1.0,
        ParameterSpec(
            'Region of interest, as a share of the image height.', low=0.0, high=1.0, live=True
        ),
    )
    unlabelled_is_crop: bool = parameter(
        True,
        ParameterSpec(
            'Protect unlabelled pixels as crops, where `crops` is set: with a confidence '
            'threshold, the uncertain rim of every weed.',
            live=True,
        ),
    )
    crop_margin_mm: float = parameter(
        5.0,
        ParameterSpec(
            'Distance of spray runs to protected crops along the travel direction; at '
            'least the margin that the sprayer adds.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )
    crop_margin_across_mm: float = parameter(
        0.0,
        ParameterSpec(
            'Distance of spray runs to protected crops in the lane beside.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )
    merge_distance_mm: float = parameter(
        30.0,
        ParameterSpec(
            'Distance up to which a patch that overlaps no track takes the id of the nearest one.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )
    confirm_after: int = parameter(
        1,
        ParameterSpec(
            'Detections before a track is published (min_hits); 1: at first sight.',
            low=1,
            high=100,
            live=True,
        ),
    )
    lose_after: int = parameter(
        3,
        ParameterSpec(
            'Images in which a track may be missing from view before it is deleted (max_age).',
            low=1,
            high=100,
            live=True,
        ),
    )
    forget_behind_m: float = parameter(
        0.3,
        ParameterSpec(
            'Distance behind the boom from which tracks are deleted, in meters.',
            low=0.0,
            high=100.0,
            live=True,
        ),
    )
    nozzle_count: int = parameter(
        14, ParameterSpec('Number of nozzles of the boom.', low=1, high=1000, live=True)
    )
    nozzle_pitch_m: float = parameter(
        0.04,
        ParameterSpec(
            'Distance from one nozzle to the next in meters.', low=0.001, high=10.0, live=True
        ),
    )
    lane_width_m: float = parameter(
        0.0,
        ParameterSpec(
            'Width of the ground that one nozzle wets, in meters; 0: one pitch.',
            low=0.0,
            high=10.0,
            live=True,
        ),
    )
    boom_x_m: float = parameter(
        0.0,
        ParameterSpec(
            'Position of the nozzles ahead of the base frame in meters; negative behind.',
            low=-100.0,
            high=100.0,
            live=True,
        ),
    )
    boom_y_m: float = parameter(
        0.0,
        ParameterSpec(
            'Position of the middle of the boom to the left of the base frame in meters.',
            low=-100.0,
            high=100.0,
            live=True,
        ),
    )
    shortest_run_mm: float = parameter(
        15.0,
        ParameterSpec(
            'Shortest spray run that a valve can do: shorter ones are extended into free '
            'ground, or left out where crops leave no room.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range, and that the region of interest is one."""
        check_ranges(self)
        if self.roi_left >= self.roi_right or self.roi_top >= self.roi_bottom:
            raise ParameterError(
                'roi_left must be less than roi_right and roi_top less than roi_bottom, got '
                f'{self.roi_left}, {self.roi_right} and {self.roi_top}, {self.roi_bottom}'
            )


@dataclass(frozen=True)
class PatchNodeParameters:
    """Parameters of the patch node beside those of the geometry and of the patch tracker."""

    autostart: bool = parameter(
        True,
        ParameterSpec(
            'Configure, and activate once the inputs are there; false: wait for a lifecycle '
            'manager.'
        ),
    )
    target_frame: str = parameter(
        '',
        ParameterSpec(
            'Frame of patches, points and markers: empty for the base frame, or the '
            'odometry frame. Spray runs are always in the base frame.'
        ),
    )
    class_name: str = parameter(
        'weed', ParameterSpec('Class of the patches where no class map names it.')
    )
    crops: tuple[str, ...] = parameter(
        (),
        ParameterSpec(
            'Classes of the class map that must not be sprayed, as [crop, maize]; empty: none.'
        ),
    )
    motion: str = parameter(
        'auto',
        ParameterSpec(
            'Source of the motion between images: odom, the masks themselves, or none '
            'because nothing moves; auto: odom once it is published.',
            choices=('auto', 'odometry', 'image', 'still'),
        ),
    )
    stale_after_s: float = parameter(
        1.0,
        ParameterSpec(
            'Age in seconds from which input is stale: nothing is published, diagnostics '
            'go to ERROR.',
            low=0.01,
            high=60.0,
            live=True,
        ),
    )
    speed_mps: float = parameter(
        0.0,
        ParameterSpec(
            'Highest working speed in m/s: the node refuses to activate (with TF or a '
            'fixed scale, to publish) where the look-ahead is too short for it; 0: only '
            'report the speed that fits.',
            low=0.0,
            high=30.0,
        ),
    )
    latency_s: float = parameter(
        0.25,
        ParameterSpec(
            'Latency from capture to patches and on until a valve has opened, for the '
            'look-ahead check, in seconds.',
            low=0.0,
            high=10.0,
        ),
    )
    rate_hz: float = parameter(
        10.0,
        ParameterSpec('Images per second, for the look-ahead check.', low=0.1, high=1000.0),
    )
    patch_length_m: float = parameter(
        0.25,
        ParameterSpec(
            'Length of the longest patch in meters, for the look-ahead check.', low=0.0, high=10.0
        ),
    )
    margin_m: float = parameter(
        0.02, ParameterSpec('Reserve of the look-ahead check in meters.', low=0.0, high=10.0)
    )
    verdict_max_area_mm2: float = parameter(
        0.0,
        ParameterSpec(
            'Inspection: largest area of one defect that passes, in mm2; 0: no such limit.',
            low=0.0,
            high=1e9,
            live=True,
        ),
    )
    verdict_max_total_mm2: float = parameter(
        0.0,
        ParameterSpec(
            'Inspection: largest total area of defects that passes, in mm2; 0: no such limit.',
            low=0.0,
            high=1e9,
            live=True,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)
