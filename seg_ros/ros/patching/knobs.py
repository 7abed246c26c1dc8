# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""All knobs of the patch node, which turn together or not at all."""

from dataclasses import dataclass, fields, replace

from rclpy.node import Node
from rclpy.parameter import Parameter

from seg_ros.ros.node.parameters import changed_settings, declare_settings
from seg_ros.settings import GroundSettings, PatchNodeSettings, PlannerSettings


@dataclass(frozen=True)
class PatchKnobs:
    """The settings of the ground, of the planner and of the node itself."""

    ground: GroundSettings
    planner: PlannerSettings
    node: PatchNodeSettings

    @classmethod
    def declared(cls, node: Node) -> 'PatchKnobs':
        """Declare all parameters of the node; SettingError on a value that cannot be."""
        return cls(*(declare_settings(node, part.type) for part in fields(cls)))

    def changed(self, parameters: list[Parameter]) -> 'PatchKnobs':
        """Return the knobs with these parameters; SettingError on a value that cannot be."""
        return PatchKnobs(*(
            changed_settings(getattr(self, part.name), parameters) for part in fields(self)))

    @property
    def started(self) -> 'PatchKnobs':
        """Return the knobs of a node that has started itself, and from now on waits to be told."""
        return replace(self, node=replace(self.node, autostart=False))

    @property
    def is_told_in_odometry(self) -> bool:
        """Whether patches are told in another frame than the base frame."""
        return self.node.target_frame not in ('', self.ground.base_frame)

    @property
    def has_limits(self) -> bool:
        """Whether there is a verdict to be given."""
        return self.node.verdict_max_area_mm2 > 0.0 or self.node.verdict_max_total_mm2 > 0.0
