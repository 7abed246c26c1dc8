# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Model files, their manifests, and the runtimes that execute them; no ROS."""
