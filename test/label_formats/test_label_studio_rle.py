# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The bits of Label Studio's brush."""

import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.label_studio_rle import decode_brush


def encoded(*fields: tuple[int, int]) -> list[int]:
    """Return bytes of fields, each a value and a number of bits."""
    bits = ''.join(f'{value:0{length}b}' for value, length in fields)
    bits += '0' * (-len(bits) % 8)
    return [int(bits[start : start + 8], 2) for start in range(0, len(bits), 8)]


HEAD = ((2 * 3 * 4, 32), (8 - 1, 5), (3 - 1, 4), (4 - 1, 4), (8 - 1, 4), (16 - 1, 4))
BITS = encoded(
    *HEAD,
    *((1, 1), (1, 2), (8 - 1, 4), (0, 8)),  # 8 times 0: two pixels, by a count of 4 bits
    *((0, 1), (0, 2), (4 - 1, 3), (255, 8), (255, 8), (255, 8), (1, 8)),  # one pixel as it is
    *((1, 1), (2, 2), (12 - 1, 8), (7, 8)),  # 12 times 7: three pixels, by a count of 8 bits
)


def test_repeated_and_single_values() -> None:
    assert decode_brush(BITS, 2, 3).astype(int).tolist() == [[0, 0, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    'data, says',
    [
        (BITS[:-2], 'cut off'),
        (BITS[:3], 'cut off'),
        (encoded(HEAD[0], (16 - 1, 5), *HEAD[2:]), 'must have 8 bits, got 16'),
        ([], 'cut off'),
        ([300], 'a list of bytes'),
        (['a'], 'a list of bytes'),
    ],
)
def test_damaged_data(data: list[int], says: str) -> None:
    with pytest.raises(InputError, match=says):
        decode_brush(data, 2, 3)


def test_another_size() -> None:
    with pytest.raises(InputError, match='must have 3x3x4 values .*, got 24'):
        decode_brush(BITS, 3, 3)
    assert decode_brush(encoded((4, 32), *HEAD[1:], (1, 1), (0, 2), (3, 3), (9, 8)), 1, 1) == (
        np.array([[True]])
    )
