# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Tests share the cameras and the masks of free_space_fixtures.py."""

from pathlib import Path
import sys

sys.path.insert(0, str(Path(__file__).parent))
