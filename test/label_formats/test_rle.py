# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run lengths of COCO and CVAT."""

import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.rle import coco_counts, pixels_of_runs


def test_runs_along_rows_and_columns() -> None:
    by_rows = pixels_of_runs([1, 2, 3], 2, 3, order='C')
    assert by_rows.astype(int).tolist() == [[0, 1, 1], [0, 0, 0]]
    by_columns = pixels_of_runs([1, 2, 3], 2, 3, order='F')
    assert by_columns.astype(int).tolist() == [[0, 1, 0], [1, 0, 0]]
    assert pixels_of_runs([0, 6], 2, 3, order='C').all()


@pytest.mark.parametrize(
    'text, counts',
    [
        ('33', [3, 3]),
        ('1110000000', [1] * 10),
        ('T8n0d0000RR1?bmNdNf=', [260, 30, 20, 30, 20, 30, 1110, 45, 8, 1, 446]),
    ],
)
def test_compressed_counts_of_pycocotools(text: str, counts: list[int]) -> None:
    assert coco_counts(text) == counts


@pytest.mark.parametrize('text, says', [('0\x7f', "got '\\\\x7f'"), ('0P', 'cut off')])
def test_compressed_counts_that_are_wrong(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        coco_counts(text)


@pytest.mark.parametrize(
    'counts, says',
    [
        ([1, 2], 'must add up to 3x2 pixels, got 3'),
        ([3, -1, 4], 'whole numbers of at least 0'),
        ([3.5, 2.5], 'whole numbers'),
    ],
)
def test_wrong_counts(counts: list[int], says: str) -> None:
    with pytest.raises(InputError, match=says):
        pixels_of_runs(counts, 2, 3, order='C')
