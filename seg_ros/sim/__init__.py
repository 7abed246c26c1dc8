# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulator: a seeded field with known truth, a camera over it, a sprayer and its score."""
