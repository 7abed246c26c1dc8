# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The segmentation node that one writes in an afternoon: rclpy, cv_bridge, numpy, onnxruntime.

    python benchmarks/performance/baseline.py --ros-args -p model:=network.onnx

It is what performance.md compares with. Nothing in it is slower than tutorials have it: scores are
enlarged by OpenCV, arrays are float32, and each class is looked at once.
"""

import cv2
from cv_bridge import CvBridge
import numpy as np
import onnxruntime
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import Image

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)
COLORS = np.random.default_rng(0).integers(0, 256, (256, 3), np.uint8)


class Baseline(Node):
    """Publishes class map, confidence and overlay of every image."""

    def __init__(self) -> None:
        """Open the network, which takes normalized NCHW and gives logits."""
        super().__init__('baseline')
        model = self.declare_parameter('model', '').value
        self.session = onnxruntime.InferenceSession(model, providers=['CPUExecutionProvider'])
        self.size = self.session.get_inputs()[0].shape[:1:-1]
        self.bridge = CvBridge()
        self.class_maps = self.create_publisher(Image, '~/class_map', 10)
        self.confidences = self.create_publisher(Image, '~/confidence', 10)
        self.overlays = self.create_publisher(Image, '~/overlay', 10)
        self.create_subscription(Image, 'image', self.segment, qos_profile_sensor_data)

    def segment(self, message: Image) -> None:
        """Segment an image and publish the results."""
        image = self.bridge.imgmsg_to_cv2(message, 'bgr8')
        rgb = cv2.cvtColor(cv2.resize(image, self.size), cv2.COLOR_BGR2RGB)
        tensor = (rgb.astype(np.float32) / np.float32(255) - MEAN) / STD
        tensor = np.ascontiguousarray(tensor.transpose(2, 0, 1)[np.newaxis])
        name = self.session.get_inputs()[0].name
        scores = self.session.run(None, {name: tensor})[0][0]

        height, width = image.shape[:2]
        scores = np.stack([cv2.resize(plane, (width, height)) for plane in scores])
        class_map = np.argmax(scores, axis=0).astype(np.uint8)
        chances = np.exp(scores - scores.max(axis=0))
        chances /= chances.sum(axis=0)
        confidence = (chances.max(axis=0) * 255).astype(np.uint8)
        painted = np.zeros_like(image)
        for class_id in range(len(scores)):
            painted[class_map == class_id] = COLORS[class_id]
        overlay = cv2.addWeighted(image, 0.5, painted, 0.5, 0)

        for publisher, pixels, encoding in (
            (self.class_maps, class_map, 'mono8'),
            (self.confidences, confidence, 'mono8'),
            (self.overlays, overlay, 'bgr8'),
        ):
            output = self.bridge.cv2_to_imgmsg(pixels, encoding)
            output.header = message.header
            publisher.publish(output)


def main() -> None:
    """Run the node until it is interrupted."""
    rclpy.init()
    try:
        rclpy.spin(Baseline())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except RuntimeError:
        # An interrupt may come while an output is published.
        if rclpy.ok():
            raise
    finally:
        rclpy.try_shutdown()


if __name__ == '__main__':
    main()
