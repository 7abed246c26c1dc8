# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Refuse files of labeling tools where label images are expected."""

from collections.abc import Iterable
from pathlib import Path

from seg_ros.errors import InputError
from seg_ros.label_formats.recognition import first_annotations


def refuse_annotations(folders: Iterable[Path]) -> None:
    """Raise InputError with the format and what to do where a folder has annotations."""
    found = first_annotations(folders)
    if found is None:
        return
    name = found.path.relative_to(found.folder)
    if found.reason:
        raise InputError(f'{found.folder} has {found.format_name} ({name}): {found.reason}')
    raise InputError(
        f'{found.folder} has labels as {found.format_name} ({name}): make a dataset of them with '
        f'`seg_ros labels {found.folder} OUT`'
    )
