# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Checkpoints of a training run: written completely or not at all, read without running code."""

from collections.abc import Mapping
from pathlib import Path
import pickle
from typing import Any

import torch

from seg_ros.atomic_files import replacing
from seg_ros.errors import InputError

LATEST, BEST = 'checkpoint.pt', 'best.pt'
VERSION = 1


def save(path: Path, content: Mapping[str, Any]) -> None:
    """Write a checkpoint, to resume a run from or with its best network."""
    # A file opened here: torch reports one that cannot be opened as a RuntimeError.
    with replacing(path) as part, part.open('wb') as file:
        torch.save({'version': VERSION, **content}, file)


def load(path: Path) -> dict[str, Any]:
    """Return what `save` wrote; InputError where the file is missing or not a checkpoint."""
    if not path.is_file():
        raise InputError(f'{path} does not exist; `seg_ros train` makes it')
    try:
        content = torch.load(path, map_location='cpu', weights_only=True)
    except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise InputError(f'{path} cannot be read: {str(error).splitlines()[0]}') from None
    if content.get('version') != VERSION:
        raise InputError(f'{path} must be of version {VERSION}, got {content.get("version")!r}')
    return content
