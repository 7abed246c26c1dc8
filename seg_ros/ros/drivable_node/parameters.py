# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""All knobs of the drivable node, which turn together or not at all."""

from dataclasses import dataclass, fields, replace

from rclpy.node import Node
from rclpy.parameter import Parameter

from seg_ros.parameters import DrivableNodeParameters, FreeSpaceParameters, MountParameters
from seg_ros.ros.base.parameters import changed_settings, declare_settings


@dataclass(frozen=True)
class DrivableParameters:
    """The settings of the mount, of the free space and of the node itself."""

    mount: MountParameters
    space: FreeSpaceParameters
    node: DrivableNodeParameters

    @classmethod
    def declared(cls, node: Node) -> 'DrivableParameters':
        """Declare all parameters of the node; ParameterError on a value that cannot be."""
        return cls(*(declare_settings(node, part.type) for part in fields(cls)))

    def changed(self, parameters: list[Parameter]) -> 'DrivableParameters':
        """Return the knobs with these parameters; ParameterError on a value that cannot be."""
        return DrivableParameters(
            *(changed_settings(getattr(self, part.name), parameters) for part in fields(self))
        )

    @property
    def started(self) -> 'DrivableParameters':
        """Return the knobs of a node that has started itself, and from now on waits to be told."""
        return replace(self, node=replace(self.node, autostart=False))

    @property
    def in_words(self) -> str:
        """Return how the camera is mounted, for people to compare with the machine."""
        mount = self.mount
        if mount.camera_pose == 'tf':
            return 'camera placed by TF'
        return (
            f'camera {mount.camera_height_m:g} m high, {mount.camera_pitch_deg:g} deg down, '
            f'at x {mount.camera_x_m:g} m'
        )
