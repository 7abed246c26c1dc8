# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The command line: run the verb with its arguments, and print errors as one line."""

import argparse
from importlib import import_module
import os
import sys

from seg_ros import __version__
from seg_ros.cli import renamed
from seg_ros.errors import ParameterError, SegRosError

VERBS = {
    'demo': ('seg_ros.cli.demo', 'run the nodes on the simulated field and show the results'),
    'segment': ('seg_ros.cli.segment', 'segment images, folders and videos'),
    'score': ('seg_ros.cli.score', 'compute metrics of class maps against labels'),
    'inspect': (
        'seg_ros.cli.inspect_model',
        'report inputs, outputs and memory of a network and write a first manifest',
    ),
    'labels': ('seg_ros.cli.labels', 'convert what a labeling tool exported into a dataset'),
    'train': ('seg_ros.cli.train', 'train a network on labeled images or on the simulated field'),
    'export': ('seg_ros.cli.export', 'write a trained network as ONNX with its manifest'),
    'quantize': ('seg_ros.cli.quantize', 'quantize a network to int8 and compare both'),
    'evaluate': ('seg_ros.cli.evaluate', 'compute metrics of a network on labeled images'),
    'sim': ('seg_ros.cli.sim', 'simulate a sprayer on a field and report hit rate and savings'),
    'benchmark': (
        'seg_ros.cli.benchmark',
        'measure run time and memory of a network on this machine',
    ),
    'params': ('seg_ros.cli.params', 'print the parameter file of a node'),
}


def main(argv: list[str] | None = None) -> int:
    """Run one verb; return 0, 1 on an error, 130 when interrupted; usage errors exit with 2."""
    argv = sys.argv[1:] if argv is None else argv
    _silence_opencv()
    try:
        if argv and argv[0] in renamed.VERBS:
            raise ParameterError(f'the verb {argv[0]} is now `{renamed.VERBS[argv[0]]}`')
        parser = _parser(argv)
        args = parser.parse_args(argv)
        if args.verb is None:
            parser.print_help()
            return 0
        code = args.main(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader of the pipe has exited; flushing at exit must not raise once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (SegRosError, OSError, MemoryError) as error:
        print(f'seg_ros: error: {error}', file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print('seg_ros: interrupted', file=sys.stderr)
        return 130


def _parser(argv: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='seg_ros',
        description='Segmentation for ROS 2, from the shell.',
        epilog='`seg_ros VERB --help` shows the options of a verb.',
    )
    parser.add_argument('--version', action='version', version=f'seg_ros {__version__}')
    verbs = parser.add_subparsers(dest='verb', metavar='VERB')
    for name, (module, summary) in VERBS.items():
        description = f'{summary[0].upper()}{summary[1:]}.'
        verb = verbs.add_parser(name, help=summary, description=description)
        if argv and argv[0] == name:  # importing them all would make --help slow
            code = import_module(module)
            code.add_arguments(verb)
            verb.set_defaults(main=code.main)
    return parser


def _silence_opencv() -> None:
    # OpenCV and FFmpeg would print further lines beside our one line.
    os.environ.setdefault('OPENCV_LOG_LEVEL', 'SILENT')
    os.environ.setdefault('OPENCV_FFMPEG_LOGLEVEL', '-8')
