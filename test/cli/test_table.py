# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Alignment of tables."""

from seg_ros.cli.table import aligned


def test_first_columns_are_aligned_left_and_others_right():
    rows = [('id', 'class', 'share'), ('0', 'soil', '5 %'), ('11', '', '100 %')]
    assert aligned(rows, left=2) == '\n'.join(
        (
            'id  class  share',
            '0   soil     5 %',
            '11         100 %',
        )
    )
