# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run as `python -m seg_ros.ros.sim_sprayer`."""

import sys

from seg_ros.ros.sim_sprayer.node import main

sys.exit(main())
