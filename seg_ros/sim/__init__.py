# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulator: a field with ground truth, a camera above it, a sprayer, and their scoring."""
