# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What holds for every test."""

import os
from pathlib import Path

import pytest

# OpenCV reads these when it is loaded, which is before the command line could set them.
os.environ.setdefault('OPENCV_LOG_LEVEL', 'SILENT')
os.environ.setdefault('OPENCV_FFMPEG_LOGLEVEL', '-8')

SHARED_MODELS = Path(__file__).parents[2] / 'shared' / 'models'


@pytest.fixture(scope='session')
def shared_models() -> Path:
    """Return the folder of real pretrained networks beside the checkout, or skip the test."""
    if not SHARED_MODELS.is_dir():
        pytest.skip('the real networks (../shared/models) are not on this machine')
    return SHARED_MODELS
