# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros train`: from labels, or the simulated field, to a network; it stops and goes on."""

import argparse
from contextlib import closing
import json
import os
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from seg_ros.atomic_files import replacing, write_image
from seg_ros.cli.parameter_options import add_options, parameters_from
from seg_ros.cli.progress import progress
from seg_ros.cli.renamed import refuse_old_options, TRAIN_OPTIONS
from seg_ros.errors import InputError
from seg_ros.training.config import DataPlan, TrainingConfig
from seg_ros.training.optional_dependencies import require

if TYPE_CHECKING:
    from seg_ros.training.training import Training


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the labels are, where the run lives, and every parameter of the training."""
    parser.add_argument(
        'folder',
        metavar='FOLDER',
        nargs='?',
        default='',
        help='folder of images/ and labels/; default: the simulated field',
    )
    parser.add_argument(
        '--dataset',
        metavar='YAML',
        default='',
        help='what the labels mean (default: dataset.yaml in FOLDER)',
    )
    parser.add_argument(
        '--validation',
        metavar='FOLDER',
        default='',
        help='labelled images to measure on, of the same meaning',
    )
    parser.add_argument(
        '--every',
        metavar='N',
        type=int,
        default=5,
        help='without --validation: keep every N-th image (default: %(default)s)',
    )
    parser.add_argument(
        '--out',
        type=Path,
        default=Path('run'),
        help='folder of checkpoints and report (default: %(default)s)',
    )
    parser.add_argument('--resume', action='store_true', help='go on with the run in --out')
    parser.add_argument(
        '--minutes', type=float, default=float('inf'), help='stop after so long; --resume goes on'
    )
    parser.add_argument(
        '--workers',
        type=int,
        metavar='N',
        default=max(1, (os.cpu_count() or 2) - 1),
        help='processes that make batches (default: %(default)s)',
    )
    add_options(parser, TrainingConfig, units=False)
    refuse_old_options(parser, TRAIN_OPTIONS)


def main(args: argparse.Namespace) -> int:
    """Train until the last step or until the time is over, and write the report."""
    require('torch', 'matplotlib')
    # Threads that wait by spinning take the processor from the thread that makes the crops.
    os.environ.setdefault('OMP_WAIT_POLICY', 'PASSIVE')
    from seg_ros.training.checkpoint import LATEST
    from seg_ros.training.data.open_dataset import open_data, open_validation
    from seg_ros.training.training import Training

    recipe = parameters_from(args, TrainingConfig, units=False)
    plan = DataPlan(args.folder, args.dataset, args.validation, args.every)
    if (args.out / LATEST).exists() and not args.resume:
        raise InputError(f'{args.out} holds a run; go on with --resume, or name another --out')
    training = Training(
        recipe,
        plan,
        open_data(plan, recipe),
        open_validation(plan, recipe).samples,
        args.out,
        args.workers,
    )
    if args.resume:
        training.resume()
    images_per_s = _run(training, args.minutes)
    rest = '' if training.step == recipe.steps else '; go on with --resume'
    print(f'{training.step} of {recipe.steps} steps, {images_per_s:.1f} images per second{rest}')
    if training.history:
        _report(training, args.out)
    return 0


def _run(training: 'Training', minutes: float) -> float:
    start, first, miou = monotonic(), training.step, 0.0
    with (
        closing(training.steps()) as steps,
        progress(None, 'training', 'step', training.recipe.steps) as bar,
    ):
        bar.update(first)
        for done in steps:
            miou = miou if done.miou is None else done.miou
            bar.set_postfix(loss=f'{done.loss:.3f}', miou=f'{miou:.3f}', refresh=False)
            bar.update()
            if monotonic() - start > 60.0 * minutes:
                break
    return (training.step - first) * training.recipe.batch / (monotonic() - start)


def _report(training: 'Training', out: Path) -> None:
    from seg_ros.training.plots import (
        confusion_figure,
        training_figure,
        worst_image,
        write_figure,
    )

    gallery = training.gallery()
    write_figure(out / 'curves.png', training_figure(training.history))
    write_figure(out / 'confusion.png', confusion_figure(gallery.counts, training.classes))
    write_image(out / 'worst.png', worst_image(gallery.worst, training.classes))
    with replacing(out / 'report.json') as part:
        part.write_text(json.dumps(training.report(), indent=2) + '\n', 'utf-8')
    best = max(training.history, key=lambda entry: entry['miou'])
    ious = ', '.join(f'{name} {iou:.3f}' for name, iou in best['iou'].items())
    print(
        f'best at step {best["step"]}: mIoU {best["miou"]:.3f} ({ious})\n'
        f'curves.png, confusion.png, worst.png and report.json are in {out}/'
    )
