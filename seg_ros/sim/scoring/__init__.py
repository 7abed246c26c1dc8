# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of the simulated sprayer and of tracked patches against ground truth."""
