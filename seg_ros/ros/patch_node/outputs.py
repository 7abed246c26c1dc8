# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The topics of the patch node, and the messages of one image."""

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
from seg_ros.ros.base.publishing import has_subscribers
from seg_ros.ros.base.qos import FEW
from seg_ros.ros.conversions.detections import detections_2d, detections_3d, verdict_message
from seg_ros.ros.conversions.markers import markers
from seg_ros.ros.conversions.output_frame import OutputFrame
from seg_ros.ros.conversions.point_clouds import points_message, runs_message
from seg_ros.ros.patch_node.parameters import PatchParameterSet


class PatchPublishers:
    """The publishers under `~`."""

    def __init__(self, node: Node) -> None:
        """Advertise the topics."""
        self._node = node
        self._runs = node.create_publisher(PointCloud2, '~/spray_runs', FEW)
        self._points = node.create_publisher(PointCloud2, '~/points', FEW)
        self._patches = node.create_publisher(Detection3DArray, '~/patches', FEW)
        self._boxes = node.create_publisher(Detection2DArray, '~/patches_2d', FEW)
        self._verdict = node.create_publisher(Classification, '~/verdict', FEW)
        self._markers = node.create_publisher(MarkerArray, '~/markers', FEW)

    def destroy(self) -> None:
        """Destroy all publishers."""
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
    def needs_outlines(self) -> bool:
        """Return whether someone subscribes to markers."""
        return has_subscribers(self._markers)

    def messages(
        self, image: Header, plan: PatchPlan, output: OutputFrame, parameters: PatchParameterSet
    ) -> Iterator[tuple[Publisher, Callable[[], Any]]]:
        """Yield publishers with subscribers and their messages, what a machine acts on first."""
        patches = plan.patches
        base = Header(stamp=image.stamp, frame_id=parameters.geometry.base_frame)
        target = Header(stamp=image.stamp, frame_id=output.frame_id)
        candidates: list[tuple[Publisher, Callable[[], Any]]] = [
            (self._runs, lambda: runs_message(base, plan.runs)),
            (self._points, lambda: points_message(target, patches, output)),
            (self._patches, lambda: detections_3d(target, patches, output)),
            (self._boxes, lambda: detections_2d(image, patches, output)),
        ]
        if parameters.has_limits:
            candidates.append(
                (self._verdict, lambda: verdict_message(image, _passed(plan, parameters)))
            )
        # A subscriber that appeared while the plan was made waits for the next one.
        if plan.outlines_m is not None:
            candidates.append((self._markers, lambda: markers(target, plan, output)))
        return ((publisher, make) for publisher, make in candidates if has_subscribers(publisher))


def _passed(plan: PatchPlan, parameters: PatchParameterSet) -> bool:
    in_view = ~plan.patches.has(CROP | REMEMBERED)
    return verdict(
        plan.patches.areas_m2[in_view],
        parameters.node.verdict_max_area_mm2,
        parameters.node.verdict_max_total_mm2,
    ).passed
