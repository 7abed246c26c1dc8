# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An export of a labeling tool: images, and the objects drawn on them as a map of class ids."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

import numpy as np

from seg_ros.datatypes import Image
from seg_ros.errors import FrameError, InputError
from seg_ros.image_io import decode_image
from seg_ros.label_formats.class_table import ClassTable
from seg_ros.label_formats.region import draw, DrawnObject

SPLITS = {
    'train': 'train',
    'training': 'train',
    'val': 'valid',
    'valid': 'valid',
    'validation': 'valid',
    'test': 'test',
}
"""Parts of a dataset by the names that tools give them."""


_SUFFIXES = {b'\x89PNG': '.png', b'\xff\xd8\xff': '.jpg'}


@dataclass(frozen=True, eq=False)
class LabeledImage:
    """
    An image file as it is, the same decoded, and (H, W) uint8 class ids at its upright size.

    `suffix` is that of its kind of file, `objects` the number of objects drawn. Raises ValueError
    when the sizes differ.
    """

    data: bytes
    suffix: str
    image: Image
    ids: np.ndarray
    objects: int

    def __post_init__(self) -> None:
        """Check the shape and dtype of the ids."""
        size = (self.image.height_px, self.image.width_px)
        if self.ids.shape != size or self.ids.dtype != np.uint8:
            raise ValueError(f'ids must be {size} uint8, got {self.ids.shape} {self.ids.dtype}')


@dataclass(frozen=True)
class ExportedImage:
    """
    An image of an export, not read yet.

    `name` is that in the export, with `/` between folders and without suffix; `split` is train,
    valid, test or empty. `read` returns the image or raises InputError naming file and object.
    """

    name: str
    split: str
    read: Callable[[], LabeledImage]


@dataclass(frozen=True)
class Export:
    """A format, its classes, and the images in the order of the export."""

    format_name: str
    classes: ClassTable
    images: tuple[ExportedImage, ...]


def split_of(parts: Iterable[str]) -> str:
    """Return train, valid or test where one of the names of folders says so, else ''."""
    return next((SPLITS[part.lower()] for part in parts if part.lower() in SPLITS), '')


def label_image(
    data: bytes,
    name: str,
    classes: ClassTable,
    objects: Callable[[tuple[int, int]], Iterable[DrawnObject]],
    size: tuple[int, int] | None = None,
) -> LabeledImage:
    """
    Return an image with its class ids.

    `objects` returns what is drawn for the (height, width) of the image; `size` is the one that
    the export states, if it does. Raises InputError for an image that cannot be read or has
    another size, and what `objects` raises.
    """
    image = decode(data, name, size)
    ids, count = draw(objects((image.height_px, image.width_px)), classes, image.pixels.shape[:2])
    of_data = (suffix for start, suffix in _SUFFIXES.items() if data.startswith(start))
    return LabeledImage(data, next(of_data, Path(name).suffix.lower()), image, ids, count)


def without_suffix(name: str) -> str:
    """Return the path of an image, as an export of any system names it, without its suffix."""
    return PurePosixPath(PureWindowsPath(name).as_posix()).with_suffix('').as_posix()


def decode(data: bytes, name: str, size: tuple[int, int] | None) -> Image:
    """
    Return an upright image; `size` is the (height, width) that the export states, if it does.

    Raises InputError naming the image when it cannot be read or has another size.
    """
    try:
        image = decode_image(data)
    except FrameError as error:
        raise InputError(f'{name} cannot be read: {error}') from error
    actual = (image.height_px, image.width_px)
    if size is not None and actual != size:
        turned = ' (one of them is rotated by 90 degrees)' if actual == size[::-1] else ''
        raise InputError(
            f'{name} must be {size[1]}x{size[0]} as its annotations say, got '
            f'{actual[1]}x{actual[0]}{turned}; give the images that were labeled'
        )
    return image


@contextmanager
def located(*names: str) -> Iterator[None]:
    """Put the names of a file and an object in front of an InputError."""
    try:
        yield
    except InputError as error:
        raise InputError(': '.join((*names, str(error)))) from None
