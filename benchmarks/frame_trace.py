# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Trace one image and one mask through the nodes' pipelines: which files run, and how often.

    python -m benchmarks.frame_trace             # needs ROS 2

Counts calls of seg_ros functions from the arrival of a message to the last message published, in
a second frame, with subscribers on all topics. An upward call is one from a folder into a folder
of a higher layer.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
import sys
from types import FrameType, SimpleNamespace
from typing import Any

import numpy as np
from rclpy.logging import get_logger
from sensor_msgs.msg import CameraInfo
from std_msgs.msg import Header

from seg_ros.parameters import (
    GeometryParameters,
    PatchNodeParameters,
    PatchTrackerParameters,
    SegmentationNodeParameters,
    SegmenterParameters,
)
from seg_ros.patches.tracks import IdSource
from seg_ros.ros.base.camera_pose import MountPose
from seg_ros.ros.base.frame_worker import Frame
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.patch_node.odometry import PoseHistory
from seg_ros.ros.patch_node.outputs import PatchPublishers
from seg_ros.ros.patch_node.parameters import PatchParameterSet
from seg_ros.ros.patch_node.patch_pipeline import PatchPipeline
from seg_ros.ros.segmentation_node.outputs import SegmentationPublishers
from seg_ros.ros.segmentation_node.segmentation_pipeline import (
    SegmentationParameterSet,
    SegmentationPipeline,
    SegmentationState,
)
from seg_ros.segmentation.segmenter import Segmenter

PACKAGE = Path(__file__).parents[1] / 'seg_ros'
LAYERS = (
    *('errors', 'datatypes', 'parameters', 'geometry', 'inference'),
    *('segmentation', 'patches', 'free_space', 'ros'),
)
INFO = CameraInfo(width=640, height=480, k=[500.0, 0, 319.5, 0, 500.0, 239.5, 0, 0, 1.0])


class Trace:
    """Counts calls by file, and calls from a lower layer into a higher one."""

    def __init__(self) -> None:
        """Start with none."""
        self.calls: Counter[str] = Counter()
        self.upward_calls: Counter[str] = Counter()

    def run(self, function: Callable[[], object]) -> None:
        """Run a function and count its calls."""
        sys.setprofile(self._count)
        try:
            function()
        finally:
            sys.setprofile(None)

    def _count(self, frame: FrameType, event: str, argument: Any) -> None:
        called = _file_of(frame)
        if event != 'call' or called is None:
            return
        self.calls[called] += 1
        caller = _file_of(frame.f_back) if frame.f_back else None
        if caller and _layer_of(called) > _layer_of(caller):
            self.upward_calls[f'{caller} -> {called}'] += 1


def _file_of(frame: FrameType) -> str | None:
    path = Path(frame.f_code.co_filename)
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else None


def _layer_of(file: str) -> int:
    top = file.split('/')[0].removesuffix('.py')
    return LAYERS.index(top) if top in LAYERS else 0


class _Node:
    """Replaces a node whose topics all have a subscriber."""

    def create_publisher(self, kind: type, name: str, qos: object) -> SimpleNamespace:
        return SimpleNamespace(get_subscription_count=lambda: 1, publish=lambda message: None)

    def get_clock(self) -> SimpleNamespace:
        now = SimpleNamespace(to_msg=lambda: INFO.header.stamp)
        return SimpleNamespace(now=lambda: now)


def trace_image() -> Trace:
    """Return the trace of one VGA image through the segmentation node."""
    segmenter = Segmenter(SegmenterParameters(model='weeds'))
    infos = SimpleNamespace(at=lambda stamp_ns: INFO)
    publishers = SegmentationPublishers(_Node(), infos)  # type: ignore[arg-type]
    publishers.update(segmenter)
    parameters = SegmentationParameterSet(segmenter.parameters, SegmentationNodeParameters())
    pipeline = SegmentationPipeline(publishers)
    state = SegmentationState(parameters, segmenter)
    message, view = image_message('bgr8', 480, 640)
    view[:] = np.random.default_rng(0).integers(0, 256, view.shape)
    return _trace(pipeline, lambda number: ({'image': message}, state))


def trace_mask() -> Trace:
    """Return the trace of one VGA mask with a class map through the patch node."""
    parameters = PatchParameterSet(
        GeometryParameters(), PatchTrackerParameters(), PatchNodeParameters(motion='still')
    )
    inputs = SimpleNamespace(
        infos=SimpleNamespace(latest=INFO, at=lambda stamp_ns: INFO),
        labels={1: 'weed'},
        poses=PoseHistory(),
        odometry_frame='',
        is_published=lambda name: False,
        ids_of=lambda names: (),
    )
    publishers = PatchPublishers(_Node())  # type: ignore[arg-type]
    io = SimpleNamespace(inputs=inputs, pose=MountPose(parameters.geometry), publishers=publishers)
    pipeline = PatchPipeline(io, parameters, IdSource(), get_logger('trace'))  # type: ignore
    mask, view = image_message('mono8', 480, 640)
    class_map, classes = image_message('mono8', 480, 640)
    view[100:140, 200:260] = 255
    classes[100:140, 200:260] = 1
    return _trace(pipeline, lambda number: ({'mask': mask, 'class_map': class_map}, parameters))


def _trace(pipeline: Any, parts_of: Callable[[int], tuple[dict, Any]]) -> Trace:
    def process(number: int) -> None:
        parts, state = parts_of(number)
        header = Header(frame_id='camera')
        header.stamp.sec = number
        frame = Frame(header, number * 10**9, 0.0, parts, state)
        result = pipeline.process(frame)
        for publisher, make_message in pipeline.messages(frame, result):
            publisher.publish(make_message())
        pipeline.on_published(frame, result)

    # The first frame fills caches and buffers.
    process(1)
    trace = Trace()
    trace.run(lambda: process(2))
    return trace


def main() -> None:
    """Print both traces."""
    for name, trace in (('image', trace_image()), ('mask', trace_mask())):
        calls, upward = sum(trace.calls.values()), sum(trace.upward_calls.values())
        print(f'{name}: {len(trace.calls)} files, {calls} calls, {upward} of them upward')
        for file, count in sorted(trace.calls.items()):
            print(f'  {count:4}  {file}')
        for call, count in sorted(trace.upward_calls.items()):
            print(f'  upward {count:4}  {call}')


if __name__ == '__main__':
    main()
