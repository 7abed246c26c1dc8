# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Objects with masks become class ids and confidence, the highest score on top."""

import numpy as np
import pytest

from seg_ros.errors import FrameError
from seg_ros.inference.io_spec import HeadSpec, InstanceSpec
from seg_ros.segmentation.decode.instances import instance_cells

# Two prototypes on 4 x 6 cells of 4 pixels: everywhere, and where the column is odd.
EVERYWHERE = np.ones((4, 6))
ODD = np.tile([-1.0, 1.0], (4, 3))
ALL, STRIPES = (1, 0), (0, 1)


def head(class_ids: tuple, layout: str = 'NCL', prototype_layout: str = 'NCHW') -> HeadSpec:
    spec = InstanceSpec('prototypes', prototype_layout, 0.25, 0.5)
    return HeadSpec('table', layout, 'instances', 2, class_ids, (4.0, 4.0), instances=spec)


def decoded(objects: list[tuple], spec: HeadSpec) -> np.ndarray:
    """Return ids and confidence; objects are (left, top, right, bottom), scores, coefficients."""
    table = np.zeros((1, 8, len(objects)), np.float32)
    for number, ((left, top, right, bottom), scores, coefficients) in enumerate(objects):
        box = ((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)
        table[0, :, number] = (*(4 * side for side in box), *scores, *coefficients)
    prototypes = np.array([[EVERYWHERE, ODD]], np.float32)
    if spec.layout == 'NLC':
        table = table.transpose(0, 2, 1)
    if spec.instances.layout == 'NHWC':
        prototypes = prototypes.transpose(0, 2, 3, 1)
    cells = instance_cells(table, prototypes, spec)
    assert (cells.dtype, cells.shape) == (np.uint8, (2, 4, 6))
    return cells


@pytest.mark.parametrize('layout', ['NCL', 'NLC'])
@pytest.mark.parametrize('prototype_layout', ['NCHW', 'NHWC'])
def test_a_mask_ends_with_its_box(layout: str, prototype_layout: str) -> None:
    objects = [((0, 0, 2, 1), (0.0, 0.6), ALL), ((3, 1, 6, 3), (0.8, 0.0), STRIPES)]
    ids, confidence = decoded(objects, head((5, 6, 7), layout, prototype_layout)).tolist()
    assert ids == [
        [7, 7, 5, 5, 5, 5],
        [5, 5, 5, 6, 5, 6],
        [5, 5, 5, 6, 5, 6],
        [5, 5, 5, 5, 5, 5],
    ]
    assert confidence[0] == [153, 153, 255, 255, 255, 255]
    assert confidence[1] == [255, 255, 255, 204, 255, 204]


def test_without_an_implied_class_other_cells_are_unlabelled() -> None:
    ids, confidence = decoded([((0, 0, 6, 1), (0.4, 0.0), ALL)], head((6, 7)))
    assert ids[:2].tolist() == [[6] * 6, [255] * 6]
    assert confidence[:2].tolist() == [[102] * 6, [0] * 6]


def test_an_object_without_a_class_id_keeps_the_class_of_earlier_heads() -> None:
    ids, _ = decoded([((0, 0, 3, 4), (0.9, 0.0), ALL)], head((None, None, 7)))
    assert (ids == 255).all()


@pytest.mark.parametrize('reverse', [False, True])
def test_the_highest_score_is_on_top(reverse: bool) -> None:
    objects = [((0, 0, 4, 1), (0.5, 0.0), ALL), ((2, 0, 6, 1), (0.0, 0.9), ALL)]
    ids, _ = decoded(objects[::-1] if reverse else objects, head((5, 6, 7)))
    assert ids[0].tolist() == [6, 6, 7, 7, 7, 7]


def test_an_object_that_overlaps_a_better_one_of_its_class_is_left_out() -> None:
    objects = [((0, 0, 5, 4), (0.5, 0.0), ALL), ((0, 0, 4, 4), (0.9, 0.0), ALL)]
    ids, _ = decoded(objects, head((5, 6, 7)))
    assert ids[0].tolist() == [6, 6, 6, 6, 5, 5]
    # Of another class it stays.
    ids, _ = decoded([((0, 0, 5, 4), (0.0, 0.5), ALL), objects[1]], head((5, 6, 7)))
    assert ids[0].tolist() == [6, 6, 6, 6, 7, 5]


def test_low_scores_are_left_out() -> None:
    ids, confidence = decoded([((0, 0, 6, 4), (0.2, 0.1), ALL)], head((5, 6, 7)))
    assert (ids == 5).all() and (confidence == 255).all()


def test_a_box_may_extend_beyond_the_image_or_hold_no_cell() -> None:
    objects = [
        ((-3, -3, 1, 1), (0.9, 0.0), ALL),
        ((8, 8, 9, 9), (0.8, 0.0), ALL),
        ((-9, -9, -8, -8), (0.8, 0.0), ALL),
        ((3.6, 2.6, 3.9, 2.9), (0.7, 0.0), ALL),
    ]
    ids, _ = decoded(objects, head((5, 6, 7)))
    assert np.argwhere(ids != 5).tolist() == [[0, 0]]


def test_numbers_that_are_not_finite_are_refused() -> None:
    with pytest.raises(FrameError, match="output 'table' must be finite numbers"):
        decoded([((0, 0, 6, 4), (np.nan, 0.1), ALL)], head((5, 6, 7)))
