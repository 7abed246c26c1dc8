# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The nouns that cross from one room to another: frozen, and checked when they are made."""

from seg_ros.datatypes.classes import ClassGroup, ClassLabel, UNLABELLED
from seg_ros.datatypes.finding import Finding
from seg_ros.datatypes.free_space import (
    FREE,
    FreeGrid,
    FreeScan,
    FreeSpace,
    OCCUPIED,
    UNKNOWN,
    Viewpoint,
)
from seg_ros.datatypes.ground import GroundMap, Pose2D
from seg_ros.datatypes.image import CHANNELS_BY_ORDER, Image, Segmentation
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
    'MaskFrame',
    'OCCUPIED',
    'PatchPlan',
    'Patches',
    'Image',
    'Pose2D',
    'REMEMBERED',
    'Segmentation',
    'SprayRuns',
    'UNKNOWN',
    'UNLABELLED',
    'Viewpoint',
]
