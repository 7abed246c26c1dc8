# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Helper modules of this folder are imported by name."""

from pathlib import Path
import sys

sys.path.insert(0, str(Path(__file__).parent))
