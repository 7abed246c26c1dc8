# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros quantize`: the int8 twin of a network, its accuracy and its run time."""

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from seg_ros.atomic_files import refuse_to_replace, replacing, write_text
from seg_ros.cli.arg_types import positive
from seg_ros.cli.labeled_images import add_label_options, check_label_options, labeled_images
from seg_ros.cli.progress import progress
from seg_ros.cli.rounds import ratio
from seg_ros.cli.table import aligned
from seg_ros.errors import InputError
from seg_ros.image_io import ImageFrames, open_frames
from seg_ros.inference.manifest import Manifest
from seg_ros.inference.manifest_yaml import dump_manifest, load_manifest
from seg_ros.inference.model_files import find_model_files, sha256_of
from seg_ros.metrics import score
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.evaluate import evaluate
from seg_ros.training.optional_dependencies import require
from seg_ros.training.self_test import add_self_test, self_test_files

AGREEMENT = 0.97
ROUNDS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the network, the images for calibration, and labels for evaluation."""
    parser.add_argument(
        'model', metavar='MODEL', help='float network: included model or .onnx file'
    )
    parser.add_argument(
        'images',
        metavar='IMAGES',
        type=Path,
        help='folder of images like those on the robot, for calibration',
    )
    parser.add_argument('--out', type=Path, required=True, help='.onnx file to write')
    parser.add_argument(
        '--count',
        metavar='N',
        type=positive,
        default=100,
        help='number of images for calibration (default: %(default)s)',
    )
    parser.add_argument(
        '--reduce-range',
        action='store_true',
        help='limit weights to 7 bits, for processors with AVX2 but without VNNI',
    )
    parser.add_argument(
        '--labels',
        metavar='LABELS',
        type=Path,
        help='labels of the images: compare float, int8 and int8 with weights of 7 bits',
    )
    add_label_options(parser)
    parser.add_argument('--force', action='store_true', help='replace existing files')


def main(args: argparse.Namespace) -> int:
    """Write the twin with its manifest and self-test, and print a comparison."""
    require('onnx')
    from seg_ros.training.quantize import quantize

    files = find_model_files(args.model)
    if args.out.suffix != '.onnx' or args.out.resolve() == files.model.resolve():
        raise InputError(f'--out must be an .onnx file other than the model, got {args.out}')
    check_label_options(args)
    if args.labels is None and (args.dataset or args.map or args.ignore):
        raise InputError('--dataset, --map and --ignore must come with --labels')
    refuse_to_replace((args.out, *self_test_files(args.out)), args.force)
    frames = open_frames(str(args.images))
    if not isinstance(frames, ImageFrames):
        raise InputError(f'IMAGES must be a folder of images or an image, got {args.images}')
    images = frames.files
    calibration_files = images[:: max(1, len(images) // args.count)][: args.count]
    manifest = load_manifest(files.manifest)
    with TemporaryDirectory() as folder:
        twins = {reduced: Path(folder) / f'reduced_{reduced}.onnx' for reduced in (False, True)}
        kinds = (False, True) if args.labels else (args.reduce_range,)
        for reduced in kinds:
            calibration = (
                next(open_frames(str(path)))[1]
                for path in progress(calibration_files, 'calibrating', 'image')
            )
            quantize(str(files.model), calibration, twins[reduced], reduced)
            _describe(twins[reduced], manifest)
        with replacing(args.out) as part:
            part.write_bytes(twins[args.reduce_range].read_bytes())
        _describe(args.out, manifest)
        print(_comparison(files.model, {reduced: twins[reduced] for reduced in kinds}, args))
    return 0


def _describe(path: Path, manifest: Manifest) -> None:
    """Write the manifest of a twin; its self-test uses the image of the float model."""
    described = replace(manifest, sha256=sha256_of(path), self_test=None)
    write_text(path.with_suffix('.yaml'), dump_manifest(described, path.name))
    if manifest.self_test is not None:
        pixels = cv2.imread(str(manifest.self_test.image))
        if pixels is None:
            raise InputError(f'cannot read the image {manifest.self_test.image} of the self-test')
        add_self_test(path, described, pixels, AGREEMENT)


def _comparison(model: Path, twins: dict[bool, Path], args: argparse.Namespace) -> str:
    """Return a table of file size, run time and, with labels, accuracy of all models."""
    names = {False: 'int8', True: 'int8, weights of 7 bits'}
    segmenters = {
        'float': Segmenter(SegmenterParameters(model=str(model))),
        **{
            names[reduced]: Segmenter(SegmenterParameters(model=str(path)))
            for reduced, path in twins.items()
        },
    }
    image = next(open_frames(str(args.images)))[1]
    rows = [('', 'MB', 'time / float', 'mIoU', 'accuracy')]
    for (name, segmenter), path in zip(segmenters.items(), (model, *twins.values())):
        time = ratio(
            partial(segmenter.process, image),
            partial(segmenters['float'].process, image),
            ROUNDS,
        )
        rows.append(
            (
                name,
                f'{path.stat().st_size / 1e6:.2f}',
                f'{time.median:.2f}',
                *_accuracy(segmenter, args),
            )
        )
    return aligned(rows)


def _accuracy(segmenter: Segmenter, args: argparse.Namespace) -> tuple[str, str]:
    if args.labels is None:
        return '-', '-'
    dataset = labeled_images(args, segmenter)
    files = progress(dataset.files, 'evaluating', 'image')
    evaluated = evaluate(segmenter, files, dataset.label_map, dataset.colors)
    scores = score(image.pair for image in evaluated)
    return f'{scores.miou:.4f}', f'{scores.accuracy:.4f}'
