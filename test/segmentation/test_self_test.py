# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A model that answers by the brightness of red is tried out."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.datatypes import Image
from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.manifest import SelfTest
from seg_ros.segmentation.self_test import agreement


def answer(image: Image) -> np.ndarray:
    return (image.pixels[..., image.order.index('r')] > 127).astype(np.uint8)


@pytest.fixture
def test_files(tmp_path: Path) -> SelfTest:
    """Return a test whose image is red on its left half, and whose mask says so."""
    image = np.zeros((4, 10, 3), np.uint8)
    image[:, :5, 2] = 255
    mask = (image[..., 2] > 0).astype(np.uint8)
    mask[0, 0] = 0
    cv2.imwrite(str(tmp_path / 'image.png'), image)
    cv2.imwrite(str(tmp_path / 'mask.png'), mask)
    return SelfTest(tmp_path / 'image.png', tmp_path / 'mask.png', 0.97)


def test_agreement_is_a_share_of_the_pixels(test_files) -> None:
    assert agreement(test_files, answer) == pytest.approx(39 / 40)


def test_too_little_agreement_is_the_models_fault(test_files) -> None:
    with pytest.raises(ModelError, match='on 98.00% of the pixels, got 97.50%'):
        agreement(SelfTest(test_files.image, test_files.mask, 0.98), answer)


@pytest.mark.parametrize('image, mask', [('image.png', 'gone'), ('gone', 'mask.png')])
def test_unreadable_files_are_the_manifests_fault(test_files, image, mask) -> None:
    folder = test_files.image.parent
    with pytest.raises(ManifestError, match='readable images of one size'):
        agreement(SelfTest(folder / image, folder / mask), answer)
