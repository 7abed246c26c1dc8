# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros export`: the best network of a run as an ONNX file with its manifest."""

import argparse
from pathlib import Path

from seg_ros.atomic_files import refuse_to_replace, replacing
from seg_ros.cli.table import aligned
from seg_ros.errors import InputError
from seg_ros.image_io import open_frames
from seg_ros.training.optional_dependencies import require
from seg_ros.training.self_test import self_test_files

AGREEMENT = 0.99
SELF_TEST_PX = (240, 320)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the run, the file, its input size and its weights."""
    parser.add_argument('run', metavar='RUN', type=Path, help='folder that `train` wrote')
    parser.add_argument('--out', type=Path, required=True, help='.onnx file to write')
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


def main(args: argparse.Namespace) -> int:
    """Write the file, its manifest and its self-test, and print agreement and calibration."""
    require('torch', 'onnx')
    from seg_ros.training.data.open_dataset import open_validation
    from seg_ros.training.data.sim_source import sim_image
    from seg_ros.training.export import ExportOptions, write_graph, write_manifest
    from seg_ros.training.export_check import class_agreement, scores_and_labels
    from seg_ros.training.saved_run import open_saved_run
    from seg_ros.training.self_test import add_self_test
    from seg_ros.training.temperature import calibration_error, fit_temperature

    if args.out.suffix != '.onnx':
        raise InputError(f'--out must be an .onnx file, got {args.out}')
    refuse_to_replace((args.out, *self_test_files(args.out)), args.force)
    image = sim_image(SELF_TEST_PX)
    if args.self_test is not None:
        image = next(open_frames(str(args.self_test)))[1].pixels
    run = open_saved_run(args.run)
    validation = open_validation(run.data_config, run.config)
    options = ExportOptions(tuple(args.size) if args.size else None, args.resize, args.half)
    with replacing(args.out) as part:
        write_graph(run.net, part, run.config, options)
        agreement = class_agreement(
            run.net, part, validation.samples[:8], options.size, run.config
        )
    scores, labels = scores_and_labels(run.net, validation.samples, run.config)
    before, fitted = calibration_error(scores, labels), fit_temperature(scores, labels)
    after = calibration_error(scores, labels, fitted)
    temperature = fitted if after < before else 1.0
    manifest = write_manifest(
        args.out,
        validation.label_map.network_label_set,
        run.config,
        options,
        temperature,
        args.licence or validation.licence,
    )
    add_self_test(args.out, manifest, image, AGREEMENT)
    rows = (
        (
            'file',
            f'{args.out}, {args.out.stat().st_size / 1e6:.2f} MB, step {run.step} of the run',
        ),
        ('same class as PyTorch', f'{agreement:.4%} of the pixels'),
        ('softmax temperature', f'{temperature:.3f}, best on the validation images {fitted:.3f}'),
        ('expected calibration error', f'{before:.4f} at 1, {after:.4f} at {fitted:.3f}'),
    )
    print(aligned(rows, left=2))
    return 0
