# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros evaluate`: segment a folder of labeled images and print the metrics of `score`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from seg_ros.atomic_files import write_image
from seg_ros.cli.labeled_images import add_label_options, check_label_options, labeled_images
from seg_ros.cli.progress import progress
from seg_ros.cli.score import as_json, as_table, warn_of_one_class
from seg_ros.datatypes import ClassLabel
from seg_ros.errors import InputError
from seg_ros.metrics import score
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.evaluate import evaluate
from seg_ros.training.evaluation_results import EvaluationSummary
from seg_ros.training.optional_dependencies import require


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare images, labels, the network, and how label ids are read."""
    parser.add_argument('images', metavar='IMAGES', type=Path, help='folder of images')
    parser.add_argument(
        'labels',
        metavar='LABELS',
        type=Path,
        help='folder of labels with the same names (any suffix)',
    )
    add_label_options(parser)
    parser.add_argument('--model', required=True, help='included model, or .onnx or .tflite file')
    parser.add_argument('--manifest', default='', help='manifest, if not beside the model')
    parser.add_argument('--json', action='store_true', help='print JSON')
    parser.add_argument(
        '--out', metavar='FOLDER', type=Path, help='folder for confusion.png and worst.png'
    )


def main(args: argparse.Namespace) -> int:
    """Segment and score every image; InputError where a label file is invalid."""
    if args.out is not None and args.out.exists() and not args.out.is_dir():
        raise InputError(f'--out must be a folder, got the file {args.out}')
    if args.out is not None:
        require('matplotlib')
    check_label_options(args)
    segmenter = Segmenter(SegmenterParameters(model=args.model, manifest=args.manifest))
    dataset = labeled_images(args, segmenter)
    summary = EvaluationSummary()
    files = progress(dataset.files, 'evaluating', 'image')
    evaluated = evaluate(segmenter, files, dataset.label_map, dataset.colors)
    scores = score((image.pair for image in summary.collect(evaluated)), segmenter.groups)
    warn_of_one_class(scores, dataset.label_map.ignored)
    print(as_json(scores) if args.json else as_table(scores, segmenter.classes))
    if args.out is not None:
        _write_plots(args.out, summary, segmenter.classes)
    return 0


def _write_plots(out: Path, summary: EvaluationSummary, classes: Sequence[ClassLabel]) -> None:
    from seg_ros.training.plots import confusion_figure, worst_image, write_figure

    write_figure(out / 'confusion.png', confusion_figure(summary.counts, classes))
    write_image(out / 'worst.png', worst_image(summary.worst, classes))
