# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros bench`: what everything but the network costs, as ratios measured side by side."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
import json

from seg_ros.cli.benchmark.patches import patches_over_components, statistics_over_components
from seg_ros.cli.benchmark.rounds import Figure
from seg_ros.cli.benchmark.steps import (
    ACTIVE, CLASSES, decode_extra_mb, decode_over_argmax, decode_pixels_differ, overlay_over_loop,
    preprocess_over_numpy,
)
from seg_ros.cli.benchmark.whole import pre_post_over_run_vga
from seg_ros.cli.progress import progress
from seg_ros.cli.table import aligned


@dataclass(frozen=True)
class Item:
    """A figure to measure, the value that it must hold, and what it says."""

    key: str
    hold: float
    measure: Callable[[], Figure]
    meaning: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how long to measure and how to print."""
    parser.add_argument('--rounds', type=_positive, default=30, metavar='N',
                        help='rounds of each ratio (default: %(default)s)')
    parser.add_argument('--json', action='store_true', help='print JSON')


def main(args: argparse.Namespace) -> int:
    """Measure every figure and print them; a figure over its hold is no error."""
    items = figures_to_measure(args.rounds)
    figures = {}
    for item in progress(items, 'measuring', 'figure'):
        figures[item.key] = item.measure()
    print(_as_json(figures) if args.json else _as_table(items, figures))
    return 0


def figures_to_measure(rounds: int) -> list[Item]:
    """Return all figures in the order in which they are measured."""
    return [
        Item('pre_post_over_run_vga', 0.10, partial(pre_post_over_run_vga, rounds),
             'prepare, class map, mask and overlay over the run of a network of 35 ms or more'),
        Item('preprocess_over_numpy', 0.28, partial(preprocess_over_numpy, rounds),
             'VGA to 512 x 512 normalised planes over the same in numpy'),
        Item('decode_over_argmax_5_active', 0.08, partial(decode_over_argmax, ACTIVE, rounds),
             '21 x 64 x 64 scores to VGA over stack and argmax, 5 classes winning somewhere'),
        Item('decode_over_argmax_all_active', 0.15, partial(decode_over_argmax, CLASSES, rounds),
             'the same with every class winning somewhere'),
        Item('decode_pixels_differ', 0, decode_pixels_differ,
             'pixels off the float64 reference, where its best two are 1e-5 or more apart'),
        Item('decode_extra_mb', 15, decode_extra_mb,
             'memory at its highest beside scores and class map, 21 classes to 1920 x 1080'),
        Item('overlay_over_loop', 0.06, partial(overlay_over_loop, rounds),
             'VGA image under the colours of 21 classes over painting class by class'),
        Item('statistics_over_components', 0.05, partial(statistics_over_components, rounds),
             'statistics of 1000 patches to arrays over connectedComponentsWithStats at VGA'),
        Item('patches_over_components', 2.0, partial(patches_over_components, rounds),
             'their areas, points, nozzles and runs over the same'),
    ]


def _as_json(figures: dict[str, Figure]) -> str:
    return json.dumps({
        key: {'median': figure.median, 'min': figure.lowest, 'max': figure.highest}
        for key, figure in figures.items()}, indent=2)


def _as_table(items: list[Item], figures: dict[str, Figure]) -> str:
    rows = [('figure', 'median', 'min', 'max', 'hold', '')]
    for item in items:
        figure = figures[item.key]
        verdict = 'held' if figure.median <= item.hold else 'NOT HELD'
        values = (figure.median, figure.lowest, figure.highest, item.hold)
        rows.append((item.key, *(f'{value:.3g}' for value in values), verdict))
    meanings = (f'{item.key}: {item.meaning}' for item in items)
    return '\n'.join((aligned(rows), '', *meanings))


def _positive(text: str) -> int:
    rounds = int(text)
    if rounds < 1:
        raise argparse.ArgumentTypeError(f'expected 1 or more, got {rounds}')
    return rounds
