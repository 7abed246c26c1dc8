# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros score`: metrics of class maps against labels, as a table or as JSON."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict
import json
from pathlib import Path
import sys

from seg_ros.cli.progress import progress
from seg_ros.cli.table import aligned
from seg_ros.datatypes import ClassGroup, ClassLabel, UNLABELLED
from seg_ros.inference.manifest_yaml import load_manifest
from seg_ros.inference.model_files import find_model_files
from seg_ros.label_files import LabelRule, match, read_pair
from seg_ros.metrics import score, Scores


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare class maps, labels and how label ids are read."""
    parser.add_argument(
        'prediction',
        metavar='PRED',
        type=Path,
        help='folder of class maps that `segment` wrote, or one class map',
    )
    parser.add_argument(
        'labels',
        metavar='LABELS',
        type=Path,
        help='folder of labels with the same names (any suffix), or one label file',
    )
    add_label_rule(parser)
    parser.add_argument(
        '--model', default='', help='model whose class names are shown in the table'
    )
    parser.add_argument('--manifest', default='', help='manifest, if not beside the model')
    parser.add_argument('--json', action='store_true', help='print JSON')


def add_label_rule(parser: argparse.ArgumentParser) -> None:
    """Declare the mapping from label ids to class ids, and the ignored ones."""
    parser.add_argument(
        '--map',
        metavar='LABEL:CLASS,...',
        type=_label_map,
        default={},
        help='class ids of label ids; other label ids are class ids',
    )
    parser.add_argument(
        '--ignore',
        metavar='ID',
        type=int,
        nargs='+',
        action='extend',
        default=[],
        help='label ids, as in the files, whose pixels are ignored',
    )


def main(args: argparse.Namespace) -> int:
    """Score all pairs and print the metrics; InputError where files do not match."""
    rule = LabelRule(args.map, tuple(args.ignore))
    classes, groups = _classes_and_groups(args)
    files = match(args.prediction, args.labels)
    pairs = (read_pair(pair, rule) for pair in progress(files, 'scoring', 'image'))
    scores = score(pairs, groups)
    warn_of_one_class(scores, rule.ignored)
    print(as_json(scores) if args.json else as_table(scores, classes))
    return 0


def warn_of_one_class(scores: Scores, ignored: Iterable[int]) -> None:
    """Print a warning where all scored pixels have one label."""
    if len(scores.iou) != 1:
        return
    (class_id,) = scores.iou
    mask = ', use --map 255:1 instead of --ignore 255 if they are masks of 0 and 255'
    print(
        f'seg_ros: warning: all labels are of class {class_id}'
        + mask * (class_id == 0 and UNLABELLED in ignored),
        file=sys.stderr,
    )


def _label_map(text: str) -> dict[int, int]:
    try:
        pairs = [part.split(':') for part in text.split(',')]
        return {int(label): int(class_id) for label, class_id in pairs}
    except ValueError:
        message = f'expected LABEL:CLASS,... as in 1:1,2:1, got {text!r}'
        raise argparse.ArgumentTypeError(message) from None


def _classes_and_groups(
    args: argparse.Namespace,
) -> tuple[tuple[ClassLabel, ...], tuple[ClassGroup, ...]]:
    if not args.model and not args.manifest:
        return (), ()
    path = (
        find_model_files(args.model, args.manifest).manifest if args.model else Path(args.manifest)
    )
    manifest = load_manifest(path)
    return manifest.classes, manifest.groups


def as_json(scores: Scores) -> str:
    """Return the metrics as JSON."""
    keys = ('iou', 'miou', 'accuracy', 'boundary_f1', 'images', 'worst')
    values = asdict(scores)
    return json.dumps({key: values[key] for key in keys}, indent=2)


def as_table(scores: Scores, classes: Iterable[ClassLabel]) -> str:
    """Return the metrics as a table with the names of these classes."""
    names = {label.id: label.name for label in classes}
    rows = [('id', 'class', 'IoU', 'of labels', 'of prediction')]
    for class_id, share in scores.shares.items():
        iou = f'{scores.iou[class_id]:.3f}' if class_id in scores.iou else '-'
        name = 'unlabelled' if class_id == UNLABELLED else names.get(class_id, '')
        rows.append((str(class_id), name, iou, f'{share.labels:.2%}', f'{share.prediction:.2%}'))
    boundary_f1 = '-' if scores.boundary_f1 is None else f'{scores.boundary_f1:.3f}'
    return '\n'.join(
        (
            aligned(rows, left=2),
            '',
            *(f'mask {name}: IoU {iou:.3f}' for name, iou in scores.mask_iou.items()),
            f'mIoU {scores.miou:.3f}, pixel accuracy {scores.accuracy:.3f}, '
            f'boundary F1 at 2 px {boundary_f1}, images: {scores.images}',
            f'worst: {scores.worst.image}, mIoU {scores.worst.miou:.3f}',
        )
    )
