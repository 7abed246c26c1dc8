# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label images on disk: read as class ids, and paired by name with what they are labels of."""

from pathlib import Path

import cv2
import numpy as np

from seg_ros.errors import InputError
from seg_ros.image_io import is_cut_off

LABEL_SUFFIXES = ('.png', '.bmp', '.tif', '.tiff', '.pgm')


def by_stem(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    """Return the files of a folder by name without suffix; InputError when one stands twice."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes)
    found = {path.stem: path for path in files}
    if len(found) != len(files):
        twin = next(path for path in files if found[path.stem] != path)
        raise InputError(f'{folder} holds {twin.stem} more than once')
    return found


def refuse_strays(
    first: Path, firsts: dict[str, Path], second: Path, seconds: dict[str, Path]
) -> None:
    """Raise InputError, naming the folder, where a file has no partner in the other one."""
    for folder, missing in (
        (first, seconds.keys() - firsts.keys()),
        (second, firsts.keys() - seconds.keys()),
    ):
        if missing:
            raise InputError(
                f'{folder} must hold the same names as the other folder; '
                f'{len(missing)} missing, the first is {min(missing)}'
            )


def read_ids(path: Path) -> np.ndarray:
    """Return class ids, (H, W) uint8; InputError on a file that holds none."""
    data = path.read_bytes()
    whole = bool(data) and not is_cut_off(data)
    ids = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if whole else None
    if ids is None:
        raise InputError(f'{path} cannot be read as an image')
    if ids.ndim != 2 or ids.dtype != np.uint8:
        raise InputError(
            f'{path} must hold class ids in one 8-bit channel, got {ids.shape} {ids.dtype}'
        )
    return ids
