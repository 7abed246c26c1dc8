# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label ids are stored values, or those of a color table."""

import numpy as np
import pytest

from seg_ros.errors import FrameError
from seg_ros.label_image import LabelImage

IDS = np.array([[0, 1], [2, 1]], np.uint8)
PALETTE = np.array([[0, 0, 0], [255, 0, 0], [0, 0, 255], [7, 7, 7]], np.uint8)
COLORED = PALETTE[IDS]
TABLE = {(0, 0, 255): 5, (0, 0, 0): 9, (255, 0, 0): 255}


@pytest.mark.parametrize(
    'image',
    [
        LabelImage('gray', IDS),
        LabelImage('palette', IDS, PALETTE),
        LabelImage('16-bit gray', IDS.astype(np.uint16)),
        LabelImage('equal channels', np.dstack([IDS] * 3)),
    ],
    ids=lambda image: image.kind,
)
def test_ids_are_the_stored_values(image: LabelImage) -> None:
    ids = image.ids()
    assert ids.tolist() == IDS.tolist()
    assert ids.dtype == np.uint8 and ids.flags.c_contiguous


@pytest.mark.parametrize(
    'image',
    [LabelImage('colors', COLORED), LabelImage('palette', IDS, PALETTE)],
    ids=lambda image: image.kind,
)
def test_ids_by_a_color_table(image: LabelImage) -> None:
    ids = image.ids(TABLE)
    assert ids.tolist() == [[9, 255], [5, 255]]
    assert ids.dtype == np.uint8


@pytest.mark.parametrize('white, levels', [(1, [0, 255]), (3, [0, 85]), (255, [0, 1])])
def test_gray_is_a_color_too(white: int, levels: list[int]) -> None:
    image = LabelImage('gray', np.array([[0, 1]], np.uint8), white=white)
    assert image.ids({(level,) * 3: 7 + level // 85 for level in levels}).tolist() == [
        [7, 7 + levels[1] // 85]
    ]


def test_colors_that_are_used() -> None:
    used = ((0, (0, 0, 0)), (1, (255, 0, 0)), (2, (0, 0, 255)))
    assert LabelImage('palette', IDS, PALETTE).used_colors() == used
    assert LabelImage('palette', IDS + np.uint8(2), PALETTE).used_colors() == (
        (2, (0, 0, 255)),
        (3, (7, 7, 7)),
    )
    assert LabelImage('gray', IDS).used_colors() == ()


@pytest.mark.parametrize(
    'image, says',
    [
        (
            LabelImage('RGB image', COLORED),
            r'RGB image needs a color table, got 3 colors without one; in dataset.yaml write '
            r'`colors: {CLASS: \[255, 0, 0\], CLASS: \[0, 0, 0\], CLASS: \[0, 0, 255\]}`, or '
            r'`colors: classes` for those of the classes .`evaluate`: with --dataset; `score` '
            r'needs ids.',
        ),
        (
            LabelImage('16-bit gray image', np.array([[0, 26001]], np.uint16)),
            '16-bit gray image must hold class ids 0..255, got 0..26001; if the values number '
            'objects, write class ids instead',
        ),
        (LabelImage('gray', np.array([[-1, 2]], np.int32)), r'0..255, got -1..2'),
    ],
    ids=['colors', '16 bits', 'negative'],
)
def test_what_holds_no_ids_is_refused(image: LabelImage, says: str) -> None:
    with pytest.raises(FrameError, match=says):
        image.ids()


NOISE = np.random.default_rng(0).integers(0, 256, (20, 20, 3), np.uint8)


@pytest.mark.parametrize(
    'image, says',
    [
        (
            LabelImage('RGB image', COLORED),
            r'RGB image must have the 2 colors of the color table, got \[255, 0, 0\] in 2 pixels; '
            r'in dataset.yaml write `colors: {CLASS: \[255, 0, 0\]}`, or give it an id to ignore',
        ),
        (
            LabelImage('palette', IDS, PALETTE),
            r'got \[255, 0, 0\] in 2 pixels; .* or, if it holds class ids, leave out the color',
        ),
        (LabelImage('gray', IDS), r'got \[1, 1, 1\] in 2 pixels and 1 other colors; .*leave out'),
        (LabelImage('RGB image', NOISE), 'other colors; .* write labels without anti-aliasing'),
        (LabelImage('16-bit', IDS.astype(np.uint16)), '16-bit has no colors; .*leave out the'),
    ],
    ids=['colors', 'palette', 'gray', 'blended', '16 bits'],
)
def test_what_the_color_table_lacks_is_refused(image: LabelImage, says: str) -> None:
    with pytest.raises(FrameError, match=says):
        image.ids({(0, 0, 0): 0, (0, 0, 255): 1})


def test_an_empty_color_table_is_refused() -> None:
    with pytest.raises(FrameError, match='must have a color, got none'):
        LabelImage('RGB image', COLORED).ids({})
