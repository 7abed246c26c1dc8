# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Fields of JSON that other tools write: the ones needed are checked, all others are allowed."""

import base64
import binascii
import json
from pathlib import Path
from typing import Any, TypeVar

from seg_ros.errors import InputError
from seg_ros.label_formats.text_files import read_text

T = TypeVar('T')

_TYPE_NAMES = {
    dict: 'keys and values',
    float: 'a number',
    int: 'a whole number',
    list: 'a list',
    str: 'a text',
}


def read_json(path: Path) -> Any:
    """Return the content of a JSON file; InputError naming the file if it has none."""
    try:
        return json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise InputError(f'{path} is not readable JSON: {error}') from None


def field(content: Any, key: str, kind: type[T], default: T | None = None) -> T:
    """
    Return a field of a JSON object; `default`, if not None, where it is missing or null.

    A whole number is a float too, and 640.0 is a whole number. Raises InputError where `content`
    is no object, and where the field is missing or of another type.
    """
    value = checked(content, dict, 'it').get(key)
    if value is None and default is not None:
        return default
    return checked(value, kind, key)


def checked(value: Any, kind: type[T], name: str) -> T:
    """Return a value of JSON if it is of a type; InputError with `name` if it is another."""
    if kind is float and type(value) is int:
        value = float(value)
    if kind is int and type(value) is float and value.is_integer():
        value = int(value)
    if type(value) is not kind:
        text = json.dumps(value)
        shown = text if len(text) < 60 else f'{text[:56]} ...'
        raise InputError(f'{name} must be {_TYPE_NAMES[kind]}, got {shown}')
    return value


def point(value: Any) -> tuple[float, float]:
    """Return a list of two numbers, x and y; InputError if it is something else."""
    numbers = [
        checked(number, float, 'a coordinate') for number in checked(value, list, 'a point')
    ]
    if len(numbers) != 2:
        raise InputError(f'a point must be x and y, got {len(numbers)} numbers')
    return numbers[0], numbers[1]


def decode_base64(text: str, name: str) -> bytes:
    """Return the bytes of a text in base64; InputError with `name` if it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InputError(f'{name} must be base64, got other text') from None
