# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Fields of JSON are checked when they are read."""

from pathlib import Path
from typing import Any

import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.json_fields import checked, decode_base64, field, point, read_json


def test_fields() -> None:
    content = {'a': 1, 'b': None, 'c': [2], 'more': 'of no interest'}
    assert field(content, 'a', int) == 1
    number = field(content, 'a', float)
    assert number == 1.0 and type(number) is float
    width = field({'width': 640.0}, 'width', int)
    assert width == 640 and type(width) is int
    assert field(content, 'b', str, default='none') == 'none'
    assert field(content, 'd', list, default=[]) == []


@pytest.mark.parametrize(
    'content, kind, says',
    [
        ({}, int, 'a must be a whole number, got null'),
        ({'a': '1'}, int, 'a must be a whole number, got "1"'),
        ({'a': 1.5}, int, 'a must be a whole number, got 1.5'),
        ({'a': True}, float, 'a must be a number, got true'),
        ({'a': [0] * 99}, str, r'a must be a text, got \[0, 0, .* \.\.\.$'),
        ([], int, r'it must be keys and values, got \[\]'),
    ],
)
def test_refusals(content: Any, kind: type, says: str) -> None:
    with pytest.raises(InputError, match=says):
        field(content, 'a', kind)


def test_a_value_of_the_right_type_is_returned_as_it_is() -> None:
    value = {'a': 1}
    assert checked(value, dict, 'it') is value


@pytest.mark.parametrize('data', [b'', b'{"a": ', b'\xff\xfe{'])
def test_files_without_json(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / 'a.json'
    path.write_bytes(data)
    with pytest.raises(InputError, match='a.json'):
        read_json(path)
    path.write_text('\ufeff{"a": 1}', 'utf-8')
    assert read_json(path) == {'a': 1}


def test_points() -> None:
    assert point([1, 2.5]) == (1.0, 2.5)
    for value, says in (([1], 'x and y, got 1 numbers'), ([1, None], 'a coordinate must be a')):
        with pytest.raises(InputError, match=says):
            point(value)


def test_base64() -> None:
    assert decode_base64('c2Vn', 'mask') == b'seg'
    with pytest.raises(InputError, match='mask must be base64, got other text'):
        decode_base64('c2V!', 'mask')
