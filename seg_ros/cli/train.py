# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros train`: train a network on labeled images or on the simulated field."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
import json
import os
from pathlib import Path
import signal
import sys
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING

from seg_ros.atomic_files import replacing, write_image
from seg_ros.cli.arg_types import not_negative
from seg_ros.cli.parameter_options import add_options, parameters_from
from seg_ros.cli.progress import progress
from seg_ros.cli.renamed import refuse_old_options, TRAIN_OPTIONS
from seg_ros.errors import InputError
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.optional_dependencies import require

if TYPE_CHECKING:
    from seg_ros.training.training import Training


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the data, the folder of the run, and the options of the training."""
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
        help='description of the labels (default: dataset.yaml in FOLDER)',
    )
    parser.add_argument(
        '--validation',
        metavar='FOLDER',
        default='',
        help='labeled images to validate on, with the same label ids',
    )
    parser.add_argument(
        '--every',
        metavar='N',
        type=int,
        default=5,
        help='without --validation: validate on every N-th image (default: %(default)s)',
    )
    parser.add_argument(
        '--out',
        type=Path,
        default=Path('run'),
        help='folder for checkpoints and report (default: %(default)s)',
    )
    parser.add_argument('--resume', action='store_true', help='continue the run in --out')
    parser.add_argument(
        '--minutes',
        type=float,
        default=float('inf'),
        help='stop after this time; --resume continues',
    )
    parser.add_argument(
        '--workers',
        type=not_negative,
        metavar='N',
        default=max(1, (os.cpu_count() or 2) - 1),
        help='processes that make batches (default: %(default)s)',
    )
    add_options(parser, TrainingConfig, units=False)
    refuse_old_options(parser, TRAIN_OPTIONS)


def main(args: argparse.Namespace) -> int:
    """Train until the last step, the time limit or an interrupt, and write the report."""
    require('torch', 'matplotlib')
    # Spinning OpenMP threads slow down the processes that make the crops.
    os.environ.setdefault('OMP_WAIT_POLICY', 'PASSIVE')
    from seg_ros.training.checkpoint import LATEST
    from seg_ros.training.data.open_dataset import open_data, open_validation
    from seg_ros.training.training import Training

    config = parameters_from(args, TrainingConfig, units=False)
    data_config = DataConfig(args.folder, args.dataset, args.validation, args.every)
    if (args.out / LATEST).exists() and not args.resume:
        raise InputError(f'{args.out} holds a run; continue with --resume, or name another --out')
    data, validation = open_data(data_config, config), open_validation(data_config, config)
    for finding in dict.fromkeys((*data.findings, *validation.findings)):
        print(f'seg_ros: warning: {finding.message}', file=sys.stderr)
    training = Training(config, data_config, data, validation.samples, args.out, args.workers)
    if args.resume:
        training.resume()
    images_per_s, is_interrupted = _run(training, args.minutes)
    if is_interrupted:
        print(
            f'seg_ros: interrupted, {args.out} has {training.step} of {config.steps} steps; '
            'continue with --resume',
            file=sys.stderr,
        )
        return 130
    rest = '' if training.step == config.steps else '; continue with --resume'
    print(f'{training.step} of {config.steps} steps, {images_per_s:.1f} images per second{rest}')
    if training.history:
        _report(training, args.out)
    return 0


def _run(training: 'Training', minutes: float) -> tuple[float, bool]:
    """Train; return the images per second, and whether it was interrupted."""
    start, first, miou = monotonic(), training.step, '-'
    with (
        _deferred_interrupt() as is_interrupted,
        closing(training.steps()) as steps,
        progress(None, 'training', 'step', training.config.steps) as bar,
    ):
        bar.update(first)
        for done in steps:
            miou = miou if done.miou is None else f'{done.miou:.3f}'
            bar.set_postfix(loss=f'{done.loss:.3f}', miou=miou, refresh=False)
            bar.update()
            if is_interrupted() or monotonic() - start > 60.0 * minutes:
                break
        interrupted = is_interrupted()
    images = (training.step - first) * training.config.batch
    return images / (monotonic() - start), interrupted


@contextmanager
def _deferred_interrupt() -> Iterator[Callable[[], bool]]:
    """Yield a function that says whether there was a SIGINT; a second one raises at once."""
    received: list[int] = []

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        if received:
            raise KeyboardInterrupt
        received.append(number)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield lambda: bool(received)
    finally:
        signal.signal(signal.SIGINT, before)


def _report(training: 'Training', out: Path) -> None:
    from seg_ros.training.plots import (
        confusion_figure,
        training_figure,
        worst_image,
        write_figure,
    )

    summary = training.validate()
    write_figure(out / 'curves.png', training_figure(training.history))
    write_figure(out / 'confusion.png', confusion_figure(summary.counts, training.classes))
    write_image(out / 'worst.png', worst_image(summary.worst, training.classes))
    with replacing(out / 'report.json') as part:
        part.write_text(json.dumps(training.report(), indent=2) + '\n', 'utf-8')
    best = max(training.history, key=lambda entry: entry['miou'])
    ious = ', '.join(f'{name} {iou:.3f}' for name, iou in best['iou'].items())
    print(
        f'best at step {best["step"]}: mIoU {best["miou"]:.3f} ({ious})\n'
        f'curves.png, confusion.png, worst.png and report.json are in {out}/'
    )
