# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images with their labels, read from files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seg_ros.errors import FrameError, InputError
from seg_ros.image_io import decode_image, IMAGE_SUFFIXES
from seg_ros.label_files import (
    by_stem,
    label_ids,
    LABEL_SUFFIXES,
    name_suffix,
    open_label_file,
    refuse_strays,
    without_suffix,
)
from seg_ros.label_image import Color
from seg_ros.training.data.annotation_files import refuse_annotations
from seg_ros.training.data.label_map import LabelMap


@dataclass(frozen=True)
class LabeledFile:
    """An image file and its label file, which have the same name."""

    name: str
    image: Path
    labels: Path


@dataclass(frozen=True, eq=False)
class Sample:
    """
    An image, (H, W, 3) uint8 bgr, and its channels, (H, W) uint8, 255 where ignored.

    `palette` has the color of each label id that a label file with a palette uses.
    """

    name: str
    pixels: np.ndarray
    channels: np.ndarray
    palette: tuple[tuple[int, Color], ...] = ()


def paired_files(images: Path, labels: Path) -> tuple[LabeledFile, ...]:
    """
    Return images and labels of the same name; InputError where a file has no counterpart.

    Label names may all end in the same text, as in `row7_001_mask.png`; then both may be in one
    folder. Where there are no label images, InputError names the tool whose annotations there are.
    """
    image_of, labels_of = _files_in(images, IMAGE_SUFFIXES), _label_files_in(labels, images)
    if images.resolve() == labels.resolve():
        suffix = name_suffix(image_of, labels_of)
        if not suffix:
            raise InputError(
                f'{labels} must have labels whose names end in a text that those of its images '
                'lack, as in row7_001_mask.png, or images and labels must have a folder each'
            )
        labels_of = {name: path for name, path in labels_of.items() if name.endswith(suffix)}
        image_of = {name: path for name, path in image_of.items() if name not in labels_of}
    labels_of = without_suffix(image_of, labels_of)
    refuse_strays(images, image_of, labels, labels_of)
    return tuple(LabeledFile(name, image_of[name], labels_of[name]) for name in sorted(image_of))


def split(
    files: tuple[LabeledFile, ...], every: int
) -> tuple[tuple[LabeledFile, ...], tuple[LabeledFile, ...]]:
    """Return the files to train on, and every `every`-th file, to validate on."""
    if not 2 <= every <= len(files):
        raise InputError(f'--every must be 2 to the number of images, {len(files)}, got {every}')
    validation = files[::every]
    return tuple(file for file in files if file not in validation), validation


def image_size(file: LabeledFile) -> tuple[int, int]:
    """Return (height, width) of the upright image; InputError where it cannot be read."""
    height, width = _read_image(file).shape[:2]
    return height, width


def read_sample(
    file: LabeledFile, label_map: LabelMap, colors: Mapping[Color, int] | None = None
) -> Sample:
    """
    Return an image, upright by its EXIF tag, with its labels; InputError naming the file.

    `colors` is the color table of `read_label_file`.
    """
    pixels = _read_image(file)
    labels = open_label_file(file.labels)
    _check_size(file.labels, labels.values.shape[:2], pixels.shape[:2])
    ids = label_ids(labels, file.labels, colors)
    channels = label_map.channels_of(ids, str(file.labels))
    palette = labels.used_colors() if colors is None else ()
    return Sample(file.name, pixels, channels, palette)


def _read_image(file: LabeledFile) -> np.ndarray:
    try:
        return decode_image(file.image.read_bytes()).pixels
    except FrameError as error:
        raise InputError(f'{file.image} cannot be read: {error}') from error


def _check_size(path: Path, size: tuple[int, int], expected: tuple[int, int]) -> None:
    if size != expected:
        rotated = ' (one of them is rotated by 90 degrees)' if size == expected[::-1] else ''
        raise InputError(
            f'{path} must have the size of its upright image, '
            f'{expected[1]}x{expected[0]}, got {size[1]}x{size[0]}{rotated}'
        )


def _label_files_in(labels: Path, images: Path) -> dict[str, Path]:
    files = by_stem(labels, LABEL_SUFFIXES) if labels.is_dir() else {}
    if not files:
        refuse_annotations((labels, images, labels.parent))
    return files or _files_in(labels, LABEL_SUFFIXES)


def _files_in(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    if not folder.is_dir():
        raise InputError(f'{folder} must be a folder')
    files = by_stem(folder, suffixes)
    if not files:
        others = sorted({path.suffix for path in folder.iterdir() if path.is_file()})
        raise InputError(
            f'{folder} must have files ({" ".join(suffixes)}), got {" ".join(others) or "none"}'
        )
    return files
