# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From the scores of all heads to one class map: bilinear upsampling, argmax, confidence."""
