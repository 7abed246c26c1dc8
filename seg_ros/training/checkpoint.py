# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A run on disk: written whole or not at all, and read without running what stands in it."""

from collections.abc import Mapping
import os
from pathlib import Path
import pickle
from typing import Any

import torch

from seg_ros.errors import InputError

LATEST, BEST = 'checkpoint.pt', 'best.pt'
VERSION = 1


def save(path: Path, content: Mapping[str, Any]) -> None:
    """Write what a run is about to continue from, or the best of its networks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix('.part')
    torch.save({'version': VERSION, **content}, part)
    os.replace(part, path)


def load(path: Path) -> dict[str, Any]:
    """Return what was saved; InputError where it is missing or not ours."""
    if not path.is_file():
        raise InputError(f'{path} does not exist; `seg_ros train` makes it')
    try:
        content = torch.load(path, map_location='cpu', weights_only=True)
    except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise InputError(f'{path} cannot be read: {str(error).splitlines()[0]}') from None
    if content.get('version') != VERSION:
        raise InputError(f'{path} must be of version {VERSION}, got {content.get("version")!r}')
    return content
