# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The color table of a dataset: label ids of the colors in its masks."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import ManifestError
from seg_ros.inference.yaml_schema import convert
from seg_ros.label_formats.labelmap import read_labelmap
from seg_ros.label_image import Color

CLASSES = 'classes'
"""The value of `colors` that stands for the colors of all classes."""


def read_colors(
    colors: Any, classes: Sequence[ClassLabel], labelmap: Path | None
) -> dict[Color, int] | None:
    """
    Return the color table of the dataset field `colors` and of a labelmap.txt, None without both.

    `colors` maps names of classes or label ids to [red, green, blue], or is the word `classes`.
    It adds to the colors of the labelmap or, without one, of all classes, and has precedence. A
    class name stands for the id of the class. Raises ManifestError where a name is no class, and
    InputError about the labelmap itself.
    """
    if colors is None and labelmap is None:
        return None
    ids = {label.name: label.id for label in classes}
    own = {} if colors in (None, CLASSES) else _own_colors(colors, ids)
    labels = classes if labelmap is None else read_labelmap(labelmap)
    labels = [label for label in labels if label.color not in own]
    unknown = [label for label in labels if label.name not in ids]
    if labelmap is not None and unknown:
        raise ManifestError(_unknown_names(labelmap, unknown, list(ids)))
    table: dict[Color, int] = {}
    for label in labels:
        if label.color in table:
            raise ManifestError(
                'classes must have different colors to be read by them, got '
                f'{list(label.color)} for {label.name} and another one'
            )
        table[label.color] = ids[label.name]
    return table | own


def _own_colors(colors: Any, ids: dict[str, int]) -> dict[Color, int]:
    if not isinstance(colors, dict):
        raise ManifestError(
            f'dataset field colors must map classes to [R, G, B], or be {CLASSES}, got {colors!r}'
        )
    own: dict[Color, int] = {}
    for key, value in colors.items():
        label_id = ids.get(key, key)
        if type(label_id) is not int or not 0 <= label_id <= 255:
            raise ManifestError(
                f'dataset field colors must have the classes {", ".join(ids)} or label ids '
                f'0..255, got {key!r}'
            )
        color = convert(value, tuple[int, int, int], f'dataset field colors.{key}')
        if not all(0 <= part <= 255 for part in color):
            raise ManifestError(f'dataset field colors.{key} must be 0..255, got {value}')
        if color in own:
            raise ManifestError(
                f'dataset field colors must have each color once, got {value} twice'
            )
        own[color] = label_id
    return own


def _unknown_names(labelmap: Path, unknown: list[ClassLabel], classes: list[str]) -> str:
    names = ', '.join(label.name for label in unknown)
    first = unknown[0]
    return (
        f'{labelmap.name} must have names of the classes {", ".join(classes)}, got {names}; say '
        f'what they are, for instance `colors: {{{classes[0]}: {list(first.color)}}}`, or '
        f'`colors: {{255: {list(first.color)}}}` with `ignore: [255]`'
    )
