# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros train`: train a network on labeled images or on the simulated field."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields, replace
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
from seg_ros.errors import InputError, ParameterError
from seg_ros.parameters import option_of
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
        help='without --validation: validate on every N-th image (default: 5, or the number of '
        'images where there are fewer)',
    )
    parser.add_argument(
        '--out',
        type=Path,
        default=Path('run'),
        help='folder for checkpoints and report (default: %(default)s)',
    )
    parser.add_argument('--resume', action='store_true', help='continue the run in --out')
    parser.add_argument(
        '--workers',
        type=not_negative,
        metavar='N',
        default=max(1, (os.cpu_count() or 2) - 1),
        help='processes that make batches (default: %(default)s)',
    )
    add_options(parser, TrainingConfig, units=False, filled=False)
    refuse_old_options(parser, TRAIN_OPTIONS)


def main(args: argparse.Namespace) -> int:
    """Train until the end of the run or an interrupt, and write the report."""
    require('torch', 'matplotlib')
    # Spinning OpenMP threads slow down the processes that make the crops.
    os.environ.setdefault('OMP_WAIT_POLICY', 'PASSIVE')
    from seg_ros.training.checkpoint import LATEST
    from seg_ros.training.data.open_dataset import open_data, open_validation
    from seg_ros.training.malloc import keep_freed_memory
    from seg_ros.training.training import Training

    keep_freed_memory()
    if (args.out / LATEST).exists() and not args.resume:
        raise InputError(f'{args.out} holds a run; continue with --resume, or name another --out')
    config, data_config = _configs(args)
    data, validation = open_data(data_config, config), open_validation(data_config, config)
    for finding in dict.fromkeys((*data.findings, *validation.findings)):
        print(f'seg_ros: warning: {finding.message}', file=sys.stderr)
    training = Training(
        config,
        data_config,
        data,
        validation.samples,
        args.out,
        monotonic,
        args.workers,
        args.resume,
    )
    if args.resume:
        training.resume()
    images_per_s, is_interrupted = _run(training)
    if is_interrupted:
        print(
            f'seg_ros: interrupted, {args.out} has {_done(training)}; continue with --resume',
            file=sys.stderr,
        )
        return 130
    print(f'{_done(training)}, {images_per_s:.1f} images per second')
    _report(training, args.out)
    print(f'next: {_export_command(training, args.out)}')
    return 0


def _configs(args: argparse.Namespace) -> tuple[TrainingConfig, DataConfig]:
    """Return the options; those not given are of the run to resume, or fit data and weights."""
    from seg_ros.training.default_config import default_config, default_every
    from seg_ros.training.saved_run import saved_configs

    if args.steps and args.minutes is not None:
        raise ParameterError('a run has --steps or --minutes, got both')
    if args.resume:
        defaults, saved = saved_configs(args.out)
        data_config = DataConfig(
            args.folder or saved.folder,
            args.dataset or saved.dataset,
            args.validation or saved.validation,
            args.every or saved.every,
        )
    else:
        data_config = DataConfig(args.folder, args.dataset, args.validation)
        every = args.every or default_every(data_config)
        data_config = replace(data_config, every=every)
        defaults = default_config(data_config, args.begin_with or '')
    config = parameters_from(args, TrainingConfig, units=False, defaults=defaults)
    chosen = [
        f'{option_of(field)} {getattr(config, field.name)}'
        for field in fields(config)
        if getattr(args, field.name) is None and getattr(config, field.name) != field.default
    ]
    if chosen and not args.resume:
        print(f'options for these images and initial weights: {" ".join(chosen)}')
    return config, data_config


def _run(training: 'Training') -> tuple[float, bool]:
    """Train; return the images per second, and whether it was interrupted."""
    start, first, miou = monotonic(), training.step, '-'
    unit = 'step' if training.config.steps else 's'
    with (
        _deferred_interrupt() as is_interrupted,
        closing(training.steps()) as steps,
        progress(None, 'training', unit, round(training.schedule.total)) as bar,
    ):
        bar.update(int(training.done))
        for done in steps:
            miou = miou if done.miou is None else f'{done.miou:.3f}'
            bar.set_postfix(loss=f'{done.loss:.3f}', miou=miou, refresh=False)
            bar.update(int(training.done) - bar.n)
            if is_interrupted():
                break
        interrupted = is_interrupted()
    images = (training.step - first) * training.config.batch
    return images / (monotonic() - start), interrupted


def _done(training: 'Training') -> str:
    if training.config.steps:
        return f'{training.step} of {training.config.steps} steps'
    minutes = training.elapsed_s / 60.0
    return f'{training.step} steps in {minutes:.1f} of {training.config.minutes:g} minutes'


def _export_command(training: 'Training', out: Path) -> str:
    from seg_ros.training.validate import network_size

    size = ''
    if training.config.scale != 1.0:
        height, width = training.validation[0].channels.shape
        size = ' --size {} {}'.format(*network_size(height, width, training.config))
    return f'seg_ros export {out} --out {out.name}.onnx --half{size}'


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
