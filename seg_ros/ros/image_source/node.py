# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Image source node: a folder of images, a video file or a camera device as a camera."""

import cv2
import numpy as np
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rclpy.task import Future
from sensor_msgs.msg import CameraInfo, CompressedImage, Image as ImageMessage

from seg_ros.datatypes import Image
from seg_ros.errors import InputError
from seg_ros.image_io import open_frames
from seg_ros.parameters import ImageSourceParameters
from seg_ros.ros.base.camera_info_buffer import camera_info_topic
from seg_ros.ros.base.parameters import declare_parameters
from seg_ros.ros.base.qos import camera
from seg_ros.ros.base.spin import run_node
from seg_ros.ros.conversions.camera_info import read_calibration
from seg_ros.ros.conversions.images import image_message, jpeg_message

FROM_BGR = {'rgb8': cv2.COLOR_BGR2RGB, 'mono8': cv2.COLOR_BGR2GRAY}
JPEG_QUALITY = 90


class ImageSource(Node):
    """Publish the next image at every tick; end after the last one, unless it loops."""

    def __init__(self) -> None:
        """Open the source; InputError when there is nothing to publish."""
        super().__init__('image_source')
        self.ended = Future()
        self._values = parameters = declare_parameters(self, ImageSourceParameters)
        self._frames = open_frames(parameters.source, parameters.loop, parameters.rate_hz)
        self._unreadable = 0
        self._message, self._view = image_message(parameters.encoding, 1, 1)
        qos = camera(parameters.reliable)
        self._images = self.create_publisher(ImageMessage, 'image', qos)
        self._jpegs = self._infos = None
        if parameters.compressed:
            topic = self.resolve_topic_name('image') + '/compressed'
            self._jpegs = self.create_publisher(CompressedImage, topic, qos)
        if parameters.camera_info:
            self._info = read_calibration(parameters.camera_info)
            self._infos = self.create_publisher(CameraInfo, camera_info_topic(self), qos)

    def start(self) -> None:
        """Begin to publish."""
        parameters, count = self._values, self._frames.count
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(1.0 / parameters.rate_hz, self._publish_next, clock=steady)
        amount = 'frames' if count is None else f'{count} frames'
        self.get_logger().info(f'{amount} from {parameters.source} at {parameters.rate_hz:g} Hz')

    def _publish_next(self) -> None:
        image = self._next_image()
        if image is None:
            return
        stamp = self.get_clock().now().to_msg()
        self._fill(image.pixels)
        self._message.header.stamp = stamp
        self._message.header.frame_id = self._values.frame_id
        self._images.publish(self._message)
        if self._jpegs is not None and self._jpegs.get_subscription_count() > 0:
            jpeg = jpeg_message(image.pixels, JPEG_QUALITY)
            jpeg.header = self._message.header
            self._jpegs.publish(jpeg)
        if self._infos is not None:
            self._info.header = self._message.header
            self._infos.publish(self._info)

    def _next_image(self) -> Image | None:
        """Return the next image; None after an unreadable file, and at the end."""
        try:
            image = next(self._frames)[1]
        except StopIteration:
            self.ended.set_result(None)
            return None
        except InputError as error:
            self._unreadable += 1
            if self._unreadable == (self._frames.count or 1):
                self.ended.set_exception(error)
            else:
                self.get_logger().warning(f'{error}: skipped')
            return None
        self._unreadable = 0
        return image

    def _fill(self, bgr: np.ndarray) -> None:
        height, width = bgr.shape[:2]
        encoding = self._values.encoding
        if (self._message.height, self._message.width) != (height, width):
            self._message, self._view = image_message(encoding, height, width)
        if encoding == 'bgr8':
            self._view[:] = bgr
        else:
            cv2.cvtColor(bgr, FROM_BGR[encoding], dst=self._view)


def main(args: list[str] | None = None) -> int:
    """Run the node until its last image, or until it is interrupted."""
    return run_node('image_source', ImageSource, args)
