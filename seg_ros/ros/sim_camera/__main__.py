# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run as `python -m seg_ros.ros.sim_camera`."""

import sys

from seg_ros.ros.sim_camera.node import main

sys.exit(main())
