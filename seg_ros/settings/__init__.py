# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs: default, range, one sentence of help, and whether it can be turned while running."""

from seg_ros.settings.drivable import DrivableNodeSettings, FreeSpaceSettings
from seg_ros.settings.field import FieldSettings
from seg_ros.settings.field_nodes import FieldCameraSettings, FieldSprayerSettings
from seg_ros.settings.ground import GroundSettings, MountSettings
from seg_ros.settings.image_source import ImageSourceSettings
from seg_ros.settings.knob import Knob, knob_of
from seg_ros.settings.patches import PatchNodeSettings, PlannerSettings
from seg_ros.settings.segmenter import SegmentationNodeSettings, SegmenterSettings

__all__ = [
    'DrivableNodeSettings', 'FieldCameraSettings', 'FieldSettings', 'FieldSprayerSettings',
    'FreeSpaceSettings', 'GroundSettings', 'ImageSourceSettings', 'Knob', 'MountSettings',
    'PatchNodeSettings', 'PlannerSettings', 'SegmentationNodeSettings', 'SegmenterSettings',
    'knob_of',
]
