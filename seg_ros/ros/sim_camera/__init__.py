# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated camera node: a camera on a vehicle that drives over the simulated field."""
