# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images from files: a folder of images, one image, a video, or a camera device."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from seg_ros.datatypes import Image
from seg_ros.errors import FrameError, InputError
from seg_ros.jpeg_layout import END, find_end, reaches_last_row

IMAGE_SUFFIXES = ('.bmp', '.jpeg', '.jpg', '.pgm', '.png', '.ppm', '.tif', '.tiff', '.webp')
COMPLETE = 0.9
"""Share of a video's frames that must be readable; their stated number may be an estimate."""


def decode_image(data: bytes) -> Image:
    """
    Decode a JPEG, PNG or other image file in memory to bgr, turned upright by its EXIF tag.

    16-bit files are scaled to 8 bits. Raises FrameError as `decode_pixels`.
    """
    return Image(decode_pixels(data, cv2.IMREAD_COLOR), 'bgr')


def decode_pixels(data: bytes, mode: int, name: str = 'image data') -> np.ndarray:
    """
    Decode an image file in memory by a mode of OpenCV, (H, W) gray or (H, W, 3) bgr.

    Raises FrameError, which calls the data by `name`, when they are no image, a PNG without its
    end, or a JPEG that lacks a part, with or without its end marker (see jpeg_layout.py).
    """
    if data[:2] == b'\xff\xd8':
        return _decode_jpeg(data, mode, name)
    if is_cut_off(data):
        raise FrameError(f'a PNG must be complete, got {len(data)} bytes without its end')
    return _decode(data, mode, name)


def _decode_jpeg(data: bytes, mode: int, name: str) -> np.ndarray:
    end = find_end(data)
    if end is not None:
        # Cameras may leave out the end marker.
        pixels = _decode(data[:end] + END, mode, name)
        if reaches_last_row(data, end, pixels, lambda longer: _decode(longer, mode, name)):
            return pixels
    raise FrameError(
        f'a JPEG must be complete, got {len(data)} bytes that lack a part: check cable and '
        'bandwidth of the camera, or copy the file again'
    )


def _decode(data: bytes, mode: int, name: str) -> np.ndarray:
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), mode) if data else None
    except cv2.error as error:
        raise FrameError(f'{name} must be decodable, got: {error.err}') from error
    if pixels is None:
        raise FrameError(
            f'{name} must be JPEG, PNG or alike, got {len(data)} other bytes: send or save it as '
            'one of these'
        )
    return pixels


def is_cut_off(data: bytes) -> bool:
    """Return whether a PNG lacks its end."""
    return data[:4] == b'\x89PNG' and b'IEND' not in data


def open_frames(
    source: str,
    loop: bool = False,
    rate_hz: float | None = None,
) -> 'ImageFrames | VideoFrames':
    """
    Open a folder of images, one image, a video file, or a camera device (a number or /dev/...).

    The result iterates over (name, Image) and has `count`, the number of frames of one round or
    None if unknown; images have their `files` too, a video its `rate_hz` (0 if unknown).
    `rate_hz` is requested from a camera device. Raises InputError when nothing can
    be read there.
    """
    path = Path(source)
    if not path.exists() and source.isdigit() or path.is_char_device():
        return VideoFrames(source, loop=False, rate_hz=rate_hz)
    if source and path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() in IMAGE_SUFFIXES)
        if not files:
            suffixes = ' '.join(IMAGE_SUFFIXES)
            raise InputError(f'folder {source} must hold an image ({suffixes}), got none')
        return ImageFrames(files, loop)
    if not path.is_file():
        raise InputError(
            f'source must be a folder, a file or a camera device, got {source!r}, '
            'which does not exist'
        )
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return ImageFrames([path], loop)
    return VideoFrames(source, loop)


class ImageFrames(Iterator):
    """Image files one by one; after an InputError about one, the next can be read."""

    def __init__(self, files: list[Path], loop: bool) -> None:
        """Remember the files; nothing is read yet."""
        self.files = tuple(files)
        self.count = len(files)
        self._loop = loop
        self._next = 0

    def __next__(self) -> tuple[str, Image]:
        """Return stem and image of the next file; InputError when it cannot be read."""
        if self._next == self.count and self._loop:
            self._next = 0
        if self._next == self.count:
            raise StopIteration
        path = self.files[self._next]
        self._next += 1
        try:
            return path.stem, decode_image(path.read_bytes())
        except (FrameError, OSError) as error:
            raise InputError(f'{path} cannot be read: {error}') from error


class VideoFrames(Iterator):
    """Frames of a video file or a camera device, named by their number."""

    def __init__(self, source: str, loop: bool, rate_hz: float | None = None) -> None:
        """Open the video; InputError when it cannot be opened."""
        self._source = source
        self._loop = loop
        self._endless = not Path(source).is_file()
        is_number = self._endless and source.isdigit()
        self._capture = cv2.VideoCapture(int(source) if is_number else source)
        if not self._capture.isOpened():
            raise InputError(f'{source} must be a video or a camera, got something unreadable')
        if rate_hz is not None:
            self._capture.set(cv2.CAP_PROP_FPS, rate_hz)
        self.rate_hz = self._capture.get(cv2.CAP_PROP_FPS)
        length = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self.count = length if length > 0 else None
        self._next = 0

    def __next__(self) -> tuple[str, Image]:
        """Return number and image of the next frame; InputError when there is not even one."""
        is_read, pixels = self._capture.read()
        if not is_read and self._loop and self._next > 0:
            self._capture.open(self._source)
            self._next = 0
            is_read, pixels = self._capture.read()
        if not is_read and (self._next == 0 or self._endless):
            raise InputError(f'{self._source} must give a frame, got none after {self._next}')
        if not is_read and self.count is not None and self._next < COMPLETE * self.count:
            raise InputError(
                f'{self._source} must give {self.count} frames, got no more after {self._next}'
            )
        if not is_read:
            raise StopIteration
        self._next += 1
        return f'{self._next:06d}', Image(pixels, 'bgr')
