# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Detect from the shape of an output which axes are its channels, rows and columns."""

from dataclasses import dataclass
from math import log

import numpy as np

from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.io_spec import TensorSpec

_CHANNEL_AXIS = {'NCHW': 1, 'NHWC': 3}


@dataclass(frozen=True, eq=False)
class Sample:
    """The values of an output for an input of `network` = (height, width) pixels."""

    spec: TensorSpec
    values: np.ndarray
    network: tuple[int, int]

    def __post_init__(self) -> None:
        """Raise ModelError unless the values are a map of one image."""
        shape = self.values.shape
        if len(shape) not in (3, 4) or shape[0] != 1 or 0 in shape or shape[2] == 1:
            raise ModelError(
                f'output {self.spec.name!r} must be a map of one image, (1, C, H, W), '
                f'(1, H, W, C) or (1, H, W), got {shape}'
            )

    def planes(self, layout: str) -> np.ndarray:
        """Return the values as (C, H, W), taken to have this layout."""
        if layout == 'NHW':
            return self.values
        return np.moveaxis(self.values[0], _CHANNEL_AXIS[layout] - 1, 0)

    def stride(self, layout: str) -> tuple[float, float]:
        """Return network pixels per cell, (rows, columns), if the values have this layout."""
        _, rows, columns = self.planes(layout).shape
        return self.network[0] / rows, self.network[1] / columns


def likely_layout(sample: Sample, counts: tuple[int, ...] = ()) -> str:
    """Return the layout whose channels are among `counts`, else the one with squarer cells."""
    if sample.values.ndim == 3:
        return 'NHW'

    def rank(layout: str) -> tuple[bool, float]:
        rows, columns = sample.stride(layout)
        return len(sample.planes(layout)) in counts, -abs(log(rows / columns))

    return max(_CHANNEL_AXIS, key=rank)


def detect_layout(given: str | None, sample: Sample, classes: int) -> tuple[str, str]:
    """
    Return NCHW, NHWC or NHW, and the reason; `given` is the layout of the manifest.

    Raises ManifestError where that has another number of axes than the output.
    """
    shape = sample.values.shape
    if given is None:
        layout = likely_layout(sample, (1, classes - 1, classes))
        return layout, f'by its shape {shape} and {classes} classes'
    if len(given) != len(shape):
        raise ManifestError(
            f'manifest field outputs.layout must be one of {len(shape)} axes as output '
            f'{sample.spec.name!r} has shape {shape}, got {given!r}'
        )
    return given, 'as in the manifest'
