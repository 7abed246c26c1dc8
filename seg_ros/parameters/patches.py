# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs from mask to patches and spray runs."""

from dataclasses import dataclass

from seg_ros.errors import ParameterError
from seg_ros.parameters.parameter import check_ranges, ParameterSpec, setting


@dataclass(frozen=True)
class PlannerParameters:
    """Which patches there are, how long they are known, and which nozzles they concern."""

    min_area_cm2: float = setting(
        0.3, ParameterSpec('Smaller patches are left alone.', low=0.0, high=1e6, live=True)
    )
    closing_mm: float = setting(
        5.0,
        ParameterSpec(
            'Gaps narrower than this do not part a patch, so that one plant is one patch; 0: off.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )
    roi_left: float = setting(
        0.0,
        ParameterSpec(
            'Region of interest, as a share of the image width.', low=0.0, high=1.0, live=True
        ),
    )
    roi_top: float = setting(
        0.0,
        ParameterSpec(
            'Region of interest, as a share of the image height.', low=0.0, high=1.0, live=True
        ),
    )
    roi_right: float = setting(
        1.0,
        ParameterSpec(
            'Region of interest, as a share of the image width.', low=0.0, high=1.0, live=True
        ),
    )
    roi_bottom: float = setting(
        1.0,
        ParameterSpec(
            'Region of interest, as a share of the image height.', low=0.0, high=1.0, live=True
        ),
    )
    unlabelled_is_crop: bool = setting(
        True,
        ParameterSpec(
            'With `crops`, protect pixels without an answer too: with a confidence threshold, the '
            'unsure rim of every weed.',
            live=True,
        ),
    )
    crop_margin_mm: float = setting(
        5.0,
        ParameterSpec(
            'Spray runs keep this far from protected crops along the travel direction; take at '
            'least '
            'the margin that the sprayer adds.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )
    crop_margin_across_mm: float = setting(
        0.0,
        ParameterSpec(
            'Spray runs keep this far from protected crops in the lane beside.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )
    merge_distance_mm: float = setting(
        30.0,
        ParameterSpec(
            'A patch that does not overlap any that is known takes the id of one this near.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )
    confirm_after: int = setting(
        1,
        ParameterSpec(
            'Images in which a patch must be seen before it is told; 1: at first sight.',
            low=1,
            high=100,
            live=True,
        ),
    )
    lose_after: int = setting(
        3,
        ParameterSpec(
            'Images in which a known patch may be missing from view before it is given up.',
            low=1,
            high=100,
            live=True,
        ),
    )
    forget_behind_m: float = setting(
        0.3,
        ParameterSpec(
            'Patches this far behind the boom are forgotten.', low=0.0, high=100.0, live=True
        ),
    )
    nozzle_count: int = setting(
        14, ParameterSpec('Nozzles of the boom.', low=1, high=1000, live=True)
    )
    nozzle_pitch_m: float = setting(
        0.04, ParameterSpec('From one nozzle to the next.', low=0.001, high=10.0, live=True)
    )
    lane_width_m: float = setting(
        0.0,
        ParameterSpec(
            'Ground that one nozzle wets across the travel direction; 0: one pitch.',
            low=0.0,
            high=10.0,
            live=True,
        ),
    )
    boom_x_m: float = setting(
        0.0,
        ParameterSpec(
            'Nozzles ahead of the base frame; negative behind.', low=-100.0, high=100.0, live=True
        ),
    )
    boom_y_m: float = setting(
        0.0,
        ParameterSpec(
            'Middle of the boom to the left of the base frame.', low=-100.0, high=100.0, live=True
        ),
    )
    shortest_run_mm: float = setting(
        15.0,
        ParameterSpec(
            'Shorter runs are lengthened into free ground to what a valve can do, and left out '
            'where '
            'crops leave no room.',
            low=0.0,
            high=1000.0,
            live=True,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its knob, and that the region of interest is one."""
        check_ranges(self)
        if self.roi_left >= self.roi_right or self.roi_top >= self.roi_bottom:
            raise ParameterError(
                'roi_left must be less than roi_right and roi_top less than roi_bottom, got '
                f'{self.roi_left}, {self.roi_right} and {self.roi_top}, {self.roi_bottom}'
            )


@dataclass(frozen=True)
class PatchNodeParameters:
    """What the patch node needs beside the parameters of the ground and of the planner."""

    autostart: bool = setting(
        True,
        ParameterSpec(
            'Configure, and activate once the inputs are there; false: wait for a lifecycle '
            'manager.'
        ),
    )
    target_frame: str = setting(
        '',
        ParameterSpec(
            'Frame of patches, points and markers: empty for the base frame, or the odometry '
            'frame. '
            'Spray runs always stand in the base frame.'
        ),
    )
    class_name: str = setting(
        'weed', ParameterSpec('Class of the patches when no class map names it.')
    )
    crops: tuple[str, ...] = setting(
        (),
        ParameterSpec(
            'Classes of the class map that must not be sprayed, as [crop, maize]; empty: nothing '
            'is '
            'protected.'
        ),
    )
    motion: str = setting(
        'auto',
        ParameterSpec(
            'How patches are followed: by odom, by what the masks show, or not at all because '
            'nothing '
            'moves; auto: by odom if someone publishes it at activation.',
            choices=('auto', 'odometry', 'image', 'still'),
        ),
    )
    stale_after_s: float = setting(
        1.0,
        ParameterSpec(
            'Input older than this is stale: nothing is published, diagnostics go to ERROR.',
            low=0.01,
            high=60.0,
            live=True,
        ),
    )
    speed_mps: float = setting(
        0.0,
        ParameterSpec(
            'Highest speed of work: the node refuses to activate (with TF or a fixed scale, to '
            'answer) where the look-ahead is too short for it; 0: only tell which speed fits.',
            low=0.0,
            high=30.0,
        ),
    )
    latency_s: float = setting(
        0.25,
        ParameterSpec(
            'From capture to patches, and on until a valve has opened, as the look-ahead check '
            'assumes it.',
            low=0.0,
            high=10.0,
        ),
    )
    rate_hz: float = setting(
        10.0,
        ParameterSpec(
            'Images per second, as the look-ahead check assumes it.', low=0.1, high=1000.0
        ),
    )
    patch_length_m: float = setting(
        0.25,
        ParameterSpec(
            'Length of the longest patch, as the look-ahead check assumes it.', low=0.0, high=10.0
        ),
    )
    margin_m: float = setting(
        0.02, ParameterSpec('Reserve of the look-ahead check.', low=0.0, high=10.0)
    )
    verdict_max_area_mm2: float = setting(
        0.0,
        ParameterSpec(
            'Inspection: one defect larger than this fails; 0: no such limit.',
            low=0.0,
            high=1e9,
            live=True,
        ),
    )
    verdict_max_total_mm2: float = setting(
        0.0,
        ParameterSpec(
            'Inspection: defects that sum up to more than this fail; 0: no such limit.',
            low=0.0,
            high=1e9,
            live=True,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)
