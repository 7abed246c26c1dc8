# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Train on few photos for few minutes, many times; draw the learning curves of five_photos.md.

    python -m benchmarks.learning_curve photos/ --dataset photos.yaml --name carrots
    python -m benchmarks.learning_curve --draw      # draws again from learning_curve.json

Every fifth photo in the order of names is kept for validation; the seed draws training photos from
the others. Each run is a `seg_ros train` with its defaults, so that every point can be made again
by hand. Runs that are in learning_curve.json are not made again.
"""

import argparse
from dataclasses import asdict, dataclass
from itertools import product
import json
from pathlib import Path
import shutil
import subprocess
import sys
from tempfile import TemporaryDirectory

import matplotlib
from matplotlib import pyplot
import numpy as np
from tqdm import tqdm

from benchmarks.performance.pages import grouped, put, spread, table
from seg_ros.training.data.dataset import FILE_NAME, open_dataset
from seg_ros.training.data.samples import LabeledFile, split

HERE = Path(__file__).parent
FIGURES = HERE / 'learning_curve.json'
PAGE = HERE.parent / 'docs' / 'five_photos.md'
PLOTS = HERE.parent / 'docs' / 'five_photos'
EVERY = 5


@dataclass(frozen=True)
class Run:
    """One training: which photos, how many of them, for how long, begun with what."""

    name: str
    photos: int
    minutes: float
    seed: int
    init: str = ''


def main() -> None:
    """Train where asked, and draw."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[1])
    parser.add_argument('folder', nargs='?', type=Path, help='images/ and labels/')
    parser.add_argument('--dataset', type=Path, help='description of the labels')
    parser.add_argument('--name', default='photos', help='of the dataset in table and plot')
    parser.add_argument('--photos', type=int, nargs='+', default=[3, 5, 10, 20])
    parser.add_argument('--minutes', type=float, nargs='+', default=[5.0, 15.0, 60.0])
    parser.add_argument('--seeds', type=int, nargs='+', default=[0, 1, 2])
    parser.add_argument('--init', default='', help='initial weights (default: those of `train`)')
    parser.add_argument('--draw', action='store_true', help='draw what was trained before')
    args = parser.parse_args()
    if not args.draw:
        settings = product(args.minutes, args.photos, args.seeds)
        runs = [
            Run(args.name, photos, minutes, seed, args.init) for minutes, photos, seed in settings
        ]
        train_all(runs, args.folder, args.dataset or args.folder / FILE_NAME)
    draw(json.loads(FIGURES.read_text('utf-8')))


def train_all(runs: list[Run], folder: Path, description: Path) -> None:
    """Make the runs that are not in the file, and add each when it is complete."""
    results = json.loads(FIGURES.read_text('utf-8')) if FIGURES.exists() else []
    known = [
        Run(**{name: result[name] for name in Run.__dataclass_fields__}) for result in results
    ]
    others, kept = split(open_dataset(folder, description).files, EVERY)
    for run in tqdm([run for run in runs if run not in known], 'training', unit='run'):
        with TemporaryDirectory() as temporary:
            results.append(asdict(run) | train(run, others, kept, description, Path(temporary)))
        FIGURES.write_text(json.dumps(results, indent=1) + '\n', 'utf-8')


def train(
    run: Run,
    others: tuple[LabeledFile, ...],
    kept: tuple[LabeledFile, ...],
    description: Path,
    folder: Path,
) -> dict:
    """Train once; return step, mIoU and IoU by class of the best validation."""
    chosen = np.random.default_rng(run.seed).choice(len(others), run.photos, replace=False)
    link(tuple(others[number] for number in chosen), description, folder / 'chosen')
    link(kept, description, folder / 'kept')
    command = [sys.executable, '-m', 'seg_ros', 'train', str(folder / 'chosen')]
    command += ['--validation', str(folder / 'kept'), '--out', str(folder / 'run')]
    command += ['--minutes', str(run.minutes), '--seed', str(run.seed), '--init', run.init]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    history = json.loads((folder / 'run' / 'report.json').read_text('utf-8'))['history']
    best = max(history, key=lambda entry: entry['miou'])
    names = [others[number].name for number in sorted(chosen)]
    return {
        'names': names,
        'steps': history[-1]['step'],
        **{name: best[name] for name in ('step', 'miou', 'iou')},
    }


def link(files: tuple[LabeledFile, ...], description: Path, folder: Path) -> None:
    """Make a dataset of links to the files."""
    for name in ('images', 'labels'):
        (folder / name).mkdir(parents=True)
    for file in files:
        (folder / 'images' / file.image.name).symlink_to(file.image.resolve())
        (folder / 'labels' / file.labels.name).symlink_to(file.labels.resolve())
    shutil.copy(description, folder / FILE_NAME)


def draw(results: list[dict]) -> None:
    """Write the tables into the page, and one plot for each dataset."""
    matplotlib.use('Agg')
    PLOTS.mkdir(exist_ok=True)
    lines = []
    for (name, init), of_name in grouped(results, 'name', 'init').items():
        for (photos, minutes), runs in grouped(of_name, 'photos', 'minutes').items():
            lines.append(
                (name, init or 'default', str(photos), f'{minutes:g}', str(len(runs)))
                + (spread(runs, 'miou', '{:.3f}'),)
            )
    head = ('photos of', 'begins with', 'photos', 'minutes', 'runs', 'mIoU, median (range)')
    put('learning curve', table(head, lines), PAGE)
    for (name,), of_name in grouped(results, 'name').items():
        draw_curves(name, [row for row in of_name if not row['init']])


def draw_curves(name: str, results: list[dict]) -> None:
    """Draw mIoU over photos for each duration, the median of the seeds with their range."""
    figure, axes = pyplot.subplots(figsize=(6.0, 4.0))
    for (minutes,), of_minutes in sorted(grouped(results, 'minutes').items()):
        groups = sorted(grouped(of_minutes, 'photos').items())
        photos = [key[0] for key, _ in groups]
        values = [[row['miou'] for row in rows] for _, rows in groups]
        middle, lowest, highest = ([f(each) for each in values] for f in (np.median, min, max))
        (line,) = axes.plot(photos, middle, marker='o', label=f'{minutes:g} minutes')
        axes.fill_between(photos, lowest, highest, alpha=0.2, color=line.get_color())
    axes.set(xlabel='photos', ylabel='mIoU on the kept photos', title=name)
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(PLOTS / f'{name}.png', dpi=90, bbox_inches='tight')
    pyplot.close(figure)


if __name__ == '__main__':
    main()
