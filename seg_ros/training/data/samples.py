# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images with their labels, read from files and refused by name where they do not belong."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from seg_ros.errors import FrameError, InputError
from seg_ros.frames import decode_image, IMAGE_SUFFIXES, is_cut_off
from seg_ros.training.data.legend import Legend

LABEL_SUFFIXES = ('.bmp', '.pgm', '.png', '.tif', '.tiff')


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
    by_name = _by_stem(images, IMAGE_SUFFIXES), _by_stem(labels, LABEL_SUFFIXES)
    for here, there, folder in ((*by_name, labels), (*by_name[::-1], images)):
        missing = here.keys() - there.keys()
        if missing:
            raise InputError(f'{folder} must hold the same names as the other folder; '
                             f'{len(missing)} missing, the first is {min(missing)}')
    return tuple(LabelledFile(name, by_name[0][name], by_name[1][name])
                 for name in sorted(by_name[0]))


def split(files: tuple[LabelledFile, ...], every: int
          ) -> tuple[tuple[LabelledFile, ...], tuple[LabelledFile, ...]]:
    """Return what is learnt from, and every `every`-th file, which is kept for validation."""
    if not 2 <= every <= len(files):
        raise InputError(f'every must be 2 to the number of images, {len(files)}, got {every}')
    kept = files[::every]
    return tuple(file for file in files if file not in kept), kept


def read_sample(file: LabelledFile, legend: Legend) -> Sample:
    """Return an image, turned upright, with its labels; InputError naming file, rule, value."""
    try:
        picture = decode_image(file.image.read_bytes())
    except FrameError as error:
        raise InputError(f'{file.image} cannot be read: {error}') from error
    data = file.labels.read_bytes()
    whole = bool(data) and not is_cut_off(data)
    ids = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if whole else None
    if ids is None:
        raise InputError(f'{file.labels} cannot be read as an image')
    if ids.ndim != 2 or ids.dtype != np.uint8:
        raise InputError(f'{file.labels} must hold class ids in one 8-bit channel, '
                         f'got {ids.shape} {ids.dtype}')
    _check_size(file.labels, ids.shape, picture.pixels.shape[:2])
    return Sample(file.name, picture.pixels, legend.channels_of(ids, str(file.labels)))


def _check_size(path: Path, size: tuple[int, int], expected: tuple[int, int]) -> None:
    if size != expected:
        turned = ' (one of them lies on its side)' if size == expected[::-1] else ''
        raise InputError(f'{path} must have the size of its upright image, '
                         f'{expected[1]}x{expected[0]}, got {size[1]}x{size[0]}{turned}')


def _by_stem(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    if not folder.is_dir():
        raise InputError(f'{folder} must be a folder, which it is not')
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes)
    if not files:
        raise InputError(f'{folder} must hold files ({" ".join(suffixes)}), got none')
    by_stem = {path.stem: path for path in files}
    if len(by_stem) != len(files):
        twin = next(path for path in files if by_stem[path.stem] != path)
        raise InputError(f'{folder} holds {twin.stem} more than once')
    return by_stem
