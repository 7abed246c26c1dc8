# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The self-test of a model: the image in its manifest, and how well the result agrees."""

from collections.abc import Callable

import cv2
import numpy as np

from seg_ros.datatypes import Image
from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.manifest import SelfTest


def agreement(test: SelfTest, class_map_of: Callable[[Image], np.ndarray]) -> float:
    """
    Return the share of pixels whose class is as expected.

    `class_map_of` returns (H, W) uint8 at the size of the image. Raises ManifestError where the
    test's files cannot be read, ModelError where too few pixels agree.
    """
    image = cv2.imread(str(test.image))
    expected = cv2.imread(str(test.mask), cv2.IMREAD_GRAYSCALE)
    if image is None or expected is None or image.shape[:2] != expected.shape:
        raise ManifestError(
            'manifest fields self_test.image and self_test.mask must be readable images of one '
            f'size, got {test.image} and {test.mask}'
        )
    share = float(np.mean(class_map_of(Image(image, 'bgr')) == expected))
    if share < test.agreement:
        raise ModelError(
            f'self-test must agree with {test.mask} on {test.agreement:.2%} of the pixels, '
            f'got {share:.2%}'
        )
    return share
