# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Properties of the outputs of a network."""

import pytest

from seg_ros.inference.io_spec import HeadSpec, InputSpec, IoSpec

IMAGE = InputSpec('image', 'NCHW', 'float32', 8, 12)


@pytest.mark.parametrize(
    'kind, ids, labels_every_pixel',
    [
        ('logits', (0, 7), True),
        ('logits', (0, None), False),
        # A class map of the graph may hold 255 anywhere.
        ('class_map', (0, 7), False),
    ],
)
def test_the_first_head_decides_whether_every_pixel_is_labelled(
    kind, ids, labels_every_pixel
) -> None:
    first = HeadSpec('first', 'NCHW', kind, len(ids), ids, (1, 1))
    later = HeadSpec('later', 'NCHW', 'sigmoid', 1, (None, 3), (1, 1))
    assert IoSpec(IMAGE, (first, later), ()).labels_every_pixel is labels_every_pixel
