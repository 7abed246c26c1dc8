# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Try a model out: on its own test image, and on what a camera shows."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from seg_ros.datatypes import Finding, Image, Segmentation
from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.io_spec import HeadSpec, Placement
from seg_ros.inference.manifest import Manifest, SelfTest
from seg_ros.segmentation import health

Answer = Callable[[Image], Segmentation]
"""Takes a picture and returns, at its size, class map and confidence before any threshold."""

SWAPPED = {'bgr': 'rgb', 'rgb': 'bgr', 'bgra': 'rgba', 'rgba': 'bgra'}


def agreement(test: SelfTest, answer: Answer) -> float:
    """
    Return the share of pixels that come out as expected.

    Raises ManifestError where the test's files cannot be read, ModelError where too few agree.
    """
    image = cv2.imread(str(test.image))
    expected = cv2.imread(str(test.mask), cv2.IMREAD_GRAYSCALE)
    if image is None or expected is None or image.shape[:2] != expected.shape:
        raise ManifestError(
            'manifest fields self_test.image and self_test.mask must be readable images of one '
            f'size, got {test.image} and {test.mask}'
        )
    share = float(np.mean(answer(Image(image, 'bgr')).class_map == expected))
    if share < test.agreement:
        raise ModelError(
            f'self-test must agree with {test.mask} on {test.agreement:.2%} of the pixels, '
            f'got {share:.2%}'
        )
    return share


def findings(
    picture: Image,
    answer: Answer,
    manifest: Manifest,
    placement: Placement,
    heads: Sequence[HeadSpec],
) -> tuple[Finding, ...]:
    """
    Return what a picture says about the health of the model.

    Asks for a second answer, with red and blue swapped, where there are probabilities to compare.
    The finest head says how blocky the masks are.
    """
    answered = answer(picture)
    size = (picture.height_px, picture.width_px)
    found = [
        health.check_shares(answered.class_map, manifest.classes),
        health.check_grid(size, placement, min(head.stride for head in heads)),
    ]
    rivals = [2 if head.implied else head.channels for head in heads if head.kind != 'class_map']
    if rivals:
        surety = _surety(answered)
        found.append(health.check_confidence(surety, min(rivals)))
        if picture.order in SWAPPED:
            swapped = Image(picture.pixels, SWAPPED[picture.order])
            found.append(health.check_color_order(surety, _surety(answer(swapped))))
    return tuple(found)


def _surety(answered: Segmentation) -> float:
    return float(answered.confidence.mean()) / 255
