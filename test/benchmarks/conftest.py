# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What measures for the documentation is imported from where it lies."""

from pathlib import Path
import sys

sys.path.insert(0, str(Path(__file__).parents[2] / 'benchmarks' / 'performance'))
