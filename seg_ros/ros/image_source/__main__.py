# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run as `python -m seg_ros.ros.image_source`."""

import sys

from seg_ros.ros.image_source.node import main

sys.exit(main())
