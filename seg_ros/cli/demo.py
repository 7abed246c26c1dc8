# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run the main job for half a minute with real nodes, and show what they did."""

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
"""A file in the folder that says that what is called as a demo's results may be removed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the demo can be tried on."""
    parser.add_argument('--out', type=Path, default=Path('demo_out'), help='folder of results')
    parser.add_argument(
        '--source',
        help='folder, video file or camera device, to be segmented '
        'only; default: a simulated field, to be sprayed',
    )
    parser.add_argument(
        '--model',
        help='shipped network or a file; default: weeds on the field, drivable on a source',
    )
    parser.add_argument('--manifest', default='', help='manifest, if not beside the model')
    parser.add_argument(
        '--frames', type=positive, default=250, help='images to take of the source'
    )
    parser.add_argument(
        '--length', type=float, default=10.0, metavar='M', help='way over the field'
    )


def main(args: argparse.Namespace) -> int:
    """Start the nodes as processes of their own, record them, and show what they did."""
    run = segment_camera if args.source else spray_field
    mask, farewell = run(args, prepare_folder)
    write_sheet(args.out, mask)
    write_topics(args.out)
    print(farewell)
    return 0


def prepare_folder(out: Path) -> None:
    """
    Make the folder, or remove what an earlier demo left in it.

    Raises InputError, and removes nothing, unless it is new, empty or marked by a demo.
    """
    mark = out / MARK
    if out.exists() and not mark.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f'--out must be new, empty or of an earlier demo, got {out}')
    out.mkdir(parents=True, exist_ok=True)
    mark.touch()
    for path in [path for name in OUTPUTS for path in out.glob(name)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (out / 'logs').mkdir()
