# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""All parameters of the patch node as one frozen set."""

from dataclasses import dataclass

from seg_ros.parameters import GeometryParameters, PatchNodeParameters, PatchTrackerParameters


@dataclass(frozen=True)
class PatchParameterSet:
    """The parameters of the geometry, of the patch tracker and of the node itself."""

    geometry: GeometryParameters
    tracker: PatchTrackerParameters
    node: PatchNodeParameters

    @property
    def is_output_in_odometry_frame(self) -> bool:
        """Return whether patches are published in another frame than the base frame."""
        return self.node.target_frame not in ('', self.geometry.base_frame)

    @property
    def has_limits(self) -> bool:
        """Return whether a verdict is to be published."""
        return self.node.verdict_max_area_mm2 > 0.0 or self.node.verdict_max_total_mm2 > 0.0

    @property
    def summary(self) -> str:
        """Return how camera and boom are mounted, to be compared with the machine."""
        geometry, tracker = self.geometry, self.tracker
        if geometry.metres_per_pixel:
            camera = f'{geometry.metres_per_pixel:g} m per pixel'
        elif geometry.camera_pose == 'tf':
            camera = 'camera pose from TF'
        else:
            camera = (
                f'camera {geometry.camera_height_m:g} m high, {geometry.camera_pitch_deg:g} deg '
                f'down, at x {geometry.camera_x_m:g} m'
            )
        return (
            f'{camera}; {tracker.nozzle_count} nozzles every {tracker.nozzle_pitch_m:g} m at '
            f'x {tracker.boom_x_m:g} m'
        )
