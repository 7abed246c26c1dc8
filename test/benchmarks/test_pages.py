# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Measured rows become tables, and stand where the page has its marks."""

from pathlib import Path

import pytest

pytest.importorskip('matplotlib', reason='matplotlib is not installed')

from benchmarks.performance import pages  # noqa: E402

ROWS = [
    {'node': 'ours', 'age': 1.0},
    {'node': 'theirs', 'age': 4.0},
    {'node': 'ours', 'age': 2.0},
    {'node': 'ours', 'age': 1.2},
]


def test_rows_are_reported_by_their_middle_and_their_spread() -> None:
    reported = {
        name: pages.spread(own, 'age', '{:.1f}')
        for (name,), own in pages.grouped(ROWS, 'node').items()
    }
    assert reported == {'ours': '1.2 (1.0 to 2.0)', 'theirs': '4.0'}


def test_a_table_replaces_what_stood_between_its_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / 'page.md'
    monkeypatch.setattr(pages, 'PAGE', page)
    page.write_text('# Page\n<!-- ages -->\nold\n<!-- end of ages -->\nmore\n')
    for _ in range(2):
        pages.put('ages', pages.table(('node', 'age'), [('ours', '1')]))
        assert page.read_text() == (
            '# Page\n<!-- ages -->\n\n| node | age |\n| --- | --- |\n| ours | 1 |\n\n'
            '<!-- end of ages -->\nmore\n'
        )
    with pytest.raises(SystemExit, match='must have the marks <!-- sizes -->'):
        pages.put('sizes', '')
