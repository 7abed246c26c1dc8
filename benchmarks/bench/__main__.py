# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What everything but the network costs, as ratios measured side by side: `make bench`."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
import json
import sys

from benchmarks.bench.int8 import int8_over_float
from benchmarks.bench.models import BRISK_S, FAST_S, renew_models, SLOW_S
from benchmarks.bench.nodes import frame_age_periods, node_over_run, timer_gap_p95_ms
from benchmarks.bench.patches import patch_points_over_cc, patch_statistics_over_cc
from benchmarks.bench.steps import (
    ACTIVE,
    CLASSES,
    decode_extra_mb,
    decode_over_argmax,
    decode_pixels_differ,
    FULL_HD,
    overlay_over_loop,
    preprocess_over_numpy,
    VGA,
)
from benchmarks.bench.whole import pre_post_over_run
from seg_ros.cli.arg_types import positive
from seg_ros.cli.progress import progress
from seg_ros.cli.rounds import Figure, LeftOut
from seg_ros.cli.table import aligned
from seg_ros.errors import SegRosError

PASSES = 5
"""Times that all figures are gone through: a slow minute of the machine meets a few of each."""


@dataclass(frozen=True)
class Item:
    """A figure to measure in so many rounds, the value that it must hold, and what it says."""

    key: str
    hold: float
    measure: Callable[[int], Figure]
    meaning: str


FIGURES = (
    Item(
        'pre_post_over_run_vga',
        0.10,
        partial(pre_post_over_run, SLOW_S, VGA, ACTIVE),
        'prepare, class map, mask and overlay over the run of a network of 35 ms or more',
    ),
    Item(
        'pre_post_over_run_vga_fast',
        0.25,
        partial(pre_post_over_run, FAST_S, VGA, ACTIVE),
        'the same with a network of 15 ms or little more',
    ),
    Item(
        'pre_post_over_run_1080p_5_active',
        0.25,
        partial(pre_post_over_run, SLOW_S, FULL_HD, ACTIVE),
        'the first with a camera of 1920 x 1080, 5 of 21 classes winning somewhere',
    ),
    Item(
        'pre_post_over_run_1080p_all_active',
        0.60,
        partial(pre_post_over_run, SLOW_S, FULL_HD, CLASSES),
        'the same with every class winning somewhere',
    ),
    Item(
        'preprocess_over_numpy',
        0.28,
        preprocess_over_numpy,
        'VGA to 512 x 512 normalized planes over the same in numpy',
    ),
    Item(
        'decode_over_argmax_5_active',
        0.08,
        partial(decode_over_argmax, ACTIVE),
        '21 x 64 x 64 scores to VGA over stack and argmax, 5 classes winning somewhere',
    ),
    Item(
        'decode_over_argmax_all_active',
        0.15,
        partial(decode_over_argmax, CLASSES),
        'the same with every class winning somewhere',
    ),
    Item(
        'decode_pixels_differ',
        0,
        lambda rounds: decode_pixels_differ(),
        'pixels off the float64 reference, where its best two are 1e-5 or more apart',
    ),
    Item(
        'decode_extra_mb',
        15,
        lambda rounds: decode_extra_mb(),
        'memory at its highest beside scores and class map, 21 classes to 1920 x 1080',
    ),
    Item(
        'overlay_over_loop',
        0.06,
        overlay_over_loop,
        'VGA image under the colors of 21 classes over painting class by class',
    ),
    Item(
        'patch_statistics_over_cc',
        0.05,
        patch_statistics_over_cc,
        'statistics of 1000 patches to arrays over connectedComponentsWithStats at VGA',
    ),
    Item(
        'patch_points_over_cc',
        2.0,
        patch_points_over_cc,
        'their areas, places and nozzles, without classes and runs, over the same',
    ),
    Item(
        'frame_age_periods_slow_network',
        1.3,
        partial(frame_age_periods, SLOW_S),
        'age of a frame at publish less its inference, p95, in periods of a 30 Hz camera',
    ),
    Item(
        'frame_age_periods_fast_network',
        0.5,
        partial(frame_age_periods, BRISK_S),
        'the same with a network three times as fast as the camera',
    ),
    Item(
        'timer_gap_p95_ms',
        25,
        timer_gap_p95_ms,
        'gap of a 20 ms timer in the same node while the slow network runs',
    ),
    Item(
        'node_over_run',
        1.25,
        node_over_run,
        'camera image to last of all outputs, over DDS, over the bare network in between',
    ),
    Item(
        'int8_over_float',
        0.55,
        int8_over_float,
        'int8 network over its float twin, on a processor with VNNI',
    ),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how long to measure and how to print."""
    parser.add_argument(
        '--rounds',
        type=positive,
        default=100,
        metavar='N',
        help='rounds of each figure, spread over the whole time (default: %(default)s)',
    )
    parser.add_argument('--json', action='store_true', help='print JSON')


def main(argv: list[str] | None = None) -> int:
    """Measure every figure and print them; a figure over its hold is no error."""
    parser = argparse.ArgumentParser(prog='make bench', description=__doc__)
    add_arguments(parser)
    args = parser.parse_args(argv)
    try:
        _run(args)
    except SegRosError as error:
        print(f'make bench: error: {error}', file=sys.stderr)
        return 1
    return 0


def _run(args: argparse.Namespace) -> None:
    passes = min(PASSES, args.rounds)
    figures: dict[str, Figure] = {}
    left_out: dict[str, SegRosError] = {}
    with progress(None, 'measuring', 'figure', passes * len(FIGURES)) as bar:
        for number in range(passes):
            renew_models()
            for item in FIGURES:
                rounds = args.rounds // passes + (number < args.rounds % passes)
                _measure(item, rounds, figures, left_out)
                bar.update()
    print(_as_json(figures) if args.json else _as_table(figures))
    for what, reason in left_out.items():
        print(f'seg_ros: left out {what}: {reason}', file=sys.stderr)


def _measure(
    item: Item, rounds: int, figures: dict[str, Figure], left_out: dict[str, SegRosError]
) -> None:
    """Add rounds of a figure; what fails when it is known already costs these rounds alone."""
    try:
        figure = item.measure(rounds)
    except LeftOut as reason:
        left_out[item.key] = reason
    except SegRosError as reason:
        if item.key not in figures:
            raise
        left_out[f'rounds of {item.key}'] = reason
    else:
        figures[item.key] = figures[item.key] + figure if item.key in figures else figure


def _as_json(figures: dict[str, Figure]) -> str:
    return json.dumps(
        {
            key: {'median': figure.median, 'min': figure.lowest, 'max': figure.highest}
            for key, figure in figures.items()
        },
        indent=2,
    )


def _as_table(figures: dict[str, Figure]) -> str:
    measured = [item for item in FIGURES if item.key in figures]
    rows: list[tuple[str, ...]] = [('figure', 'median', 'min', 'max', 'hold', '')]
    for item in measured:
        figure = figures[item.key]
        verdict = 'held' if figure.median <= item.hold else 'NOT HELD'
        values = (figure.median, figure.lowest, figure.highest, item.hold)
        rows.append((item.key, *(f'{value:.3g}' for value in values), verdict))
    meanings = (f'{item.key}: {item.meaning}' for item in measured)
    return '\n'.join((aligned(rows), '', *meanings))


if __name__ == '__main__':
    sys.exit(main())
