# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""All knobs of the patch node, which turn together or not at all."""

from dataclasses import dataclass, fields, replace

from rclpy.node import Node
from rclpy.parameter import Parameter

from seg_ros.parameters import GeometryParameters, PatchNodeParameters, PlannerParameters
from seg_ros.ros.base.parameters import changed_settings, declare_settings


@dataclass(frozen=True)
class PatchNodeParameterSet:
    """The settings of the ground, of the planner and of the node itself."""

    ground: GeometryParameters
    planner: PlannerParameters
    node: PatchNodeParameters

    @classmethod
    def declared(cls, node: Node) -> 'PatchNodeParameterSet':
        """Declare all parameters of the node; ParameterError on a value that cannot be."""
        return cls(*(declare_settings(node, part.type) for part in fields(cls)))

    def changed(self, parameters: list[Parameter]) -> 'PatchNodeParameterSet':
        """Return the knobs with these parameters; ParameterError on a value that cannot be."""
        return PatchNodeParameterSet(
            *(changed_settings(getattr(self, part.name), parameters) for part in fields(self))
        )

    @property
    def started(self) -> 'PatchNodeParameterSet':
        """Return the knobs of a node that has started itself, and from now on waits to be told."""
        return replace(self, node=replace(self.node, autostart=False))

    @property
    def is_told_in_odometry(self) -> bool:
        """Whether patches are told in another frame than the base frame."""
        return self.node.target_frame not in ('', self.ground.base_frame)

    @property
    def in_words(self) -> str:
        """Return how camera and boom are mounted, for people to compare with the machine."""
        ground, planner = self.ground, self.planner
        camera = (
            f'{ground.metres_per_pixel:g} m per pixel'
            if ground.metres_per_pixel
            else 'camera placed by TF'
            if ground.camera_pose == 'tf'
            else f'camera {ground.camera_height_m:g} m high, {ground.camera_pitch_deg:g} deg '
            f'down, at x {ground.camera_x_m:g} m'
        )
        return (
            f'{camera}; {planner.nozzle_count} nozzles every {planner.nozzle_pitch_m:g} m at '
            f'x {planner.boom_x_m:g} m'
        )

    @property
    def has_limits(self) -> bool:
        """Whether there is a verdict to be given."""
        return self.node.verdict_max_area_mm2 > 0.0 or self.node.verdict_max_total_mm2 > 0.0
