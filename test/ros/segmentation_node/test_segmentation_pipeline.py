# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The network's health is checked out of the way of frames."""

from pathlib import Path
from time import perf_counter

from graphs import instance_graph
import numpy as np
import onnx

from seg_ros.datatypes import SegmentationRequest
from seg_ros.inference.timed_engine import TimedEngine
from seg_ros.parameters import SegmentationNodeParameters, SegmenterParameters
from seg_ros.ros.base.frame_worker import Frame
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.segmentation_node.segmentation_pipeline import (
    SegmentationParameterSet,
    SegmentationPipeline,
    SegmentationState,
)
from seg_ros.segmentation.segmenter import Segmenter


class Publishers:
    """Asks for masks alone."""

    def request(self, segmenter: Segmenter) -> SegmentationRequest:
        """Return the request."""
        return SegmentationRequest(masks=('weed',))

    def get_buffer(self, name: str, shape: tuple[int, ...], dtype: type) -> np.ndarray:
        """Return new memory."""
        return np.empty(shape, dtype)


def frame_of(segmenter: Segmenter) -> Frame:
    message, view = image_message('bgr8', 32, 32)
    view[:] = (30, 160, 40)
    parameters = SegmentationParameterSet(segmenter.parameters, SegmentationNodeParameters())
    state = SegmentationState(parameters, segmenter)
    return Frame(message.header, 0, 0.0, {'image': message}, state)


def test_health_is_checked_on_the_result_of_a_frame_and_runs_only_in_the_background() -> None:
    segmenter = Segmenter(SegmenterParameters())
    engine = segmenter.engine = TimedEngine(segmenter.engine, perf_counter)
    pipeline = SegmentationPipeline(Publishers())
    result = pipeline.process(frame_of(segmenter))
    assert result.segmentation.masks[0].group == 'weed' and len(engine.durations_s) == 1
    task = pipeline.background_task()
    assert pipeline.findings == () and pipeline.background_task() is None
    task()
    assert len(engine.durations_s) == 2
    assert [finding.name for finding in pipeline.findings] == [
        'encoding',
        'image',
        'class shares',
        'grid',
        'confidence',
        'color order',
    ]
    pipeline.process(frame_of(segmenter))
    assert pipeline.background_task() is None and len(engine.durations_s) == 3


def test_an_instance_network_gives_masks_and_no_color_check(tmp_path: Path) -> None:
    onnx.save_model(instance_graph((0, 1)), str(tmp_path / 'tiny.onnx'))
    (tmp_path / 'tiny.yaml').write_text(
        'manifest_version: 1\n'
        'outputs: [{name: table, kind: instances, prototypes: prototypes}]\n'
        'classes: [{name: soil}, {name: crop}, {name: weed}]\n'
        'groups: {weed: [weed]}\n'
    )
    segmenter = Segmenter(SegmenterParameters(model=str(tmp_path / 'tiny.onnx')))
    pipeline = SegmentationPipeline(Publishers())
    result = pipeline.process(frame_of(segmenter))
    assert (result.segmentation.masks[0].pixels == 0).all()
    pipeline.background_task()()
    assert [finding.name for finding in pipeline.findings] == [
        'encoding',
        'image',
        'class shares',
        'grid',
    ]
