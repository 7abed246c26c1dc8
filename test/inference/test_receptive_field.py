# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The receptive field after one operator; whole networks are tested in test_graph_info.py."""

from math import inf, nan

import numpy as np
import pytest

from seg_ros.inference.receptive_field import Operator, receptive_field_of, ReceptiveField


def test_the_larger_field_of_two_branches_counts() -> None:
    narrow = ReceptiveField((3.0, 5.0), (2.0, 2.0), (2.0, 2.0))
    pooled = ReceptiveField((9.0, 1.0), (inf, inf), (4.0, 2.0), whole_image=True)
    joined = receptive_field_of(Operator('Concat', {}, (narrow, pooled, None), (None,) * 3, None))
    assert joined == ReceptiveField((9.0, 5.0), (2.0, 2.0), (4.0, 2.0), whole_image=True)


@pytest.mark.parametrize(
    'kind, inputs, output',
    [
        ('Add', (None, None), None),
        ('Shape', (ReceptiveField(),), None),
        ('Relu', (ReceptiveField(),), ReceptiveField()),
        ('MatMul', (ReceptiveField(), None), ReceptiveField()),
        ('MatMul', (ReceptiveField(), ReceptiveField()), ReceptiveField(whole_image=True)),
        ('Loop', (None, ReceptiveField()), ReceptiveField(whole_image=True)),
    ],
)
def test_operators_without_a_window(
    kind: str, inputs: tuple, output: ReceptiveField | None
) -> None:
    assert receptive_field_of(Operator(kind, {}, inputs, (None,) * len(inputs), None)) == output


def test_an_unknown_size_makes_the_stride_unknown() -> None:
    resized = receptive_field_of(Operator('Resize', {}, (ReceptiveField(),), (None,), None))
    np.testing.assert_equal(resized.stride, (nan, nan))
