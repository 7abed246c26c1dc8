# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Measurements shown in docs/performance.md, beside other nodes."""
