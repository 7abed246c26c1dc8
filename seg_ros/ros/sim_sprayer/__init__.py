# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Node of the simulated sprayer, which scores the drive by ground truth."""
