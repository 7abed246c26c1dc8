# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Patches of masks that can be checked by eye; pixels are 1 cm."""

from hypothesis import given, settings, strategies
import numpy as np
from patch_fixtures import drawn, found_in, nadir
import pytest

from seg_ros.datatypes import GroundMap
from seg_ros.patches.components import detect
from seg_ros.patches.region_of_interest import region_of_interest

TWO = """
    ........
    .ww..w..
    .ww.....
    ......w.
    .....ww.
    ........
"""


def found_with(drawing: str, closing_m: float = 0.0, min_area_m2: float = 0.0, **shares):
    mask = drawn(drawing)
    return detect(mask, region_of_interest(nadir(mask.shape), **shares), closing_m, min_area_m2)


def test_pixels_belong_to_their_patch() -> None:
    found = found_in(TWO)
    assert len(found) == 3
    assert found.points.counts.tolist() == [4, 1, 3]
    assert found.boxes_px.tolist() == [[1, 1, 2, 2], [5, 1, 1, 1], [5, 3, 2, 2]]
    # The image's center lies below the camera: row 1 is 1.5 pixels ahead, column 5 1.5 right.
    assert (found.points.x_m[4], found.points.y_m[4]) == pytest.approx((0.015, -0.015))
    np.testing.assert_allclose(found.points.areas_m2, 1e-4)


@pytest.mark.parametrize(
    'min_area_m2, counts', [(0.0, [4, 1, 3]), (1.1e-4, [4, 3]), (3.5e-4, [4]), (1.0, [])]
)
def test_small_ones_are_left_alone(min_area_m2, counts) -> None:
    found = found_with(TWO, min_area_m2=min_area_m2)
    assert found.points.counts.tolist() == counts
    assert np.unique(found.points.owners).tolist() == list(range(len(counts)))
    assert (
        len(found.boxes_px) == len(found.cut) == found.detection_of_label.max() + 1 == len(counts)
    )


@pytest.mark.parametrize(
    'closing_m, counts', [(0.0, [9, 9, 9]), (0.01, [9, 9, 9]), (0.03, [18, 9]), (0.05, [27])]
)
def test_gaps_are_closed_but_not_counted(closing_m, counts) -> None:
    found = found_with(
        """
        .................
        .................
        .................
        ...www.www...www.
        ...www.www...www.
        ...www.www...www.
        .................
        .................
    """,
        closing_m,
    )
    assert found.points.counts.tolist() == counts


@pytest.mark.parametrize(
    'drawing',
    [
        'w..\n...\n...\n...\n..w\n..w',
        '\n'.join(['.......'] * 2 + ['.w.....'] * 5 + ['.......'] * 2),
    ],
)
def test_what_closes_gaps_is_no_patch_and_does_not_reach_for_the_border(drawing) -> None:
    found = found_with(drawing, closing_m=0.051)
    assert found.points.counts.sum() == drawing.count('w')
    assert found.cut.any() == drawing.startswith('w')


@pytest.mark.parametrize(
    'drawing, cut',
    [
        ('...\n.w.\n...', False),
        ('.w.\n.w.\n...', True),
        ('...\n.w.\n.w.', True),
        ('...\nww.\n...', True),
        ('...\n.ww\n...', True),
    ],
)
def test_cut_by_the_border(drawing, cut) -> None:
    assert found_in(drawing).cut.tolist() == [cut]


def test_a_region_of_interest_cuts_and_hides() -> None:
    found = found_with(
        """
        w.......
        ..www...
        ..www..w
        ........
    """,
        left=0.375,
        right=0.75,
    )
    assert found.boxes_px.tolist() == [[3, 1, 2, 2]]
    assert found.cut.tolist() == [True]
    assert (found.points.x_m[0], found.points.y_m[0]) == pytest.approx((0.005, 0.005))


def test_the_sky_is_no_patch() -> None:
    ground = nadir((3, 3))
    for plane, empty in ((ground.x_m, np.nan), (ground.y_m, np.nan), (ground.area_m2, 0)):
        plane[0] = empty
    found = detect(drawn('www\nw..\n...'), region_of_interest(ground), 0.0, 0.0)
    assert found.points.counts.tolist() == [1]
    assert np.isfinite(found.points.x_m).all()


@pytest.mark.parametrize('drawing', ['...\n...', '.'])
def test_nothing_there(drawing) -> None:
    found = found_in(drawing)
    assert len(found) == len(found.points) == 0
    assert found.boxes_px.shape == (0, 4)


def test_classes_and_confidence_go_with_their_pixels() -> None:
    mask = drawn('w.w\n...')
    values = np.arange(6, dtype=np.uint8).reshape(2, 3)
    found = detect(mask, region_of_interest(nadir((2, 3))), 0.0, 0.0, values, values + 100)
    assert found.points.class_ids.tolist() == [0, 2]
    assert found.points.scores.tolist() == [100, 102]
    bare = detect(mask, region_of_interest(nadir((2, 3))), 0.0, 0.0)
    assert (bare.points.class_ids == 255).all() and (bare.points.scores == 255).all()


def test_more_patches_than_sixteen_bits_can_count() -> None:
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 1
    found = detect(mask, region_of_interest(nadir(mask.shape)), 0.0, 0.0)
    assert found.points.owners.tolist() == list(range(300 * 300))


@settings(max_examples=60, deadline=None)
@given(
    strategies.integers(1, 12),
    strategies.integers(1, 12),
    strategies.integers(0, 2**32 - 1),
    strategies.floats(0.0, 1.0),
    strategies.sampled_from([0.0, 0.02, 0.05]),
)
def test_areas_sum_up_to_that_of_the_mask(height, width, seed, share, closing_m) -> None:
    random = np.random.default_rng(seed)
    mask = (random.random((height, width)) < share).astype(np.uint8)
    even = nadir((height, width))
    areas_m2 = random.uniform(1e-5, 1e-4, mask.shape).astype(np.float32)
    ground = GroundMap(even.x_m, even.y_m, areas_m2)
    points = detect(mask, region_of_interest(ground), closing_m, 0.0).points
    assert len(points) == np.count_nonzero(mask)
    assert points.areas_m2.sum(dtype=np.float64) == pytest.approx(
        areas_m2[mask > 0].sum(dtype=np.float64), rel=1e-6
    )
    assert (np.diff(points.owners) >= 0).all()
