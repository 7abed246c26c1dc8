# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images with their labels, read from files."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seg_ros.errors import FrameError, InputError
from seg_ros.image_io import decode_image, IMAGE_SUFFIXES
from seg_ros.label_files import by_stem, LABEL_SUFFIXES, read_label_file, refuse_strays
from seg_ros.training.data.label_map import LabelMap


@dataclass(frozen=True)
class LabeledFile:
    """An image file and its label file, which have the same name."""

    name: str
    image: Path
    labels: Path


@dataclass(frozen=True, eq=False)
class Sample:
    """An image, (H, W, 3) uint8 bgr, and its channels, (H, W) uint8, 255 where ignored."""

    name: str
    pixels: np.ndarray
    channels: np.ndarray


def paired_files(images: Path, labels: Path) -> tuple[LabeledFile, ...]:
    """Return images and labels of the same name; InputError where a file has no counterpart."""
    image_of, labels_of = _files_in(images, IMAGE_SUFFIXES), _files_in(labels, LABEL_SUFFIXES)
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


def read_sample(file: LabeledFile, label_map: LabelMap) -> Sample:
    """Return an image, upright by its EXIF tag, with its labels; InputError naming the file."""
    try:
        image = decode_image(file.image.read_bytes())
    except FrameError as error:
        raise InputError(f'{file.image} cannot be read: {error}') from error
    ids = read_label_file(file.labels)
    _check_size(file.labels, ids.shape, image.pixels.shape[:2])
    return Sample(file.name, image.pixels, label_map.channels_of(ids, str(file.labels)))


def _check_size(path: Path, size: tuple[int, int], expected: tuple[int, int]) -> None:
    if size != expected:
        rotated = ' (one of them is rotated by 90 degrees)' if size == expected[::-1] else ''
        raise InputError(
            f'{path} must have the size of its upright image, '
            f'{expected[1]}x{expected[0]}, got {size[1]}x{size[0]}{rotated}'
        )


def _files_in(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    if not folder.is_dir():
        raise InputError(f'{folder} must be a folder')
    files = by_stem(folder, suffixes)
    if not files:
        raise InputError(f'{folder} must have files ({" ".join(suffixes)}), got none')
    return files
