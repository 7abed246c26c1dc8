# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class names as LabelInfo."""

from std_msgs.msg import Header

from seg_ros.datatypes import ClassLabel
from seg_ros.ros.conversions.label_info import label_info


def test_label_info() -> None:
    labels = (ClassLabel(0, 'soil', (90, 60, 30)), ClassLabel(7, 'plant', (0, 255, 0)))
    message = label_info(Header(frame_id='camera'), labels, 0.5)
    assert [(c.class_id, c.class_name) for c in message.class_map] == [(0, 'soil'), (7, 'plant')]
    assert (message.threshold, message.header.frame_id) == (0.5, 'camera')
