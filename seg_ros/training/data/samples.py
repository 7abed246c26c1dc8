# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images with their labels, read from files and refused by name where they do not belong."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seg_ros.errors import FrameError, InputError
from seg_ros.image_io import decode_image, IMAGE_SUFFIXES
from seg_ros.label_files import by_stem, LABEL_SUFFIXES, read_ids, refuse_strays
from seg_ros.training.data.label_map import LabelMap


@dataclass(frozen=True)
class LabelledFile:
    """An image file and its label file, which share a name."""

    name: str
    image: Path
    labels: Path


@dataclass(frozen=True, eq=False)
class Sample:
    """An image, (H, W, 3) uint8 bgr, and its channels, (H, W) uint8, 255 where ignored."""

    name: str
    pixels: np.ndarray
    channels: np.ndarray


def paired(images: Path, labels: Path) -> tuple[LabelledFile, ...]:
    """Return the files of two folders by name; InputError when one has no partner."""
    pictured, labelled = _files_in(images, IMAGE_SUFFIXES), _files_in(labels, LABEL_SUFFIXES)
    refuse_strays(images, pictured, labels, labelled)
    return tuple(LabelledFile(name, pictured[name], labelled[name]) for name in sorted(pictured))


def split(
    files: tuple[LabelledFile, ...], every: int
) -> tuple[tuple[LabelledFile, ...], tuple[LabelledFile, ...]]:
    """Return what is learnt from, and every `every`-th file, which is kept for validation."""
    if not 2 <= every <= len(files):
        raise InputError(f'--every must be 2 to the number of images, {len(files)}, got {every}')
    kept = files[::every]
    return tuple(file for file in files if file not in kept), kept


def read_sample(file: LabelledFile, legend: LabelMap) -> Sample:
    """Return an image, turned upright, with its labels; InputError naming file, rule, value."""
    try:
        picture = decode_image(file.image.read_bytes())
    except FrameError as error:
        raise InputError(f'{file.image} cannot be read: {error}') from error
    ids = read_ids(file.labels)
    _check_size(file.labels, ids.shape, picture.pixels.shape[:2])
    return Sample(file.name, picture.pixels, legend.channels_of(ids, str(file.labels)))


def _check_size(path: Path, size: tuple[int, int], expected: tuple[int, int]) -> None:
    if size != expected:
        turned = ' (one of them lies on its side)' if size == expected[::-1] else ''
        raise InputError(
            f'{path} must have the size of its upright image, '
            f'{expected[1]}x{expected[0]}, got {size[1]}x{size[0]}{turned}'
        )


def _files_in(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    if not folder.is_dir():
        raise InputError(f'{folder} must be a folder, which it is not')
    files = by_stem(folder, suffixes)
    if not files:
        raise InputError(f'{folder} must hold files ({" ".join(suffixes)}), got none')
    return files
