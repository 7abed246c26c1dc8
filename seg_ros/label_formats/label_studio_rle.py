# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The run lengths of Label Studio's brush: bytes of rle-pack, which hold the rgba pixels of an image.

The stream of bits, the highest of each byte first: 32 bits number of values, 5 bits (length of a
value) - 1, four times 4 bits (length of a count) - 1. Then blocks: one bit, 1 for a value that is
repeated and 0 for single values; two bits, which of the four lengths the count has; the count - 1;
the value or the values (https://github.com/thi-ng/umbrella/tree/develop/packages/rle-pack).
"""

from collections.abc import Sequence

import numpy as np

from seg_ros.errors import InputError

CHANNELS = 4

_WORD_SIZE = 8


def decode_brush(data: Sequence[int], height: int, width: int) -> np.ndarray:
    """
    Return (H, W) bool, where the brush painted: alpha above 0, as Label Studio's converter has it.

    Raises InputError where the bytes are cut off, or hold an image of another size or depth.
    """
    try:
        bits = _BitReader(bytes(data))
    except (TypeError, ValueError):
        raise InputError('its run lengths must be a list of bytes, 0 to 255') from None
    count = bits.read(32)
    if count != height * width * CHANNELS:
        raise InputError(
            f'its brush must have {width}x{height}x{CHANNELS} values as original_width and '
            f'original_height say, got {count}'
        )
    word_size = bits.read(5) + 1
    if word_size != _WORD_SIZE:
        raise InputError(f'values of its brush must have {_WORD_SIZE} bits, got {word_size}')
    count_sizes = [bits.read(4) + 1 for _ in range(4)]
    values = np.zeros(count, np.uint8)
    position = 0
    while position < count:
        is_repeated = bits.read(1)
        end = position + 1 + bits.read(count_sizes[bits.read(2)])
        if is_repeated:
            values[position:end] = bits.read(_WORD_SIZE)
            position = end
        while position < end:
            values[position : position + 1] = bits.read(_WORD_SIZE)
            position += 1
    return values.reshape(height, width, CHANNELS)[..., -1] > 0


class _BitReader:
    """Numbers of any length from bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._end = 8 * len(data)
        self._position = 0

    def read(self, length: int) -> int:
        """Return the next number of at most 32 bits; InputError at the end of the data."""
        start, stop = self._position, self._position + length
        if stop > self._end:
            raise InputError('its run lengths must be complete, got data that are cut off')
        self._position = stop
        number = int.from_bytes(self._data[start // 8 : (stop + 7) // 8], 'big')
        return (number >> (-stop % 8)) & ((1 << length) - 1)
