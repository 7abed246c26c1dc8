# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated field with ground truth, a camera over it, a sprayer, and their scoring."""
