# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Everything the patch node publishes, made only for topics that someone hears."""

from collections.abc import Callable, Iterator
from typing import Any

from rclpy.node import Node
from rclpy.publisher import Publisher
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import Header
from vision_msgs.msg import Classification, Detection2DArray, Detection3DArray
from visualization_msgs.msg import MarkerArray

from seg_ros.datatypes import CROP, PatchPlan, REMEMBERED
from seg_ros.patches.inspection import verdict
from seg_ros.ros.base.image_topic import is_heard
from seg_ros.ros.base.publish_gate import PublishGate
from seg_ros.ros.base.qos import FEW
from seg_ros.ros.conversions.detections import detections_2d, detections_3d, verdict_message
from seg_ros.ros.conversions.markers import markers
from seg_ros.ros.conversions.output_frame import OutputFrame
from seg_ros.ros.conversions.point_clouds import points_message, runs_message
from seg_ros.ros.patch_node.parameters import PatchNodeParameterSet


class PatchOutputs:
    """The topics under `~`, which publish while their gate is open."""

    def __init__(self, node: Node) -> None:
        """Advertise them."""
        self._node = node
        self.gate = PublishGate()
        self._runs = node.create_publisher(PointCloud2, '~/spray_runs', FEW)
        self._points = node.create_publisher(PointCloud2, '~/points', FEW)
        self._patches = node.create_publisher(Detection3DArray, '~/patches', FEW)
        self._boxes = node.create_publisher(Detection2DArray, '~/patches_2d', FEW)
        self._verdict = node.create_publisher(Classification, '~/verdict', FEW)
        self._markers = node.create_publisher(MarkerArray, '~/markers', FEW)

    def destroy(self) -> None:
        """Withdraw all topics."""
        for publisher in (
            self._runs,
            self._points,
            self._patches,
            self._boxes,
            self._verdict,
            self._markers,
        ):
            self._node.destroy_publisher(publisher)

    @property
    def wants_outlines(self) -> bool:
        """Whether someone asks for outlines."""
        return is_heard(self._markers)

    def publish(
        self, image: Header, plan: PatchPlan, scene: OutputFrame, knobs: PatchNodeParameterSet
    ) -> bool:
        """
        Send one image's answers, what a machine acts on first; return whether it was let.

        `image` is the header of the mask, whose stamp all of them bear.
        """
        with self.gate:
            for publisher, make in self._answers(image, plan, scene, knobs):
                if not self.gate.is_open:
                    return False
                if is_heard(publisher):
                    publisher.publish(make())
            return self.gate.is_open

    def _answers(
        self, image: Header, plan: PatchPlan, scene: OutputFrame, knobs: PatchNodeParameterSet
    ) -> Iterator[tuple[Publisher, Callable[[], Any]]]:
        patches = plan.patches
        base = Header(stamp=image.stamp, frame_id=knobs.ground.base_frame)
        target = Header(stamp=image.stamp, frame_id=scene.frame_id)
        yield self._runs, lambda: runs_message(base, plan.runs)
        yield self._points, lambda: points_message(target, patches, scene)
        yield self._patches, lambda: detections_3d(target, patches, scene)
        yield self._boxes, lambda: detections_2d(image, patches, scene)
        if knobs.has_limits:
            yield self._verdict, lambda: verdict_message(image, _passed(plan, knobs))
        # Who began to listen while the plan was made has to wait for the next one.
        if plan.outlines_m is not None:
            yield self._markers, lambda: markers(target, plan, scene)


def _passed(plan: PatchPlan, knobs: PatchNodeParameterSet) -> bool:
    in_view = ~plan.patches.has(CROP | REMEMBERED)
    return verdict(
        plan.patches.areas_m2[in_view],
        knobs.node.verdict_max_area_mm2,
        knobs.node.verdict_max_total_mm2,
    ).passed
