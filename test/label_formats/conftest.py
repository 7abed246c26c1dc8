# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Exports that the tools' own libraries wrote, with images of the right size."""

from collections.abc import Callable
from pathlib import Path
import shutil
import sys

import cv2
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

EXAMPLES = Path(__file__).parent / 'examples'
SIZES = {'a': (48, 64), 'b': (40, 56)}


@pytest.fixture
def example(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that copies an example into a folder, with gray images a.jpg and b.jpg."""

    def copy(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(EXAMPLES / name, folder)
        for stem, size in SIZES.items():
            cv2.imwrite(str(folder / f'{stem}.jpg'), np.full((*size, 3), 90, np.uint8))
        return folder

    return copy


@pytest.fixture
def truth() -> Callable[[str], np.ndarray]:
    """Return a function that reads the class ids of an example, (H, W) uint8."""
    return lambda name: cv2.imread(str(EXAMPLES / 'truth' / f'{name}.png'), cv2.IMREAD_GRAYSCALE)
