# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros demo`: run the nodes on the simulated field or a camera, and show the results."""

import argparse
from pathlib import Path
import shutil

from seg_ros.cli.arg_types import positive
from seg_ros.cli.demo_camera import segment_camera
from seg_ros.cli.demo_sheet import write_sheet, write_topics
from seg_ros.cli.demo_sim import spray_field
from seg_ros.errors import InputError

OUTPUTS = (
    'animation.*',
    'as_applied.*',
    'figures.json',
    'logs',
    'images',
    'pictures',
    'recording',
    'score.json',
    'sheet.png',
    'strip_*.png',
    'topics.txt',
)

MARK = '.seg_ros_demo'
"""A file that marks a folder whose results of an earlier demo may be removed."""

UNFINISHED = 'unfinished'
"""The folder of results, in that of `--out`, until a demo is complete."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the source of images, the model and the folder of results."""
    parser.add_argument('--out', type=Path, default=Path('demo_out'), help='folder of results')
    parser.add_argument(
        '--source',
        help='folder of images, video file or camera device to segment; default: spray weeds on '
        'the simulated field',
    )
    parser.add_argument(
        '--model',
        help='included model or a file; default: weeds, or drivable with --source',
    )
    parser.add_argument('--manifest', default='', help='manifest, if not beside the model')
    parser.add_argument(
        '--frames',
        type=positive,
        default=250,
        help='number of images of the source (default: %(default)s)',
    )
    parser.add_argument(
        '--length',
        type=float,
        default=10.0,
        metavar='M',
        help='length of the drive in meters (default: %(default)s)',
    )


def main(args: argparse.Namespace) -> int:
    """Start the nodes in separate processes, record their topics, and show the results."""
    run = segment_camera if args.source else spray_field
    mask, message = run(args, prepare_folder)
    write_sheet(args.out / UNFINISHED, mask)
    write_topics(args.out / UNFINISHED)
    replace_results(args.out)
    print(message)
    return 0


def prepare_folder(out: Path) -> Path:
    """
    Make the folder, and in it an empty one for the results of this demo, which is returned.

    Results of an earlier demo stay until `replace_results`. Raises InputError unless the folder is
    new, empty or marked by a demo.
    """
    mark, unfinished = out / MARK, out / UNFINISHED
    if out.exists() and not mark.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f'--out must be new, empty or of an earlier demo, got {out}')
    out.mkdir(parents=True, exist_ok=True)
    mark.touch()
    if unfinished.exists():
        shutil.rmtree(unfinished)
    (unfinished / 'logs').mkdir(parents=True)
    return unfinished


def replace_results(out: Path) -> None:
    """Replace the results of an earlier demo by those of the one that is complete."""
    for path in [path for name in OUTPUTS for path in out.glob(name)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in list((out / UNFINISHED).iterdir()):
        path.rename(out / path.name)
    (out / UNFINISHED).rmdir()
