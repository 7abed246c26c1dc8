# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Data types that cross from one folder to another: frozen, checked when they are made."""

from seg_ros.datatypes.classes import ClassGroup, ClassLabel, UNLABELLED
from seg_ros.datatypes.finding import Finding
from seg_ros.datatypes.free_space import (
    FREE,
    FreeGrid,
    FreeScan,
    FreeSpace,
    OCCUPIED,
    UNKNOWN,
)
from seg_ros.datatypes.geometry import GroundMap, Pose2D
from seg_ros.datatypes.image import (
    CHANNELS_BY_ORDER,
    Image,
    Mask,
    Segmentation,
    SegmentationRequest,
)
from seg_ros.datatypes.patch import (
    CROP,
    CROP_NAME,
    CUT,
    FIRST_SIGHT,
    MaskFrame,
    Patches,
    PatchPlan,
    REMEMBERED,
    SprayRuns,
)

__all__ = [
    'CHANNELS_BY_ORDER',
    'CROP',
    'CROP_NAME',
    'CUT',
    'ClassGroup',
    'ClassLabel',
    'FIRST_SIGHT',
    'FREE',
    'Finding',
    'FreeGrid',
    'FreeScan',
    'FreeSpace',
    'GroundMap',
    'Image',
    'Mask',
    'MaskFrame',
    'OCCUPIED',
    'PatchPlan',
    'Patches',
    'Pose2D',
    'REMEMBERED',
    'Segmentation',
    'SegmentationRequest',
    'SprayRuns',
    'UNKNOWN',
    'UNLABELLED',
]
