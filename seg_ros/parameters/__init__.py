# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters: default, range, one sentence of help, and whether they change at run time."""

from seg_ros.parameters.free_space import DrivableNodeParameters, FreeSpaceParameters
from seg_ros.parameters.geometry import GeometryParameters, MountParameters
from seg_ros.parameters.hard_images import HardImageParameters
from seg_ros.parameters.image_source import ImageSourceParameters
from seg_ros.parameters.parameter import option_of, ParameterSpec, spec_of
from seg_ros.parameters.patches import PatchNodeParameters, PatchTrackerParameters
from seg_ros.parameters.segmentation import SegmentationNodeParameters, SegmenterParameters
from seg_ros.parameters.sim import SimParameters
from seg_ros.parameters.sim_nodes import SimCameraParameters, SimSprayerParameters

__all__ = [
    'DrivableNodeParameters',
    'SimCameraParameters',
    'SimParameters',
    'SimSprayerParameters',
    'FreeSpaceParameters',
    'GeometryParameters',
    'HardImageParameters',
    'ImageSourceParameters',
    'ParameterSpec',
    'MountParameters',
    'PatchNodeParameters',
    'PatchTrackerParameters',
    'SegmentationNodeParameters',
    'SegmenterParameters',
    'option_of',
    'spec_of',
]
