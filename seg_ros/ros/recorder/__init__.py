# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The node that records topics for the demo: its subscriptions, bag and topic statistics."""
