# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A rosbag2 recording in MCAP, which Foxglove opens and `ros2 bag play` plays."""

import os
from pathlib import Path
import sys
from typing import Any

import cv2
import numpy as np
from rclpy.serialization import serialize_message
from rosbags.rosbag2 import StoragePlugin, Writer
from rosbags.typesys import get_types_from_msg, get_typestore, Stores
from sensor_msgs.msg import CompressedImage, Image

JPEG_PARAMETERS = (cv2.IMWRITE_JPEG_QUALITY, 75)


class Bag:
    """A folder with one .mcap and its metadata.yaml, complete once it is closed."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, which must not exist yet, and open the files in it."""
        self._writer = Writer(folder, version=9, storage_plugin=StoragePlugin.MCAP)
        # Types of the distribution that is sourced; what it lacks is learned from its files.
        distribution = f'ROS2_{os.environ.get("ROS_DISTRO", "").upper()}'
        self._types = get_typestore(getattr(Stores, distribution, Stores.LATEST))
        self._connections: dict[str, Any] = {}
        self._writer.open()

    def write(self, topic: str, message: Any, received_ns: int) -> None:
        """
        Append a message received at `received_ns`, in nanoseconds since the epoch.

        An Image is kept compressed, on its topic's `/compressed`, to keep recordings small.
        """
        if isinstance(message, Image):
            topic, message = f'{topic}/compressed', compress(message)
        if topic not in self._connections:
            kind = _type_name(message)
            self._learn(kind)
            self._connections[topic] = self._writer.add_connection(
                topic, kind, typestore=self._types
            )
        self._writer.write(self._connections[topic], received_ns, serialize_message(message))

    def close(self) -> None:
        """Write the index and close the files."""
        self._writer.close()

    def _learn(self, kind: str) -> None:
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
    """Return a mono8 image as PNG, since its values are ids, and a bgr8 one as JPEG."""
    channels = 1 if image.encoding == 'mono8' else 3
    pixels = np.frombuffer(image.data, np.uint8).reshape(image.height, image.width, channels)
    kind, parameters = ('png', ()) if channels == 1 else ('jpeg', JPEG_PARAMETERS)
    _, data = cv2.imencode(f'.{kind}', pixels, parameters)
    message = CompressedImage(header=image.header, format=kind)
    message.data.frombytes(data)
    return message
