# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the ROS 2 door; where there is no ROS 2 they are not collected."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
import sys

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

if find_spec('rclpy') is None:
    collect_ignore_glob = ['test_*.py', '*/test_*.py']


@pytest.fixture
def domain(tmp_path: Path) -> Iterator[Domain]:  # noqa: F821
    """Return a ROS domain of this test's own."""
    from harness import Domain

    with Domain(tmp_path) as opened:
        yield opened


@pytest.fixture(scope='session')
def half_green_image() -> np.ndarray:
    """Return a bgr image, 48 high and 64 wide: green on the left, brown on the right."""
    pixels = np.empty((48, 64, 3), np.uint8)
    pixels[:, :32] = (30, 160, 40)
    pixels[:, 32:] = (40, 70, 110)
    return pixels
