# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The camera's pose from parameters, and from TF with its delays."""

from __future__ import annotations

from importlib.util import find_spec

from geometry_msgs.msg import Quaternion, TransformStamped, Vector3
import numpy as np
import pytest

from seg_ros.errors import FrameError, ParameterError
from seg_ros.parameters import GeometryParameters
from seg_ros.ros.base.camera_pose import camera_pose, MountPose, TfPose

DOWN = np.array([[0.0, -1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, -1.0]])
"""Looking straight down, the top of the image ahead: base from optical."""


class Unknown(Exception):
    """What this buffer raises."""


class Buffer:
    """Knows where one camera hangs, though not at once."""

    def __init__(self, refusals: int) -> None:
        """Refuse so many times."""
        self.refusals = refusals
        self.asked = []

    def lookup_transform(self, target: str, source: str, time) -> TransformStamped:
        """Return the transform as tf2_ros does."""
        self.asked.append((target, source, time.nanoseconds))
        self.refusals -= 1
        if self.refusals >= 0:
            raise Unknown('no such frame')
        value = TransformStamped()
        value.transform.translation = Vector3(x=0.5, y=-0.1, z=1.2)
        # Half a turn about the diagonal between x and -y.
        value.transform.rotation = Quaternion(x=0.5**0.5, y=-(0.5**0.5), z=0.0, w=0.0)
        return value


def test_the_mount_is_that_of_the_parameters() -> None:
    settings = GeometryParameters(camera_x_m=0.5, camera_height_m=1.2)
    pose = MountPose(settings).at('lens', 5)
    assert np.allclose(pose.rotation, DOWN) and pose.position_m.tolist() == [0.5, 0.0, 1.2]


def test_tf_is_asked_for_the_frame_of_the_image_at_its_stamp() -> None:
    buffer = Buffer(refusals=2)
    pose = TfPose(buffer, Unknown, 'base_link').at('lens', 7)
    assert buffer.asked == [('base_link', 'lens', 7)] * 3
    assert np.allclose(pose.rotation, DOWN)
    assert pose.position_m.tolist() == [0.5, -0.1, 1.2]


def test_tf_that_does_not_know_loses_the_image() -> None:
    with pytest.raises(FrameError, match='no such frame'):
        TfPose(Buffer(refusals=10**6), Unknown, 'base_link').at('lens', 7)


@pytest.mark.skipif(find_spec('tf2_ros') is not None, reason='tf2_ros is installed')
def test_tf_that_is_not_installed_is_refused() -> None:
    with pytest.raises(ParameterError, match='camera_pose must be mount'):
        camera_pose(None, GeometryParameters(camera_pose='tf'))
