# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""All parameters of the drivable node as one frozen set."""

from dataclasses import dataclass

from seg_ros.parameters import DrivableNodeParameters, FreeSpaceParameters, MountParameters


@dataclass(frozen=True)
class DrivableParameters:
    """The parameters of the mount, of the free space and of the node itself."""

    mount: MountParameters
    space: FreeSpaceParameters
    node: DrivableNodeParameters
