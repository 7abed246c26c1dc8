# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Shared base of all nodes: lifecycle, frame worker, parameters, inputs, diagnostics."""
