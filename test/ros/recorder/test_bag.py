# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Messages written to a bag can be read from it."""

from array import array
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip('rclpy', reason='ROS 2 is not here')
pytest.importorskip('rosbags', reason='rosbags, of the extra `demo`, is not installed')

from rosbags.rosbag2 import Reader  # noqa: E402
from sensor_msgs.msg import CompressedImage, Image  # noqa: E402
from vision_msgs.msg import LabelInfo  # noqa: E402

from seg_ros.ros.recorder.bag import Bag, compress  # noqa: E402


def image(encoding: str, pixels: np.ndarray) -> Image:
    height, width = pixels.shape[:2]
    return Image(
        encoding=encoding,
        height=height,
        width=width,
        step=pixels.strides[0],
        data=array('B', pixels.tobytes()),
    )


def pixels_of(message: CompressedImage) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(message.data, np.uint8), cv2.IMREAD_UNCHANGED)


def test_class_ids_are_recorded_without_loss() -> None:
    ids = np.arange(48, dtype=np.uint8).reshape(6, 8)
    message = compress(image('mono8', ids))
    assert message.format == 'png'
    assert (pixels_of(message) == ids).all()


@pytest.mark.parametrize('encoding, color', [('bgr8', (10, 200, 30)), ('rgb8', (30, 200, 10))])
def test_colors_are_recorded_as_jpeg(encoding: str, color: tuple[int, int, int]) -> None:
    message = compress(image(encoding, np.full((16, 16, 3), color, np.uint8)))
    assert message.format == 'jpeg'
    assert np.abs(pixels_of(message).astype(int) - (10, 200, 30)).max() <= 5


def test_the_header_is_recorded_and_row_padding_is_not() -> None:
    padded = image('mono8', np.arange(48, dtype=np.uint8).reshape(6, 8))
    padded.width, padded.header.frame_id = 5, 'camera'
    message = compress(padded)
    assert message.header.frame_id == 'camera'
    assert (pixels_of(message) == np.arange(48).reshape(6, 8)[:, :5]).all()


def test_an_image_of_unknown_encoding_is_recorded_as_it_is(tmp_path: Path) -> None:
    with closing(Bag(tmp_path / 'bag')) as bag:
        bag.write('/depth', image('32FC1', np.zeros((6, 32), np.uint8)), 10)
    with Reader(tmp_path / 'bag') as reader:
        assert [connection.topic for connection in reader.connections] == ['/depth']


def test_a_recording_lists_its_topics_types_and_times(tmp_path: Path) -> None:
    with closing(Bag(tmp_path / 'bag')) as bag:
        bag.write('/ids', image('mono8', np.zeros((6, 8), np.uint8)), 10)
        bag.write('/labels', LabelInfo(threshold=0.5), 20)
    with Reader(tmp_path / 'bag') as reader:
        kept = [
            (connection.topic, connection.msgtype, time)
            for connection, time, _ in reader.messages()
        ]
    assert kept == [
        ('/ids/compressed', 'sensor_msgs/msg/CompressedImage', 10),
        ('/labels', 'vision_msgs/msg/LabelInfo', 20),
    ]
    assert list((tmp_path / 'bag').glob('*.mcap'))
