# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Segmentation node: camera image in; class map, confidence, overlay and masks out."""
