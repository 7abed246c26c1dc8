# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Fixtures for the tests of training."""

import os
from pathlib import Path
import sys

import pytest

sys.path.insert(0, str(Path(__file__).parent))
# Before torch is loaded: threads that spin while they wait are slow where tests run in parallel.
os.environ.setdefault('OMP_WAIT_POLICY', 'PASSIVE')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with ten images of squares, their labels and dataset.yaml."""
    from training_fixtures import write_squares

    write_squares(tmp_path / 'squares')
    return tmp_path / 'squares'
