# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros export`: the best network of a run as an ONNX or TFLite file with its manifest."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from seg_ros.atomic_files import refuse_to_replace
from seg_ros.cli.arg_types import class_cost, share
from seg_ros.cli.table import aligned
from seg_ros.errors import InputError
from seg_ros.image_io import open_frames
from seg_ros.training.optional_dependencies import require
from seg_ros.training.self_test import self_test_files

if TYPE_CHECKING:
    from seg_ros.training.data.open_dataset import ValidationData
    from seg_ros.training.saved_run import SavedRun

AGREEMENT = {'.onnx': 0.99, '.tflite': 0.97}
SELF_TEST_PX = (240, 320)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the run, the file and its input, and what changes the scores."""
    parser.add_argument('run', metavar='RUN', type=Path, help='folder that `train` wrote')
    parser.add_argument('--out', type=Path, required=True, help='.onnx or .tflite file to write')
    parser.add_argument(
        '--tflite',
        choices=('int8',),
        help='write a .tflite file for TensorFlow Lite Micro; needs --size and a run of '
        '--architecture micro with at most four classes',
    )
    parser.add_argument(
        '--size',
        metavar=('H', 'W'),
        type=int,
        nargs=2,
        help='input size in pixels; default: any size',
    )
    parser.add_argument(
        '--resize',
        choices=('stretch', 'letterbox', 'tile'),
        default='stretch',
        help='how images are fitted to that size (default: %(default)s)',
    )
    parser.add_argument(
        '--half',
        action='store_true',
        help='store weights as float16: half the file size, the same speed',
    )
    _add_score_arguments(parser)
    parser.add_argument(
        '--self-test',
        metavar='IMAGE',
        type=Path,
        help='image of the self-test that the node runs at every start; default: an image of '
        'the simulated field',
    )
    parser.add_argument(
        '--licence', default='', help='licence in the manifest (default: that of the dataset)'
    )
    parser.add_argument('--force', action='store_true', help='replace existing files')


def _add_score_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        '--initial-share',
        metavar='X',
        type=share,
        default=0.0,
        help='share of the initial weights in the exported ones, 0 to 1: keeps more of what the '
        'network was able to before fine-tuning (default: %(default)s)',
    )
    parser.add_argument(
        '--cost',
        metavar='CLASS=X',
        type=class_cost,
        nargs='+',
        default=[],
        help='how many times as much as other mistakes it costs to take CLASS for another class, '
        'such as crop=3 where a sprayed crop costs more than a missed weed',
    )


def main(args: argparse.Namespace) -> int:
    """Write the file, its manifest and its self-test, and print agreement and calibration."""
    _check(args)
    require('torch', 'onnx', *(('litert_torch',) if args.tflite else ()))
    from seg_ros.training.data.sim_source import sim_image
    from seg_ros.training.export import ExportOptions
    from seg_ros.training.export_check import scores_and_labels
    from seg_ros.training.self_test import add_self_test
    from seg_ros.training.temperature import calibrate

    if args.tflite:
        from seg_ros.cli.export_tflite import write_model
    else:
        from seg_ros.cli.export_onnx import write_model
    image = sim_image(SELF_TEST_PX)
    if args.self_test is not None:
        image = next(open_frames(str(args.self_test)))[1].pixels
    run, validation = _run_to_export(args)
    options = ExportOptions(tuple(args.size) if args.size else None, args.resize, args.half)
    manifest, rows = write_model(args.out, run, validation, options)
    calibration = calibrate(*scores_and_labels(run.net, validation.samples, run.config))
    head = replace(manifest.outputs[0], temperature=round(calibration.temperature, 4))
    manifest = replace(manifest, outputs=(head,))
    add_self_test(args.out, manifest, image, AGREEMENT[args.out.suffix])
    size_mb = args.out.stat().st_size / 1e6
    rows = (
        ('file', f'{args.out}, {size_mb:.2f} MB, step {run.step} of the run'),
        *rows,
        (
            'softmax temperature',
            f'{calibration.temperature:.3f}, best on the validation images '
            f'{calibration.fitted:.3f}',
        ),
        (
            'expected calibration error',
            f'{calibration.error_at_1:.4f} at 1, {calibration.error:.4f} at '
            f'{calibration.fitted:.3f}',
        ),
    )
    print(aligned(rows, left=2))
    return 0


def _run_to_export(args: argparse.Namespace) -> tuple['SavedRun', 'ValidationData']:
    """Return the run with the weights and scores that the options ask for, and its validation."""
    from seg_ros.training.class_costs import with_costs
    from seg_ros.training.data.open_dataset import open_validation
    from seg_ros.training.initial_weights import averaged_with_initial
    from seg_ros.training.saved_run import open_saved_run

    run = open_saved_run(args.run)
    if args.initial_share:
        run = averaged_with_initial(run, args.initial_share)
    validation = open_validation(run.data_config, run.config)
    names = tuple(label.name for label in validation.label_map.network_label_set.classes)
    return with_costs(run, names, dict(args.cost)), replace(
        validation, licence=args.licence or validation.licence
    )


def _check(args: argparse.Namespace) -> None:
    """Raise InputError where the options contradict each other, or a file would be replaced."""
    if args.tflite and args.out.suffix != '.tflite':
        raise InputError(f'--out must be a .tflite file with --tflite, got {args.out}')
    if args.tflite and args.half:
        raise InputError('--half must be left out with --tflite, whose weights are int8')
    if not args.tflite and args.out.suffix != '.onnx':
        raise InputError(
            f'--out must be an .onnx file, got {args.out} (a .tflite file needs --tflite int8)'
        )
    refuse_to_replace((args.out, *self_test_files(args.out)), args.force)
