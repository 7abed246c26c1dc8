# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the data of a JPEG reach to its last row; decoders fill what is missing with gray."""

from collections.abc import Callable
import re

import numpy as np

END = b'\xff\xd9'
MARKER = re.compile(rb'\xff([^\x00\xff\xd0-\xd7])')
RESTART = re.compile(rb'\xff([\xd0-\xd7])')
SEQUENTIAL, PROGRESSIVE = (0xC0, 0xC1, 0xC9), (0xC2, 0xCA)
SCAN, RESTART_INTERVAL = 0xDA, 0xDD

FILLER = 128
"""The level that libjpeg gives to all channels of blocks without data."""

CORNER_PX = 4
CONTINUATION = bytes(range(255))
"""Data of no meaning, without a marker: they change an image only where its own data are short."""


def find_end(data: bytes) -> int | None:
    """
    Return where the compressed data of a JPEG end, before its end marker or padding by zeros.

    Return None where the header, one of the scans or a restart interval is missing: scans must
    bring every coefficient of every component, and restart markers be in order and as many as the
    image needs.
    """
    position, start, interval = 2, 0, 0
    frame, scans, is_progressive = b'', [], False
    while (found := MARKER.search(data, position)) and found[1] != END[1:]:
        position = found.end() + int.from_bytes(data[found.end() : found.end() + 2], 'big')
        body = data[found.end() + 2 : position]
        marker = found[1][0]
        if marker in SEQUENTIAL + PROGRESSIVE and len(body) > 5 and len(body) == 6 + 3 * body[5]:
            frame, is_progressive = body, marker in PROGRESSIVE
        elif marker == RESTART_INTERVAL:
            interval = int.from_bytes(body[:2], 'big')
        elif marker == SCAN and body and len(body) == 4 + 2 * body[0]:
            scans.append(body)
            start = start or position
    end = len(data[: found.start() if found else None].rstrip(b'\0'))
    # After 255 a zero belongs to the data.
    end += data[end - 1 : end + 1] == b'\xff\0'
    if not frame or not _has_all_scans(frame, scans, is_progressive):
        return None
    # With several scans, their units are not counted alike.
    if interval and len(scans) == 1:
        markers = [marker[0] & 7 for marker in RESTART.findall(data, start, end)]
        in_order = markers == [number % 8 for number in range(len(markers))]
        if not in_order or len(markers) < -(-_unit_count(frame) // interval) - 1:
            return None
    return end


def reaches_last_row(
    data: bytes, end: int, pixels: np.ndarray, decode: Callable[[bytes], np.ndarray]
) -> bool:
    """
    Return whether the data, which end there, fill `pixels`, (H, W) or (H, W, 3) from `decode`.

    Where a corner has the gray of missing blocks, the data are decoded again with a continuation,
    which has no effect on complete ones. Not seen are: wrong data, and losses in their middle
    after which the decoder still finds some for the last block (without restart markers one in
    nine of such losses, with them those within an interval); the loss of a part of that block;
    missing rows of CMYK images; and with several scans what is lost within one of them, at the end
    of a progressive JPEG the last bit of its detail, but more in its first scan.
    """
    longer = data[:end] + CONTINUATION + END
    return not _has_filled_corner(pixels) or np.array_equal(pixels, decode(longer))


def _has_all_scans(frame: bytes, scans: list[bytes], is_progressive: bool) -> bool:
    """Return whether the scans bring all 64 coefficients of every component to the last bit."""
    missing = {(component, k) for component in frame[6::3] for k in range(64)}
    for scan in scans:
        components = scan[1 : 1 + 2 * scan[0] : 2]
        # Of a sequential scan these have no choice, and not all cameras write them.
        first, last, bits = scan[1 + 2 * scan[0] :] if is_progressive else (0, 63, 0)
        if bits & 15 == 0:
            missing -= {(component, k) for component in components for k in range(first, last + 1)}
    return not missing


def _unit_count(frame: bytes) -> int:
    """Return the number of minimum coded units (MCU) in a scan of all components."""
    height, width = (int.from_bytes(frame[first : first + 2], 'big') for first in (1, 3))
    # One component alone is coded block by block, whatever its sampling.
    samplings = frame[7::3] if frame[5] > 1 else b'\x11'
    across = 8 * max(1, *(sampling >> 4 for sampling in samplings))
    down = 8 * max(1, *(sampling & 15 for sampling in samplings))
    return -(-width // across) * -(-height // down)


def _has_filled_corner(pixels: np.ndarray) -> bool:
    # Any corner: EXIF may have turned the image.
    ends = (slice(CORNER_PX), slice(-CORNER_PX, None))
    return any((pixels[rows, columns] == FILLER).all() for rows in ends for columns in ends)
