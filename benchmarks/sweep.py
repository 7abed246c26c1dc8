# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Drive over the simulated field at many parameters, and draw the plots of sweeps.md.

    python benchmarks/sweep.py              # drives, then draws; needs matplotlib
    python benchmarks/sweep.py --draw       # draws again from sweeps.json

Drives are `python -m seg_ros sim --json`, so that every point can be made again by hand.
"""

import argparse
from concurrent.futures import ThreadPoolExecutor
import json
import os
from pathlib import Path
import subprocess
import sys

import matplotlib
from matplotlib import pyplot
from matplotlib.axes import Axes
import numpy as np
from tqdm import tqdm

HERE = Path(__file__).parent
FIGURES = HERE / 'sweeps.json'
PLOTS = HERE.parent / 'docs' / 'sweeps'
SEEDS = (1, 2, 3)
SWEEPS = {
    'speed': [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0],
    'latency': [0.05, 0.15, 0.25, 0.35, 0.45, 0.55],
    'nozzle-pitch': [0.01, 0.02, 0.04, 0.08, 0.14, 0.28, 0.5],
    'weed-cover': [0.002, 0.01, 0.02, 0.04, 0.06, 0.1, 0.15, 0.2, 0.3],
}
NAMES = {
    'speed': 'speed, m/s',
    'latency': 'latency from capture to patches, s',
    'nozzle-pitch': 'from nozzle to nozzle, m',
    'weed-cover': 'share of ground under weeds',
}
PITCHES = (0.02, 0.04, 0.14, 0.5)
OFTEN_QUOTED = (0.7, 0.9)


def main() -> None:
    """Drive where asked, and draw."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[1])
    parser.add_argument('--draw', action='store_true', help='draw what was driven before')
    parser.add_argument('--length', type=float, default=30.0, help='of each drive in meters')
    args = parser.parse_args()
    if not args.draw:
        FIGURES.write_text(json.dumps(drive_all(args.length), indent=1) + '\n')
    matplotlib.use('Agg')
    results = json.loads(FIGURES.read_text())
    for name in SWEEPS:
        draw_sweep(results, name)
    draw_savings(results)


def drive_all(length_m: float) -> list[dict]:
    """Drive every setting with every seed; return one dict of options and figures for each."""
    wanted: list[dict[str, float | None]] = [
        {name: value} for name, values in SWEEPS.items() for value in values
    ]
    wanted += [
        {'nozzle-pitch': pitch, 'weed-cover': cover, 'no-crops': None}
        for pitch in PITCHES
        for cover in SWEEPS['weed-cover']
    ]
    drives = [{**options, 'seed': seed} for options in wanted for seed in SEEDS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = pool.map(lambda options: drive(options, length_m), drives)
        return list(tqdm(done, 'driving', len(drives), unit='drive'))


def drive(options: dict, length_m: float) -> dict:
    """Drive once with perfect masks; return the options with the figures."""
    words = [
        f'--{name}' if value is None else f'--{name}={value}' for name, value in options.items()
    ]
    command = [sys.executable, '-m', 'seg_ros', 'sim', '--json', f'--length={length_m}', *words]
    output = subprocess.run(command, check=True, capture_output=True, text=True)
    return {'options': options, **json.loads(output.stdout)}


def draw_sweep(results: list[dict], name: str) -> None:
    """Draw what becomes of hits, crops and savings along one option."""
    figure, (upper, lower) = pyplot.subplots(2, sharex=True, figsize=(7.0, 6.0))
    chosen = [result for result in results if set(result['options']) == {name, 'seed'}]
    for axes, keys in (
        (upper, ('weeds_hit', 'weed_area_hit', 'crops_touched', 'unreachable')),
        (lower, ('saving', 'saving_best', 'sprayed_fraction', 'stray')),
    ):
        for key in keys:
            line(axes, chosen, name, key, key.replace('_', ' '))
        axes.set_ylim(-0.02, 1.02)
        axes.grid(alpha=0.3)
        axes.legend(loc='center left', bbox_to_anchor=(1.0, 0.5))
    lower.set_xlabel(NAMES[name])
    save(figure, name.replace('-', '_'))


def draw_savings(results: list[dict]) -> None:
    """Draw the saving on a fallow over weed cover, for several nozzle pitches."""
    figure, axes = pyplot.subplots(figsize=(7.0, 4.5))
    axes.axhspan(*OFTEN_QUOTED, color='0.9', label='often quoted: 70 to 90 %')
    for pitch in PITCHES:
        chosen = [
            result
            for result in results
            if 'no-crops' in result['options'] and result['options']['nozzle-pitch'] == pitch
        ]
        line(axes, chosen, 'weed-cover', 'saving', f'nozzles every {100 * pitch:g} cm')
    axes.set(xlabel=NAMES['weed-cover'], ylabel='product saved', ylim=(0.0, 1.0))
    axes.grid(alpha=0.3)
    axes.legend()
    save(figure, 'savings')


def line(axes: Axes, results: list[dict], name: str, key: str, label: str) -> None:
    """Draw the mean over the seeds, and their spread as a band."""
    values = sorted({result['options'][name] for result in results})
    spread = np.array(
        [
            [result[key] for result in results if result['options'][name] == value]
            for value in values
        ],
        float,
    )
    (drawn,) = axes.plot(values, spread.mean(axis=1), marker='o', markersize=3, label=label)
    axes.fill_between(
        values, spread.min(axis=1), spread.max(axis=1), alpha=0.2, color=drawn.get_color()
    )


def save(figure: pyplot.Figure, name: str) -> None:
    """Write the plot into docs/sweeps."""
    figure.savefig(PLOTS / f'{name}.png', dpi=90, bbox_inches='tight')
    pyplot.close(figure)


if __name__ == '__main__':
    main()
