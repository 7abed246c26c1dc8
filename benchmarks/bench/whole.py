# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The figure that counts: all our work on a camera image against the network's own."""

from time import perf_counter

from benchmarks.bench.models import bare_run, GROUP, kept_model
from benchmarks.bench.scenes import photo
from seg_ros.cli.rounds import Figure, seconds
from seg_ros.datatypes import Image, SegmentationRequest
from seg_ros.inference.timed_engine import TimedEngine
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.buffer_pool import BufferPool
from seg_ros.segmentation.segmenter import Segmenter


def pre_post_over_run(
    at_least_s: float, size: tuple[int, int], active: int, rounds: int
) -> Figure:
    """
    Return all but the network over the network, for camera images of `size` (height, width).

    That is preparation, class map, mask and overlay, into memory that is kept as messages are. The
    network takes so long at least; it sees the images at VGA and gives 21 classes, of which
    `active` win somewhere.
    """
    model = kept_model(at_least_s, active)
    engine, bare = TimedEngine(model.engine, perf_counter), bare_run(model.engine)
    segmenter = Segmenter(SegmenterParameters(model=str(model.path)), engine)
    image = Image(photo(*size), 'bgr')
    request, buffers = SegmentationRequest(masks=(GROUP,), overlay=True), BufferPool()

    def process() -> None:
        segmenter.process(image, request, buffers)

    ratios = [
        (seconds(process) - engine.durations_s[-1]) / seconds(bare) for _ in range(rounds + 1)
    ]
    return Figure(tuple(ratios[1:]))
