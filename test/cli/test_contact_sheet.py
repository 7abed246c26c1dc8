# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images are below their captions, row by row."""

import numpy as np

from seg_ros.cli.contact_sheet import contact_sheet


def test_images_are_side_by_side_at_the_size_of_the_first() -> None:
    red = np.full((40, 60, 3), (0, 0, 255), np.uint8)
    white = np.full((20, 30), 255, np.uint8)
    sheet = contact_sheet({'camera': red, 'mask': white})
    assert sheet.shape[1:] == (120, 3)
    assert (sheet[-40:, :60] == (0, 0, 255)).all()
    assert (sheet[-40:, 60:] == 255).all()


def test_a_caption_is_above_its_image() -> None:
    black = np.zeros((40, 60, 3), np.uint8)
    sheet = contact_sheet({'camera': black}, columns=1)
    assert sheet[:-40].max() > 200
    assert not sheet[-40:].any()


def test_an_incomplete_row_ends_black() -> None:
    white = np.full((40, 60, 3), 255, np.uint8)
    sheet = contact_sheet({'a': white, 'b': white, 'c': white})
    assert not sheet[-40:, 60:].any()
