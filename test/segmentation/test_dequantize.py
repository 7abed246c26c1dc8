# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Layouts, dtypes and quantisation all come out as real float32 planes."""

import numpy as np
import pytest

from seg_ros.errors import FrameError
from seg_ros.inference.io_spec import HeadSpec
from seg_ros.segmentation.dequantize import unpack

PLANES = np.arange(2 * 3 * 4).reshape(2, 3, 4)


def head(
    layout: str = 'NCHW', kind: str = 'logits', class_ids: tuple = (0, 1), **rest
) -> HeadSpec:
    channels = 0 if kind == 'class_map' else len(class_ids)
    return HeadSpec('scores', layout, kind, channels, class_ids, (1.0, 1.0), **rest)


@pytest.mark.parametrize('dtype', ['float32', 'float16', 'float64', 'uint8', 'int8', 'int32'])
@pytest.mark.parametrize(
    'layout, raw, expected',
    [
        ('NCHW', PLANES[np.newaxis], PLANES),
        ('NHWC', PLANES.transpose(1, 2, 0)[np.newaxis], PLANES),
        ('NHW', PLANES[:1], PLANES[:1]),
    ],
)
def test_layout_and_dtype(layout, raw, expected, dtype) -> None:
    scores = unpack(raw.astype(dtype), head(layout))
    assert scores.dtype == np.float32
    assert scores.flags.c_contiguous
    np.testing.assert_array_equal(scores, expected)


@pytest.mark.parametrize(
    'dtype, zero_point, expected',
    [
        ('uint8', 128, [-64.0, -0.5, 0.0, 63.5]),
        ('int8', 0, [-64.0, -0.5, 0.0, 63.5]),
    ],
)
def test_quantised_scores_become_real(dtype, zero_point, expected) -> None:
    raw = np.array([[[[-128, -1, 0, 127]]]], np.int16) + zero_point
    scores = unpack(raw.astype(dtype), head(scale=0.5, zero_point=zero_point))
    assert scores.tolist() == [[expected]]


@pytest.mark.parametrize(
    'dtype, values, expected',
    [
        ('int64', [0, 1, 2, 3, -1, 255, 256, 2**40], [5, 255, 7, 255, 255, 255, 255, 255]),
        ('int32', [0, 1, 2, 3, -1, 255, 256, -(2**31)], [5, 255, 7, 255, 255, 255, 255, 255]),
        ('uint8', [0, 1, 2, 3, 254, 255, 0, 2], [5, 255, 7, 255, 255, 255, 5, 7]),
        ('float32', [0, 1, 2, 3, -1, 255, 256, 1e9], [5, 255, 7, 255, 255, 255, 255, 255]),
    ],
)
@pytest.mark.parametrize(
    'layout, shape', [('NHW', (1, 2, 4)), ('NCHW', (1, 1, 2, 4)), ('NHWC', (1, 2, 4, 1))]
)
def test_class_map_knows_no_other_ids(layout, shape, dtype, values, expected) -> None:
    raw = np.array(values, dtype).reshape(shape)
    ids = unpack(raw, head(layout, 'class_map', (5, None, 7)))
    assert ids.dtype == np.uint8
    assert ids.reshape(-1).tolist() == expected
    assert ids.shape == (1, 2, 4)


@pytest.mark.parametrize('value', [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused(value) -> None:
    raw = np.zeros((1, 2, 3, 3), np.float32)
    raw[0, 1, 2, 2] = value
    with pytest.raises(FrameError, match="output 'scores' must be finite"):
        unpack(raw, head())
