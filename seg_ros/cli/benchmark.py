# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros benchmark`: run time and memory of a network, and its pre- and post-processing."""

import argparse
import json
from statistics import median
from time import perf_counter

import numpy as np

from seg_ros.cli.arg_types import positive
from seg_ros.cli.progress import progress
from seg_ros.cli.table import aligned
from seg_ros.datatypes import Image, SegmentationRequest
from seg_ros.errors import SegRosError
from seg_ros.inference.memory import measure_memory
from seg_ros.inference.model_files import find_model_files
from seg_ros.inference.timed_engine import TimedEngine
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.buffer_pool import BufferPool
from seg_ros.segmentation.preprocess import Preprocessor
from seg_ros.segmentation.segmenter import Segmenter

WARM_UP = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the network, the image size and how long to measure."""
    parser.add_argument('model', metavar='MODEL', help='included model, or .onnx or .tflite file')
    parser.add_argument('--manifest', default='', help='manifest, if not beside the model')
    parser.add_argument(
        '--size',
        type=positive,
        nargs=2,
        metavar=('WIDTH', 'HEIGHT'),
        default=(640, 480),
        help='size of the camera image in pixels (default: 640 480)',
    )
    parser.add_argument(
        '--threads', type=positive, default=2, metavar='N', help='threads (default: %(default)s)'
    )
    parser.add_argument(
        '--frames', type=positive, default=50, metavar='N', help='frames (default: %(default)s)'
    )
    parser.add_argument('--json', action='store_true', help='print JSON')


def main(args: argparse.Namespace) -> int:
    """Segment random images with all masks and the overlay; print medians and peak memory."""
    parameters = SegmenterParameters(
        model=args.model, manifest=args.manifest, threads=args.threads
    )
    segmenter = Segmenter(parameters)
    segmenter.engine = engine = TimedEngine(segmenter.engine, perf_counter)
    width, height = args.size
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    groups = tuple(group.name for group in segmenter.groups)
    request, buffers = SegmentationRequest(masks=groups, overlay=True), BufferPool()
    runs_s, frames_s = [], []
    for number in progress(range(WARM_UP + args.frames), 'measuring', 'frame'):
        start_s = perf_counter()
        segmenter.process(Image(pixels, 'bgr'), request, buffers)
        if number >= WARM_UP:
            frames_s.append(perf_counter() - start_s)
            runs_s.append(engine.durations_s[-1])
    rest = median((frame - run) / run for frame, run in zip(frames_s, runs_s))
    figures = {
        'provider': engine.provider,
        'threads': args.threads,
        'run_median_ms': round(1e3 * median(runs_s), 2),
        'run_p95_ms': round(1e3 * float(np.percentile(runs_s, 95)), 2),
        'frame_median_ms': round(1e3 * median(frames_s), 2),
        'frames_per_s': round(1.0 / median(frames_s), 1),
        'pre_and_post_over_run': round(rest, 3),
        'peak_memory_mb': _peak_memory_mb(segmenter, pixels, args),
    }
    if args.json:
        print(json.dumps(figures, indent=2))
    else:
        shown = {name: '-' if value is None else str(value) for name, value in figures.items()}
        print(aligned([(name.replace('_', ' '), value) for name, value in shown.items()]))
    return 0


def _peak_memory_mb(
    segmenter: Segmenter, pixels: np.ndarray, args: argparse.Namespace
) -> float | None:
    """Return the peak memory of the network, run in a separate process; None where it fails."""
    preprocessor = Preprocessor(segmenter.manifest.input, segmenter.io_spec.input)
    height, width = preprocessor.placement(*pixels.shape[:2]).network
    # An image in tiles may be larger than the network's input.
    tensor, _ = preprocessor.prepare(Image(pixels[:height, :width], 'bgr'))
    try:
        memory = measure_memory(
            find_model_files(args.model, args.manifest).model, tensor, args.threads
        )
    except SegRosError:
        return None
    return round(memory.loaded_mb + memory.peak_mb, 1)
