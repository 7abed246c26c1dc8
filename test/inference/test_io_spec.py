# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a contract says of the answers that it leads to."""

import pytest

from seg_ros.inference.io_spec import HeadSpec, InputSpec, IoSpec

IMAGE = InputSpec('image', 'NCHW', 'float32', 8, 12)


@pytest.mark.parametrize(
    'kind, ids, labels_every_pixel',
    [
        ('logits', (0, 7), True),
        ('logits', (0, None), False),
        # A graph may write 255 wherever it likes.
        ('class_map', (0, 7), False),
    ],
)
def test_the_first_head_labels_what_no_other_does(kind, ids, labels_every_pixel) -> None:
    first = HeadSpec('first', 'NCHW', kind, len(ids), ids, (1, 1))
    later = HeadSpec('later', 'NCHW', 'sigmoid', 1, (None, 3), (1, 1))
    assert IoSpec(IMAGE, (first, later), ()).labels_every_pixel is labels_every_pixel
