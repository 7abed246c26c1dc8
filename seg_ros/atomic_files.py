# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Files that are written whole or not at all, even when interrupted."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import shutil

import cv2
import numpy as np

from seg_ros.errors import InputError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """
    Yield a temporary path beside `path` that replaces it at the end if all went well.

    Raises InputError where the file cannot be written.
    """
    part = path.with_name(f'.{path.stem}.part{path.suffix}')
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        failed = error.filename
        if not failed or not (failed == str(part) or path.is_relative_to(failed)):
            raise
        raise InputError(f'{path} cannot be written: {error.strerror}') from error


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """
    Yield a temporary folder beside `path` that becomes it at the end if all went well.

    Raises InputError where `path` is not new or empty, and where it cannot be written.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f'{path} must be a new or empty folder, got one with files; name another')
    part = path.absolute().with_name(f'.{path.absolute().name}.part')
    try:
        if part.exists():
            shutil.rmtree(part)
        part.mkdir(parents=True)
        yield part
        part.replace(path)
    except OSError as error:
        if not error.filename or not Path(error.filename).is_relative_to(part.parent):
            raise
        raise InputError(f'{path} cannot be written: {error.strerror}') from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def refuse_to_replace(paths: Iterable[Path], force: bool) -> None:
    """Raise InputError where one of the files is there, unless it is to be replaced."""
    existing = [path for path in paths if path.exists()]
    if existing and not force:
        raise InputError(f'{existing[0]} exists; add --force to replace it, or name another file')


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8."""
    with replacing(path) as part:
        part.write_text(text, 'utf-8')


def write_image(path: Path, pixels: np.ndarray) -> None:
    """Write gray or bgr uint8 pixels in the format that the suffix names."""
    data = cv2.imencode(path.suffix, pixels)[1]
    with replacing(path) as part:
        part.write_bytes(data.tobytes())


class VideoWriter:
    """A video that grows by one bgr image of (H, W, 3) uint8 after the other, at one size."""

    def __init__(self, path: Path, rate_hz: float) -> None:
        """Store path and rate; the first image sets the size."""
        self._path = path
        self._rate_hz = rate_hz
        self._writer: cv2.VideoWriter | None = None

    def add(self, pixels: np.ndarray) -> None:
        """Append an image; OSError when this OpenCV cannot write such a video."""
        if self._writer is None:
            height, width = pixels.shape[:2]
            code = cv2.VideoWriter.fourcc(*'mp4v')
            self._writer = cv2.VideoWriter(str(self._path), code, self._rate_hz, (width, height))
            if not self._writer.isOpened():
                raise OSError(f'this OpenCV cannot write the video {self._path}')
        self._writer.write(pixels)

    def close(self) -> None:
        """Finish the file."""
        if self._writer is not None:
            self._writer.release()
