# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure what performance.md says, put the tables into it, and draw its plots.

    python -m benchmarks.performance                        # all; leave the machine alone
    python -m benchmarks.performance --only scaling inside  # some parts; others stay as they were
    python -m benchmarks.performance --only                 # measure nothing: tables and plots

It needs ROS 2 as `make venv` brings it, matplotlib, onnx and torch. A part that is measured anew
without `--nav2` loses the row of that node.
"""

import argparse
from importlib import import_module
import json
from pathlib import Path

import matplotlib
from tqdm import tqdm

from benchmarks.performance.pages import put

FIGURES = Path(__file__).parent / 'figures.json'
PARTS = (
    'side_by_side',
    'transports',
    'growth',
    'scaling',
    'cameras',
    'planning',
    'inside',
    'pipeline',
    'tiles',
    'textbook',
)


def main() -> None:
    """Measure the parts that are asked for, then write and draw all there are figures of."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[1])
    parser.add_argument('--only', nargs='*', choices=PARTS, default=PARTS, help='parts to measure')
    parser.add_argument('--rounds', type=int, default=3, help='of each part (default: 3)')
    parser.add_argument('--nav2', type=Path, help='segmentation_node.py of the Nav2 tutorial')
    parser.add_argument('--camvid', type=Path, help='folder of images/ and labels/ for textbook')
    args = parser.parse_args()
    matplotlib.use('Agg')
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    options = {'side_by_side': {'nav2': args.nav2}, 'textbook': {'camvid': args.camvid}}
    for name in args.only:
        if name == 'textbook' and args.camvid is None:
            print('textbook is left out: it needs --camvid')
            continue
        rows = import_module(f'benchmarks.performance.{name}').measure(
            args.rounds, **options.get(name, {})
        )
        figures[name] = list(tqdm(rows, name, unit='figure'))
        FIGURES.write_text(json.dumps(figures, indent=1) + '\n')
    for name in figures:
        part = import_module(f'benchmarks.performance.{name}')
        for mark, text in part.tables(figures[name]).items():
            put(mark, text)
        if hasattr(part, 'draw'):
            part.draw(figures[name])


if __name__ == '__main__':
    main()
