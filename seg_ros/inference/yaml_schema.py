# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From YAML to frozen dataclasses: unknown keys and wrong types are refused in one line."""

from dataclasses import fields, MISSING
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, TypeVar

import yaml

from seg_ros.errors import ManifestError
from seg_ros.yaml_text import load_yaml

T = TypeVar('T')

_TYPE_NAMES = {
    str: ('a text', 'texts'),
    int: ('a whole number', 'whole numbers'),
    float: ('a number', 'numbers'),
    Path: ('a path', 'paths'),
    NoneType: ('null', 'nulls'),
}


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds; ManifestError if it cannot be read as one."""
    try:
        content = load_yaml(path.read_text(encoding='utf-8'))
    except (OSError, ValueError, yaml.YAMLError) as error:
        reason = ' '.join(str(error).split())
        raise ManifestError(f'{path} is not readable YAML: {reason}') from None
    if not isinstance(content, dict):
        raise ManifestError(f'{path} must hold keys and values, got {type(content).__name__}')
    return content


def refuse_unknown(keys: list[Any], known: list[str], location: str) -> None:
    """Raise ManifestError for the first key that is not known, naming the nearest one that is."""
    for key in keys:
        if key not in known:
            near = get_close_matches(str(key), known, n=1, cutoff=0.0)[0]
            raise ManifestError(
                f'{location} must not have the key {key!r}; did you mean {near}? '
                f'It may have {", ".join(known)}'
            )


def build(cls: type[T], content: Any, location: str) -> T:
    """
    Return a dataclass made from a mapping; `location` names it in errors.

    Raises ManifestError for unknown or missing keys, wrong types, and what the class refuses.
    """
    if not isinstance(content, dict):
        raise ManifestError(f'{location} must hold keys and values, got {content!r}')
    expected = fields(cls)  # type: ignore[arg-type]
    refuse_unknown(list(content), [field.name for field in expected], location)
    for field in expected:
        if field.default is MISSING and field.name not in content:
            raise ManifestError(f'{location} must have the key {field.name}, got {content!r}')
    hints = get_type_hints(cls)
    values = {
        key: convert(value, hints[key], f'{location}.{key}') for key, value in content.items()
    }
    try:
        return cls(**values)
    except ValueError as error:
        raise ManifestError(f'{location}: {error}') from None


def convert(value: Any, hint: Any, location: str) -> Any:
    """Return a YAML value as the type that `hint` asks for; ManifestError if it is another."""
    result = _converted(value, hint)
    if result is MISSING:
        raise ManifestError(f'{location} must be {_description(hint)}, got {value!r}')
    return result


def _converted(value: Any, hint: Any) -> Any:
    if isinstance(hint, UnionType):
        results = (_converted(value, option) for option in get_args(hint))
        return next((result for result in results if result is not MISSING), MISSING)
    if get_origin(hint) is tuple:
        return _converted_list(value, get_args(hint))
    if hint is Path and isinstance(value, str):
        return Path(value)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint or hint is float and not isfinite(value):
        return MISSING
    return value


def _converted_list(value: Any, hints: tuple[Any, ...]) -> Any:
    if not isinstance(value, list):
        return MISSING
    if hints[-1] is Ellipsis:
        hints = hints[:1] * len(value)
    if len(hints) != len(value):
        return MISSING
    results = tuple(map(_converted, value, hints))
    return MISSING if MISSING in results else results


def _description(hint: Any, plural: bool = False) -> str:
    if isinstance(hint, UnionType):
        return ' or '.join(_description(option, plural) for option in get_args(hint))
    if get_origin(hint) is tuple:
        hints = get_args(hint)
        count = '' if hints[-1] is Ellipsis else f'{len(hints)} '
        return f'a list of {count}{_description(hints[0], plural=True)}'
    return _TYPE_NAMES[hint][plural]
