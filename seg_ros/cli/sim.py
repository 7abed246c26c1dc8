# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros sim`: simulate a drive faster than real time, and print its figures."""

import argparse
from collections.abc import Callable, Iterator
import json
from pathlib import Path
import sys
from tempfile import TemporaryDirectory

import numpy as np

from seg_ros.cli.parameter_options import add_options, parameters_from
from seg_ros.cli.progress import progress
from seg_ros.cli.sim_images import LabeledImages
from seg_ros.cli.sim_over_ros import run_over_ros
from seg_ros.cli.sim_parameters import weed_group
from seg_ros.cli.table import aligned
from seg_ros.datatypes import SegmentationRequest
from seg_ros.errors import InputError
from seg_ros.parameters import PatchNodeParameters, SegmenterParameters, SimParameters
from seg_ros.patches.lookahead import Lookahead
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.sim.camera import CameraView
from seg_ros.sim.closed_loop import drive
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.records import FIGURES, figures_of, Records
from seg_ros.sim.world.ground_strip import CROP, WEED

MEANINGS = {
    'weeds_hit': 'reachable weeds of which at least 80 % was sprayed',
    'weed_area_hit': 'area of the reachable weeds that was sprayed',
    'crops_touched': 'crops of which more than 1 cm2 was sprayed',
    'unreachable': 'weeds with crop in a cell (one lane, 10 mm) needed to spray them',
    'sprayed_fraction': 'ground under the boom that was sprayed',
    'saving': 'ground that was not sprayed, relative to broadcast spraying',
    'saving_best': 'saving if only the needed cells were sprayed',
    'late': 'patches one of whose first spray runs was already due',
    'missed': 'reachable weeds that were not hit',
    'openings': 'valve openings per needed opening',
    'stray': 'sprayed ground more than 5 cm from any weed',
    'one_id_per_patch': 'patches with a single unique id while fully in view',
    'area_error_p95': 'error of the area of patches of 10 cm2 and more',
    'centre_error_p95_m': 'error of their center, in meters',
    'silences': 'number of times that odometry or patches stopped',
    'sprayed_while_stale_s': 'seconds with an open nozzle while they had stopped',
}
NUMBERS = ('late', 'missed', 'silences')
OVER_ROS = ('silences', 'sprayed_while_stale_s')


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare output options and every parameter of the simulator."""
    parser.add_argument('--json', action='store_true', help='print JSON')
    parser.add_argument(
        '--out',
        metavar='FOLDER',
        type=Path,
        help='folder for the as-applied log, images of the field and the score',
    )
    parser.add_argument(
        '--images',
        metavar='FOLDER',
        type=Path,
        help='new folder for labeled images of the drive, one per meter',
    )
    parser.add_argument(
        '--ros',
        action='store_true',
        help='run camera, patch_node and sprayer as ROS 2 nodes, in lock-step',
    )
    parser.add_argument(
        '--restart-camera',
        action='store_true',
        help='with --ros: kill and restart the camera, which publishes the clock, half-way',
    )
    add_options(parser, SimParameters, units=False)


def main(args: argparse.Namespace) -> int:
    """Simulate one drive and print the figures."""
    parameters = parameters_from(args, SimParameters, units=False)
    if args.out is not None and args.out.exists() and not args.out.is_dir():
        raise InputError(f'--out must be a folder, got the file {args.out}')
    if args.restart_camera and not args.ros:
        raise InputError('--restart-camera needs --ros')
    if args.images is not None and args.ros:
        raise InputError('--images cannot be combined with --ros')
    for warning in warnings_about(parameters):
        print(f'seg_ros: warning: {warning}', file=sys.stderr)
    figures = _over_ros(parameters, args) if args.ros else _without_ros(parameters, args)
    print(json.dumps(figures, indent=2) if args.json else as_table(figures))
    return 0


def warnings_about(parameters: SimParameters) -> Iterator[str]:
    """Yield warnings about parameters that make the figures poor with any controller."""
    node = PatchNodeParameters()
    lookahead = Lookahead(
        parameters.lookahead_m,
        parameters.latency_s + parameters.open_latency_s,
        parameters.rate_hz,
        node.patch_length_m,
        node.margin_m,
    )
    if parameters.speed_mps > lookahead.highest_speed_mps:
        yield (
            f'a look-ahead of {parameters.lookahead_m:g} m is enough for all weeds up to '
            f'{lookahead.highest_speed_mps:.2f} m/s, got --speed {parameters.speed_mps:g}'
        )
    if parameters.segmentation == 'vegetation' and parameters.crops:
        yield 'vegetation segments crops as weeds, which are sprayed; add --no-crops'


def segmentation_of(name: str) -> Callable[[CameraView], np.ndarray]:
    """
    Return a function from views to class maps: ground truth, or a model by its name or file.

    The model needs the group weed, or vegetation, which is sprayed as weeds; its group crop is
    protected. Raises ParameterError where it has neither.
    """
    if name == 'truth':
        return lambda view: view.truth
    segmenter = Segmenter(SegmenterParameters(model=name))
    groups = [group.name for group in segmenter.groups]
    weeds = weed_group(groups, name)
    request = SegmentationRequest(masks=(weeds, 'crop') if 'crop' in groups else (weeds,))

    def segment(view: CameraView) -> np.ndarray:
        assert view.image is not None
        segmentation = segmenter.process(view.image, request)
        class_map = np.where(segmentation.mask(weeds), np.uint8(WEED), np.uint8(0))
        if 'crop' in groups:
            class_map[segmentation.mask('crop') > 0] = CROP
        return class_map

    return segment


def as_table(figures: dict[str, float | None]) -> str:
    """Return the figures as a table, with a dash for those without a value."""
    rows = [
        (name, '-' if value is None else f'{value:d}' if name in NUMBERS else f'{value:.4f}')
        for name, value in figures.items()
    ]
    lines = aligned(rows).splitlines()
    return '\n'.join(f'{line}  {MEANINGS[name]}' for line, name in zip(lines, figures))


def _over_ros(parameters: SimParameters, args: argparse.Namespace) -> dict[str, float | None]:
    with TemporaryDirectory() as folder:
        score = run_over_ros(parameters, args.out or Path(folder), args.restart_camera)
    return {name: score[name] for name in (*FIGURES, *OVER_ROS)}


def _without_ros(parameters: SimParameters, args: argparse.Namespace) -> dict[str, float | None]:
    segment = segmentation_of(parameters.segmentation)
    scenario = Scenario(parameters)
    images = None if args.images is None else LabeledImages(args.images)
    records = None if args.out is None else Records(args.out, scenario)
    with_image = parameters.segmentation != 'truth' or images is not None
    steps = drive(scenario, segment, with_image)
    for step in progress(steps, 'driving', 'frame', len(scenario.frame_times_s)):
        if images:
            images.add(step.position_m, step.view)
        if records:
            for completed in step.completed:
                records.add(completed)
    figures = step.sprayer.score(), step.evaluation.figures()
    if records:
        records.close(*figures)
    return figures_of(*figures)
