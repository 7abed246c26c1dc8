# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The networks that ship with the package, each with its manifest, its card and its self-test."""
