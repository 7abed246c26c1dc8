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
from seg_ros.training.self_test import files_around

AGREEMENT = 0.99
SELF_TEST_PX = (240, 320)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the run, the file, and what the file takes."""
    parser.add_argument('run', metavar='RUN', type=Path, help='folder that `train` wrote')
    parser.add_argument('--out', type=Path, required=True, help='.onnx file to write')
    parser.add_argument(
        '--size',
        metavar=('H', 'W'),
        type=int,
        nargs=2,
        help='of the input in pixels; default: any size',
    )
    parser.add_argument(
        '--resize',
        choices=('stretch', 'letterbox', 'tile'),
        default='stretch',
        help='how images come to that size (default: %(default)s)',
    )
    parser.add_argument(
        '--half',
        action='store_true',
        help='store weights as half floats: half the file, the same speed',
    )
    parser.add_argument(
        '--self-test',
        metavar='IMAGE',
        type=Path,
        help='of your own making, which the node tries at every start; default: '
        'an image of the simulated field',
    )
    parser.add_argument('--licence', default='', help='default: that of the dataset')
    parser.add_argument('--force', action='store_true', help='replace files that are there')


def main(args: argparse.Namespace) -> int:
    """Write the file, its manifest and its self-test, and say how true it is."""
    require('torch', 'onnx')
    from seg_ros.training.export_check import candidates_and_truth, same_class
    from seg_ros.training.data.sim_source import field_image
    from seg_ros.training.data.open_dataset import open_validation
    from seg_ros.training.export import Shape, write_graph, write_manifest
    from seg_ros.training.self_test import add_self_test
    from seg_ros.training.temperature import calibration_error, fit_temperature
    from seg_ros.training.saved_run import open_trained

    if args.out.suffix != '.onnx':
        raise InputError(f'--out must be an .onnx file, got {args.out}')
    refuse_to_replace((args.out, *files_around(args.out)), args.force)
    pictured = field_image(SELF_TEST_PX)
    if args.self_test is not None:
        pictured = next(open_frames(str(args.self_test)))[1].pixels
    trained = open_trained(args.run)
    kept = open_validation(trained.plan, trained.recipe)
    shape = Shape(tuple(args.size) if args.size else None, args.resize, args.half)
    with replacing(args.out) as part:
        write_graph(trained.net, part, trained.recipe, shape)
        same = same_class(trained.net, part, kept.samples[:8], shape.size, trained.recipe)
    rivals, truth = candidates_and_truth(trained.net, kept.samples, trained.recipe)
    before, fitted = calibration_error(rivals, truth), fit_temperature(rivals, truth)
    after = calibration_error(rivals, truth, fitted)
    temperature = fitted if after < before else 1.0
    manifest = write_manifest(
        args.out,
        kept.legend.learnt,
        trained.recipe,
        shape,
        temperature,
        args.licence or kept.licence,
    )
    add_self_test(args.out, manifest, pictured, AGREEMENT)
    print(
        aligned(
            (
                (
                    'file',
                    f'{args.out}, {args.out.stat().st_size / 1e6:.2f} MB, '
                    f'step {trained.step} of the run',
                ),
                ('same class as in PyTorch', f'{same:.4%} of the pixels'),
                ('softmax temperature', f'{temperature:.3f}, of the least surprise {fitted:.3f}'),
                ('expected calibration error', f'{before:.4f} at 1, {after:.4f} at {fitted:.3f}'),
            ),
            left=2,
        )
    )
    return 0
