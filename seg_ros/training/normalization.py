# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Normalization of pixels to the input of the networks."""

import numpy as np
import torch

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""ImageNet mean and standard deviation of red, green and blue in 0..1."""


def as_tensor(pixels: np.ndarray, device: torch.device) -> torch.Tensor:
    """Return (N, 3, H, W) float32, channels last in memory, of (N, H, W, 3) uint8 bgr."""
    rgb = torch.from_numpy(np.ascontiguousarray(pixels[..., ::-1])).to(device)
    mean, std = (torch.tensor(values, device=device) for values in (MEAN, STD))
    return ((rgb.float() / 255.0 - mean) / std).permute(0, 3, 1, 2)
