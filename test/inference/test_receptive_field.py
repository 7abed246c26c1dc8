# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What one operator does to what a cell sees; whole networks are tried in test_graph.py."""

from math import inf, nan

import numpy as np
import pytest

from seg_ros.inference.receptive_field import Operator, reach_after, ReceptiveField


def test_branches_join_to_the_wider_one() -> None:
    narrow = ReceptiveField((3.0, 5.0), (2.0, 2.0), (2.0, 2.0))
    pooled = ReceptiveField((9.0, 1.0), (inf, inf), (4.0, 2.0), whole_image=True)
    joined = reach_after(Operator('Concat', {}, (narrow, pooled, None), (None,) * 3, None))
    assert joined == ReceptiveField((9.0, 5.0), (2.0, 2.0), (4.0, 2.0), whole_image=True)


@pytest.mark.parametrize(
    'kind, inputs, seen',
    [
        ('Add', (None, None), None),
        ('Shape', (ReceptiveField(),), None),
        ('Relu', (ReceptiveField(),), ReceptiveField()),
        ('MatMul', (ReceptiveField(), None), ReceptiveField()),
        ('MatMul', (ReceptiveField(), ReceptiveField()), ReceptiveField(whole_image=True)),
        ('Loop', (None, ReceptiveField()), ReceptiveField(whole_image=True)),
    ],
)
def test_operators_without_a_window(kind: str, inputs: tuple, seen: ReceptiveField | None) -> None:
    assert reach_after(Operator(kind, {}, inputs, (None,) * len(inputs), None)) == seen


def test_an_unknown_size_is_not_taken_for_a_known_one() -> None:
    resized = reach_after(Operator('Resize', {}, (ReceptiveField(),), (None,), None))
    np.testing.assert_equal(resized.stride, (nan, nan))
