# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the images that the segmentation node keeps because it was unsure of them."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class HardImageParameters:
    """Where images with many unsure pixels are kept, and how many of them."""

    keep_hard_images: str = parameter(
        '',
        ParameterSpec(
            'Folder for the images with the most unsure pixels, as a dataset for training; '
            'empty: off.'
        ),
    )
    hard_images_per_hour: int = parameter(
        60, ParameterSpec('Images kept per hour at most.', low=1, high=3600)
    )
    hard_images_interval_s: float = parameter(
        10.0, ParameterSpec('Seconds between two images kept at least.', low=0.0, high=3600.0)
    )
    hard_images_free_mb: int = parameter(
        1000,
        ParameterSpec(
            'Free space in MB that is left on the disk: with less, no image is kept.',
            low=0,
            high=100_000_000,
        ),
    )
    hard_images_confidence: float = parameter(
        0.9,
        ParameterSpec(
            'Pixels less probable than this are unsure: counted, and ignored (255) in the labels.',
            low=0.01,
            high=1.0,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)
