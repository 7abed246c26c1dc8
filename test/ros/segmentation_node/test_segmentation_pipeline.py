# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The network's health is checked out of the way of frames."""

from time import perf_counter

import numpy as np

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
        'image',
        'class shares',
        'grid',
        'confidence',
        'color order',
    ]
    pipeline.process(frame_of(segmenter))
    assert pipeline.background_task() is None and len(engine.durations_s) == 3
