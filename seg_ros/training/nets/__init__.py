# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The architectures: DeepLab-v3, U-Net and a micro U-Net.

Every network takes (N, 3, H, W) and returns (N, channels, H / stride, W / stride) scores, which
post-processing upsamples.
"""
