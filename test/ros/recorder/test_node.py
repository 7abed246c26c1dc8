# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The images that the recorder saves."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

pytest.importorskip('rclpy', reason='ROS 2 is not here')
pytest.importorskip('rosbags', reason='rosbags, of the extra `demo`, is not installed')

import rclpy  # noqa: E402
from sensor_msgs.msg import CompressedImage, Image  # noqa: E402

from seg_ros.ros.conversions.images import image_message, jpeg_message  # noqa: E402
from seg_ros.ros.recorder.node import Recorder  # noqa: E402

BGR = (10, 200, 30)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Return a recorder whose bag writes nothing."""
    rclpy.init(domain_id=77)
    node = Recorder(['/image'], SimpleNamespace(write=lambda *message: None))
    yield node
    node.destroy_node()
    rclpy.try_shutdown()


def colored(encoding: str, color: tuple[int, int, int], stamp_s: int) -> Image:
    message, view = image_message(encoding, 16, 16)
    view[:] = color
    message.header.stamp.sec = stamp_s
    return message


@pytest.mark.ros
def test_images_of_the_stamp_with_most_topics_are_saved(
    recorder: Recorder, tmp_path: Path
) -> None:
    ids, view = image_message('mono8', 6, 8)
    view[:] = np.arange(48).reshape(6, 8)
    ids.header.stamp.sec = 1
    jpeg: CompressedImage = jpeg_message(np.full((16, 16, 3), BGR, np.uint8), 95)
    jpeg.header.stamp.sec = 1
    recorder._on_message('/segmentation_node/class_map', ids)
    recorder._on_message('/camera/image/compressed', jpeg)
    recorder._on_message('/overlay', colored('rgb8', BGR[::-1], 1))
    recorder._on_message('/depth', Image(encoding='32FC1', height=1, width=1))
    recorder._on_message('/overlay', colored('bgr8', (0, 0, 0), 2))
    recorder.save_images(tmp_path / 'images')
    saved = {
        path.name: cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        for path in (tmp_path / 'images').iterdir()
    }
    assert saved.keys() == {
        'segmentation_node.class_map.png',
        'camera.image.compressed.png',
        'overlay.png',
    }
    np.testing.assert_array_equal(saved['segmentation_node.class_map.png'], view)
    assert (saved['overlay.png'] == BGR).all()
    assert np.abs(saved['camera.image.compressed.png'].astype(int) - BGR).max() <= 3


@pytest.mark.ros
def test_without_images_no_folder_is_made(recorder: Recorder, tmp_path: Path) -> None:
    recorder.save_images(tmp_path / 'images')
    assert not (tmp_path / 'images').exists()
