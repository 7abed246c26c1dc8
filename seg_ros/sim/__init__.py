# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A digital field: a seeded strip of ground with known truth, and a camera moving over it."""
