# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class names that a training tool left in the metadata of a network file."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
import json
from typing import Any

from seg_ros.errors import ModelError

KEYS = ('names', 'id2label')
"""Metadata of .onnx files: `names` as Ultralytics writes it, `id2label` as Hugging Face does."""

_FILES = ('metadata.json', '.txt')
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class ClassNames:
    """One name for each channel in their order, and the entry of the metadata that has them."""

    names: tuple[str, ...]
    entry: str


def read_class_names(metadata: Mapping[str, str]) -> ClassNames | None:
    """
    Return the class names in the metadata of a network, None where there are none.

    `metadata` has texts by key, of a .tflite file the texts of its associated files by file name:
    a list of labels (.txt), one name a line, or what Ultralytics adds, with an entry `names`.
    Raises ModelError where an entry is there, but is not a name of its own for each of the
    channels 0, 1, 2 and so on.
    """
    for key in (*KEYS, *(name for name in metadata if name.endswith(_FILES))):
        if key in metadata:
            names = _names(key, metadata[key])
            if names is not None:
                return ClassNames(names, key)
    return None


def _names(key: str, text: str) -> tuple[str, ...] | None:
    content = _content(text)
    if key not in KEYS:
        if isinstance(content, dict):
            content = content.get('names')
        elif content is None and key.endswith('.txt'):
            content = [line.strip() for line in text.strip().splitlines()]
        if content is None:
            return None
    entries = dict(enumerate(content)) if isinstance(content, list | tuple) else content
    try:
        names = {int(number): name for number, name in entries.items()}
    except (AttributeError, TypeError, ValueError):
        names = {}
    is_complete = bool(names) and sorted(names) == list(range(len(entries)))
    texts = {name for name in names.values() if isinstance(name, str) and name}
    if not is_complete or len(texts) < len(names):
        shown = text if len(text) <= _SHOWN_CHARACTERS else f'{text[:_SHOWN_CHARACTERS]}...'
        raise ModelError(
            f'metadata {key} must have a name of its own for each of the channels 0, 1, 2 and so '
            f'on, got {shown!r}'
        )
    return tuple(names[number] for number in range(len(names)))


def _content(text: str) -> Any:
    """Return what a JSON text or a literal of Python stands for, None where it is neither."""
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(text)
        # literal_eval runs nothing, but a text that is deep or large enough exhausts its parser.
        except (MemoryError, RecursionError, SyntaxError, TypeError, ValueError):
            continue
    return None
