# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Tests share the tiny networks of graphs.py, and real ones where they lie beside the checkout."""

from pathlib import Path
import sys

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / 'inference'))

SHARED_MODELS = Path(__file__).parents[3] / 'shared' / 'models'


@pytest.fixture(scope='session')
def shared_models() -> Path:
    """Return the folder of real pretrained networks, or skip the test."""
    if not SHARED_MODELS.is_dir():
        pytest.skip('the real networks (../shared/models) are not on this machine')
    return SHARED_MODELS
