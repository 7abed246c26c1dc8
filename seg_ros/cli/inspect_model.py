# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros inspect`: report about a network and how it is decoded, and a first manifest."""

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path

from seg_ros.atomic_files import refuse_to_replace, replacing
from seg_ros.cli.model_report import report
from seg_ros.errors import InputError, SegRosError
from seg_ros.inference.default_manifest import guess_manifest
from seg_ros.inference.engine import Engine, open_engine
from seg_ros.inference.graph_info import read_graph
from seg_ros.inference.io_detection.detect import detect_io_spec
from seg_ros.inference.manifest import Manifest
from seg_ros.inference.manifest_yaml import dump_manifest, load_manifest
from seg_ros.inference.model_files import find_model, find_model_files, INCLUDED_MODELS, sha256_of
from seg_ros.parameters import SegmenterParameters

BESIDE = Path()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the network and the manifest to read or to write."""
    parser.add_argument('model', metavar='MODEL', help='included model, or .onnx or .tflite file')
    parser.add_argument(
        '--manifest',
        default='',
        help='manifest, if not the .yaml file beside the model',
    )
    parser.add_argument(
        '--write',
        metavar='PATH',
        type=Path,
        nargs='?',
        const=BESIDE,
        help='write a first manifest (default: the .yaml file beside the model)',
    )
    parser.add_argument(
        '--force', action='store_true', help='with --write: replace an existing file'
    )


def main(args: argparse.Namespace) -> int:
    """Print the report, and write the manifest with --write."""
    path = find_model(args.model)
    target = path.with_suffix('.yaml') if args.write == BESIDE else args.write
    if target is not None:
        _refuse_target(target, args.force)
    engine = open_engine(path, threads=SegmenterParameters.threads)
    manifest, guesses = _manifest(path, args, engine)
    io_spec = detect_io_spec(manifest, engine.inputs, engine.outputs, engine.run)
    print(report(path, engine, manifest, io_spec, guesses))
    if target is not None:
        checksum = sha256_of(path)
        with replacing(target) as part:
            part.write_text(dump_manifest(replace(manifest, sha256=checksum), path.name), 'utf-8')
        print(f'\nwrote {target}: check it, above all the guessed fields')
    return 0


def _refuse_target(target: Path, force: bool) -> None:
    if target.suffix not in ('.yaml', '.yml'):
        raise InputError(f'a manifest must be a .yaml file, got {target}')
    if target.resolve().parent == INCLUDED_MODELS:
        raise InputError(f'{target} belongs to an included model; name another file')
    refuse_to_replace((target,), force)


def _manifest(
    path: Path, args: argparse.Namespace, engine: Engine
) -> tuple[Manifest, tuple[str, ...]]:
    beside = path.with_suffix('.yaml').is_file() and args.write is None
    if args.manifest or beside:
        return load_manifest(find_model_files(args.model, args.manifest).manifest), ()
    return guess_manifest(
        engine.inputs, engine.outputs, engine.run, partial(_class_count, path), engine.metadata
    )


def _class_count(path: Path, output: str) -> int | None:
    try:
        return read_graph(path, output=output).class_count if path.suffix == '.onnx' else None
    except SegRosError:
        return None  # the report has the reason, and guess_manifest works without the number
