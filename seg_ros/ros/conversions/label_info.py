# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class names as LabelInfo."""

from collections.abc import Iterable

from std_msgs.msg import Header
from vision_msgs.msg import LabelInfo, VisionClass

from seg_ros.datatypes import ClassLabel


def label_info(header: Header, labels: Iterable[ClassLabel], threshold: float) -> LabelInfo:
    """Name the classes, and the confidence below which a pixel is unlabelled."""
    names = [VisionClass(class_id=label.id, class_name=label.name) for label in labels]
    return LabelInfo(header=header, class_map=names, threshold=threshold)
