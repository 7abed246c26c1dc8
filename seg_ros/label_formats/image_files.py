# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Image files by the names that an export gives them."""

from collections import defaultdict
from pathlib import Path, PurePosixPath, PureWindowsPath
import re

from seg_ros.errors import InputError
from seg_ros.image_io import IMAGE_SUFFIXES
from seg_ros.label_formats.labelmap import MASKS

LABEL_FOLDERS = {MASKS, 'SegmentationObject'}
"""Folders of label images, as CVAT and Pascal VOC name them."""


def without_upload_digits(name: str) -> str:
    """Return the name that an image had before its upload to Label Studio added 8 hex digits."""
    folder, slash, base = name.rpartition('/')
    return folder + slash + re.sub('^[0-9a-f]{8}-', '', base)


class ImageFiles:
    """The images in some folders and all folders in them."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """List the images; InputError where one of the folders is missing."""
        self._folders = folders
        self._by_name: dict[str, list[Path]] = defaultdict(list)
        self._by_stem: dict[str, list[Path]] = defaultdict(list)
        for folder in folders:
            if not folder.is_dir():
                raise InputError(f'images must be in a folder, got {folder}')
            for path in sorted(folder.rglob('*')):
                is_label = LABEL_FOLDERS & set(path.relative_to(folder).parts[:-1])
                if path.suffix.lower() in IMAGE_SUFFIXES and not is_label and path.is_file():
                    self._by_name[path.name].append(path)
                    self._by_stem[path.stem].append(path)

    def find(self, name: str) -> Path:
        """
        Return the image of a name, which may have folders, and no suffix or another one.

        Of several, the one whose folders have the names that are given. Where there is none, the
        digits that Label Studio puts before the name of an upload are left out. Raises InputError
        where there is none then, or several.
        """
        wanted = PurePosixPath(PureWindowsPath(name).as_posix())
        paths = self._by_name.get(wanted.name) or self._by_stem.get(wanted.name)
        paths = paths or self._by_stem.get(wanted.stem, [])
        if not paths and without_upload_digits(name) != name:
            return self.find(without_upload_digits(name))
        shared = {path: _shared_parts(path.parts[:-1], wanted.parts[:-1]) for path in paths}
        best = [path for path in paths if shared[path] == max(shared.values())]
        where = ', '.join(map(str, self._folders))
        if not best:
            raise InputError(
                f'the image {name!r} must be in {where}, which has none of that name; '
                'add --images FOLDER with the images'
            )
        if len(set(best)) > 1:
            raise InputError(
                f'the image {name!r} must be one file, got {best[0]} and {best[1]}; '
                'add --images FOLDER with the right one'
            )
        return best[0]


def _shared_parts(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    pairs = list(zip(reversed(first), reversed(second)))
    return next((number for number, (a, b) in enumerate(pairs) if a != b), len(pairs))
