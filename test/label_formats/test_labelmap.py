# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The labelmap.txt of CVAT."""

from pathlib import Path

import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import InputError
from seg_ros.label_formats.labelmap import read_labelmap, write_labelmap


def test_labels_are_numbered_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / 'labelmap.txt'
    path.write_text(
        '\ufeff# label:color_rgb:parts:actions\n\nsoil:0,0,0::\nroad: wet:128,64,128:a,b:c\n',
        'utf-8',
    )
    assert read_labelmap(path) == (
        ClassLabel(0, 'soil', (0, 0, 0)),
        ClassLabel(1, 'road: wet', (128, 64, 128)),
    )


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / 'labelmap.txt'
    write_labelmap(path, [('road: wet', (128, 64, 128)), ('Möhre', (0, 0, 9))])
    assert [(label.name, label.color) for label in read_labelmap(path)] == [
        ('road: wet', (128, 64, 128)),
        ('Möhre', (0, 0, 9)),
    ]


@pytest.mark.parametrize(
    'content, says',
    [
        (b'', 'must have lines LABEL:R,G,B::, got none'),
        (b'weed:0,0::', "with colors 0..255, got 'weed:0,0::'"),
        (b'weed:0,0,256::', "with colors 0..255, got 'weed:0,0,256::'"),
        (b'weed:::', "with colors 0..255, got 'weed:::'"),
        (b'weed', "with colors 0..255, got 'weed'"),
        (b'weed:1,2,3::\nweed:0,0,0::', 'each label once, got weed twice'),
        (b'weed:1,2,3::\ncrop:1,2,3::', r'got \(1, 2, 3\) for weed and crop: remove one'),
        (b'\xff\xfe', 'must be readable text in UTF-8'),
    ],
)
def test_a_wrong_line_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / 'labelmap.txt'
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as refusal:
        read_labelmap(path)
    assert str(refusal.value).startswith(str(path))
