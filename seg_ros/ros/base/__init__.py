# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What every node is made of: running, transitions, parameters, images in and out."""
