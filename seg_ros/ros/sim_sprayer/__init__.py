# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated sprayer node: a boom over the simulated field that keeps score."""
