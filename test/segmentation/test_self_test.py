# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A model that answers by the brightness of red is tried out."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel, Image, Segmentation
from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.io_spec import HeadSpec, Placement
from seg_ros.inference.manifest import Manifest, SelfTest
from seg_ros.segmentation.self_test import agreement, findings

MANIFEST = Manifest((ClassLabel(0, 'dull', (0, 0, 0)), ClassLabel(1, 'red', (255, 0, 0))))


def answer(picture: Image) -> Segmentation:
    red = np.ascontiguousarray(picture.pixels[..., picture.order.index('r')])
    return Segmentation((red > 127).astype(np.uint8), red)


def heads(kind: str) -> tuple[HeadSpec, ...]:
    channels = 0 if kind == 'class_map' else 2
    return (HeadSpec('scores', 'NCHW', kind, channels, (0, 1), (1.0, 1.0)),)


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


@pytest.mark.parametrize('order, level', [('rgb', 'ok'), ('bgr', 'warn')])
def test_swapped_colours_are_found(order, level) -> None:
    pixels = np.zeros((6, 6, 3), np.uint8)
    pixels[..., 0], pixels[..., 2] = 250, 200
    found = findings(
        Image(pixels, order), answer, MANIFEST, Placement((6, 6), (6, 6)), heads('logits')
    )
    assert {finding.name: finding.level for finding in found} == {
        'class shares': 'ok',
        'grid': 'ok',
        'confidence': 'ok',
        'color order': level,
    }


def test_without_probabilities_or_colours_there_is_less_to_say() -> None:
    placement = Placement((6, 6), (6, 6))
    colored = Image(np.zeros((6, 6, 3), np.uint8), 'rgb')
    found = findings(colored, answer, MANIFEST, placement, heads('class_map'))
    assert [finding.name for finding in found] == ['class shares', 'grid']
    gray = Image(np.zeros((6, 6), np.uint8), 'gray')
    dull = Segmentation(np.zeros((6, 6), np.uint8), np.full((6, 6), 250, np.uint8))
    found = findings(gray, lambda picture: dull, MANIFEST, placement, heads('logits'))
    assert [finding.name for finding in found] == ['class shares', 'grid', 'confidence']


def test_several_that_compete_with_none_of_them_are_unsure_at_one_half() -> None:
    gray = Image(np.zeros((6, 6), np.uint8), 'gray')
    unsure = Segmentation(np.zeros((6, 6), np.uint8), np.full((6, 6), 130, np.uint8))
    head = HeadSpec('scores', 'NCHW', 'sigmoid', 2, (0, 1, 2), (1.0, 1.0))
    found = findings(gray, lambda picture: unsure, MANIFEST, Placement((6, 6), (6, 6)), (head,))
    assert {finding.name: finding.level for finding in found}['confidence'] == 'warn'
