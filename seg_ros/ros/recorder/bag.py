# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A rosbag2 recording in MCAP, which Foxglove opens and `ros2 bag play` plays."""

from contextlib import suppress
import os
from pathlib import Path
import sys
from typing import Any

import cv2
from rclpy.serialization import serialize_message
from rosbags.rosbag2 import StoragePlugin, Writer
from rosbags.typesys import get_types_from_msg, get_typestore, Stores
from sensor_msgs.msg import CompressedImage, Image

from seg_ros.errors import FrameError
from seg_ros.ros.conversions.images import jpeg_message, read_image
from seg_ros.segmentation.overlay import as_bgr

JPEG_QUALITY = 75


class Bag:
    """A folder with one .mcap and its metadata.yaml, complete once it is closed."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, which must not exist yet, and open the files in it."""
        self._writer = Writer(folder, version=9, storage_plugin=StoragePlugin.MCAP)
        # Message types of the sourced distribution; others are read from their .msg files.
        distribution = f'ROS2_{os.environ.get("ROS_DISTRO", "").upper()}'
        self._types = get_typestore(getattr(Stores, distribution, Stores.LATEST))
        self._connections: dict[str, Any] = {}
        self._writer.open()

    def write(self, topic: str, message: Any, received_ns: int) -> None:
        """
        Append a message received at `received_ns`, in nanoseconds since the epoch.

        An Image is recorded compressed, on its topic's `/compressed`, to keep recordings small;
        with an encoding that `compress` does not support it is recorded unchanged.
        """
        if isinstance(message, Image):
            with suppress(FrameError):
                topic, message = f'{topic}/compressed', compress(message)
        if topic not in self._connections:
            kind = _type_name(message)
            self._register(kind)
            self._connections[topic] = self._writer.add_connection(
                topic, kind, typestore=self._types
            )
        self._writer.write(self._connections[topic], received_ns, serialize_message(message))

    def close(self) -> None:
        """Write the index and close the files."""
        self._writer.close()

    def _register(self, kind: str) -> None:
        package = kind.split('/')[0]
        if kind in self._types.types:
            return
        for prefix in [*os.environ.get('AMENT_PREFIX_PATH', '').split(os.pathsep), sys.prefix]:
            for path in sorted(Path(prefix, 'share', package, 'msg').glob('*.msg')):
                name = f'{package}/msg/{path.stem}'
                self._types.register(get_types_from_msg(path.read_text(), name))


def _type_name(message: Any) -> str:
    return f'{type(message).__module__.split(".")[0]}/msg/{type(message).__name__}'


def compress(image: Image) -> CompressedImage:
    """
    Return a gray image as PNG, since its values may be class ids, and a color image as JPEG.

    Raises FrameError when the encoding is unknown or the message is not consistent.
    """
    read = read_image(image)
    if read.order == 'gray':
        message = CompressedImage(format='png')
        message.data.frombytes(cv2.imencode('.png', read.pixels)[1])
    else:
        message = jpeg_message(as_bgr(read), JPEG_QUALITY)
    message.header = image.header
    return message
