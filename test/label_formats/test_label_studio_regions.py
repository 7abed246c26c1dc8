# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Regions of Label Studio, in percent of the image."""

import base64
from typing import Any

import cv2
from label_fixtures import rows
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.class_table import class_table
from seg_ros.label_formats.label_studio_regions import has_region, region_of
from seg_ros.label_formats.region import draw, DrawnObject

SIZE = (4, 8)
RLE = [0, 0, 0, 128, 57, 27, 255, 1, 159, 255]
"""Written by `label_studio_sdk.converter.brush.mask2rle` for 4 x 8 pixels of 255."""


def drawn(value: dict[str, Any], **more: Any) -> list[str]:
    region = region_of({'value': value, **more}, SIZE)
    return rows(draw([DrawnObject('weed', (region,))], class_table(['weed']), SIZE)[0])


def png_url(pixels: np.ndarray) -> str:
    data = base64.b64encode(cv2.imencode('.png', pixels)[1].tobytes()).decode()
    return f'data:image/png;base64,{data}'


def test_outlines() -> None:
    ring = [[25, 25], [75, 25], [75, 75], [25, 75]]
    inner = ['00000000', '00111100', '00111100', '00000000']
    assert drawn({'points': ring}) == inner
    assert drawn({'x': 25, 'y': 25, 'width': 50, 'height': 50}) == inner
    # About the upper left corner, which is at (6, 0).
    turned = {'x': 75, 'y': 0, 'width': 50, 'height': 50, 'rotation': 90}
    assert drawn(turned) == ['00001100'] * 4
    ellipse = {'x': 50, 'y': 50, 'radiusX': 30, 'radiusY': 30}
    assert drawn(ellipse) == ['00000000', '00111100', '00111100', '00000000']


def test_masks() -> None:
    left = np.zeros(SIZE, np.uint8)
    left[:, :3] = 255
    assert drawn({'imageDataURL': png_url(left)}) == ['11100000'] * 4
    transparent = np.dstack([np.full((*SIZE, 3), 200, np.uint8), left])
    assert drawn({'imageDataURL': png_url(transparent)}) == ['11100000'] * 4


def test_what_is_a_region() -> None:
    assert has_region({'value': {'points': []}}) and has_region({'value': {'rle': []}})
    key_point = {'x': 1, 'y': 1, 'width': 0.5, 'keypointlabels': ['weed']}
    assert not has_region({'value': key_point})
    assert not has_region({'value': {'choices': ['a']}}) and not has_region({'value': 'text'})


@pytest.mark.parametrize(
    'value, more, says',
    [
        ({'points': [[1, 1], [2, 2]]}, {}, 'three or more points'),
        ({'points': [[1], [2, 2], [3, 3]]}, {}, 'a point must be x and y, got 1 numbers'),
        ({'points': [['a', 1]]}, {}, 'a coordinate must be a number'),
        ({'x': 1, 'y': 1, 'height': 2}, {}, 'width must be a number, got null'),
        ({'rle': 'x'}, {}, 'rle must be a list'),
        ({'imageDataURL': 'data:image/png;base64,AAAA'}, {}, 'must be a PNG of 8x4'),
        ({'imageDataURL': 'x'}, {}, 'must be a PNG of 8x4'),
        ({'imageDataURL': 'base64,!'}, {}, 'imageDataURL must be base64'),
        ({'points': []}, {'image_rotation': 90}, 'image_rotation must be 0, got 90'),
    ],
)
def test_refusals(value: dict[str, Any], more: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        drawn(value, **more)
