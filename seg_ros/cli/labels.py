# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros labels`: what a labeling tool exported, as images and class ids for `train`."""

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
import lzma
from pathlib import Path
from tempfile import TemporaryDirectory
import zipfile
import zlib

import numpy as np

from seg_ros.atomic_files import new_folder, write_image, write_text
from seg_ros.cli.label_sheet import LabelSheet
from seg_ros.cli.labels_yaml import dataset_yaml
from seg_ros.cli.progress import progress
from seg_ros.cli.table import aligned
from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import InputError, SegRosError
from seg_ros.inference.label_sets import LABEL_SETS
from seg_ros.label_formats.class_table import ClassRule
from seg_ros.label_formats.export import Export, ExportedImage
from seg_ros.label_formats.open_export import open_export

SHEET = 'contact_sheet.png'

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,  # also of bz2
    NotImplementedError,
    RuntimeError,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the export, the folder of the dataset, and what an export does not say."""
    parser.add_argument(
        'source',
        metavar='IN',
        type=Path,
        help='what CVAT, Label Studio, Labelme or Roboflow exported, or COCO JSON or YOLO '
        'segmentation: a folder, a zip file, or the file of labels',
    )
    parser.add_argument(
        'out', metavar='OUT', type=Path, help='new or empty folder for the dataset'
    )
    parser.add_argument(
        '--images', metavar='FOLDER', type=Path, help='the images, if they are not in IN'
    )
    parser.add_argument(
        '--background',
        metavar='NAME',
        default='',
        help='name of the class of all pixels that are not drawn (default: soil where the classes '
        'are weed and crop, else background)',
    )
    parser.add_argument(
        '--label-set',
        choices=LABEL_SETS,
        default='',
        help='included label set whose ids the classes get, to begin with a network that has it; '
        'what is not drawn is then soil or background, if the set has that, or is left out',
    )
    parser.add_argument(
        '--keep-empty',
        action='store_true',
        help='images without an object are all background; default: they are left out',
    )


def main(args: argparse.Namespace) -> int:
    """Convert every image, whole or not at all, and print what to do next."""
    rule = ClassRule(args.background, args.label_set)
    with _unpacked(args.source) as source:
        export = open_export(source, args.images, rule)
        with new_folder(args.out) as part:
            conversion = Conversion(export, part, args.keep_empty)
            with progress(export.images, 'converting', 'image') as bar:
                for exported in bar:
                    conversion.add(exported)
            conversion.finish()
    print(conversion.summary(args.out))
    return 0


class Conversion:
    """A dataset in the making: a folder of images and labels for each part of the export."""

    def __init__(self, export: Export, folder: Path, keep_empty: bool) -> None:
        """Start without images."""
        self._export = export
        self._folder = folder
        self._keep_empty = keep_empty
        self._targets = _targets(export.images)
        self._sheet = LabelSheet(export.classes.classes, len(export.images))
        self._pixels = np.zeros(256, np.int64)
        self._images_of = np.zeros(256, np.int64)
        self._splits: Counter[str] = Counter()
        self._empty: list[str] = []

    def add(self, exported: ExportedImage) -> None:
        """Write an image as it is and its class ids; InputError naming what is wrong."""
        labeled = exported.read()
        if labeled.objects == 0 and not self._keep_empty:
            self._empty.append(exported.name)
            return
        split, name = self._targets[exported]
        folder = self._folder / split
        (folder / 'images').mkdir(parents=True, exist_ok=True)
        (folder / 'images' / f'{name}{labeled.suffix}').write_bytes(labeled.data)
        write_image(folder / 'labels' / f'{name}.png', labeled.ids)
        counts = np.bincount(labeled.ids.ravel(), minlength=256)
        self._pixels += counts
        self._images_of += counts > 0
        self._splits[split] += 1
        self._sheet.add(f'{split}/{name}'.lstrip('/'), labeled.image, labeled.ids)

    def finish(self) -> None:
        """Write dataset.yaml and the contact sheet; InputError where no image has an object."""
        if not self._splits:
            raise InputError(
                f'the labels must have an image with an object, got {_images(len(self._empty))} '
                'without; --keep-empty makes them background as a whole'
            )
        for split in self._splits:
            text = dataset_yaml(self._export.classes, self._export.format_name)
            write_text(self._folder / split / 'dataset.yaml', text)
        write_image(self._folder / SHEET, self._sheet.draw(self._shares()))

    def summary(self, out: Path) -> str:
        """Return a table of the classes, what was left out, and the next command."""
        names = {label.id: label.name for label in self._export.classes.classes}
        names[UNLABELLED] = 'left out of training'
        shares = self._shares()
        rows = [('id', 'class', 'share', 'images')]
        rows += [
            (str(class_id), name, f'{shares[class_id]:.2%}', str(self._images_of[class_id]))
            for class_id, name in names.items()
            if class_id != UNLABELLED or self._pixels[class_id]
        ]
        lines = [aligned(rows, left=2), '']
        if self._empty:
            count = len(self._empty)
            more = ', ...' * (count > 1)
            lines.append(
                f'{_images(count)} without objects left out ({self._empty[0]}{more}): not labeled '
                'yet? If all of their pixels are background, add --keep-empty'
            )
        total = sum(self._splits.values())
        lines += [
            f'{_images(total)} of {self._export.format_name} written to {out}/',
            f'Check {out / SHEET}, then: {self._next_command(out)}',
        ]
        return '\n'.join(lines)

    def _shares(self) -> np.ndarray:
        return self._pixels / max(1, self._pixels.sum())

    def _next_command(self, out: Path) -> str:
        first = next(split for split in ('train', '', 'valid', 'test') if self._splits[split])
        has_validation = self._splits['valid'] and first != 'valid'
        return f'seg_ros train {out / first}' + (
            f' --validation {out / "valid"}' if has_validation else ''
        )


def _images(count: int) -> str:
    return f'{count} image{"s" * (count != 1)}'


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    """Yield the folder or file; a zip file is unpacked into a folder that errors do not name."""
    if not zipfile.is_zipfile(source):
        yield source
        return
    with TemporaryDirectory() as folder, zipfile.ZipFile(source) as archive:
        try:
            archive.extractall(folder)
        except _DAMAGED as error:
            raise InputError(f'{source} cannot be unpacked: {error}') from error
        try:
            yield Path(folder)
        except SegRosError as error:
            raise type(error)(str(error).replace(folder, str(source))) from error


def _targets(images: tuple[ExportedImage, ...]) -> dict[ExportedImage, tuple[str, str]]:
    """
    Return the part of the dataset, '' if there is one alone, and the file name of each image.

    Images of one name in different folders get these in front.
    """
    has_splits = len({exported.split for exported in images}) > 1
    split_of = {exported: exported.split or 'train' if has_splits else '' for exported in images}
    parts = {
        exported: [part for part in exported.name.split('/') if part.strip('.')]
        for exported in images
    }
    counts = Counter((split_of[exported], names[-1]) for exported, names in parts.items())
    targets = {
        exported: (split, parts[exported][-1])
        if counts[split, parts[exported][-1]] == 1
        else (split, '_'.join(parts[exported]))
        for exported, split in split_of.items()
    }
    for (_, name), count in Counter(targets.values()).items():
        if count > 1:
            raise InputError(f'an image must be labeled once, got {name} {count} times')
    return targets
