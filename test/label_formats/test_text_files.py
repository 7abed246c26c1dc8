# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Text files are UTF-8."""

from pathlib import Path

import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.text_files import read_text


def test_text(tmp_path: Path) -> None:
    path = tmp_path / 'names.txt'
    path.write_bytes('Möhre\n'.encode())
    assert read_text(path) == 'Möhre\n'
    path.write_bytes(b'\xef\xbb\xbfweed')
    assert read_text(path) == 'weed'
    path.write_bytes('Möhre'.encode('latin-1'))
    with pytest.raises(InputError, match='names.txt must be readable text in UTF-8'):
        read_text(path)
    with pytest.raises(InputError, match='other.txt must be readable'):
        read_text(tmp_path / 'other.txt')
