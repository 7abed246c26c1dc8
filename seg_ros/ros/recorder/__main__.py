# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run as `python -m seg_ros.ros.recorder`."""

import sys

from seg_ros.ros.recorder.node import main

sys.exit(main())
