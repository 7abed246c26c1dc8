# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Classes and class groups: read from YAML or a parameter, and the sets that are included."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ManifestError, ParameterError
from seg_ros.inference.palette import distinct_color
from seg_ros.inference.yaml_schema import build, convert, read_yaml

_FOLDER = Path(__file__).parent / 'labels'

LABEL_SETS = tuple(sorted(path.stem for path in _FOLDER.glob('*.yaml')))


@dataclass(frozen=True)
class LabelSet:
    """Classes, and the groups of them that make masks."""

    classes: tuple[ClassLabel, ...]
    groups: tuple[ClassGroup, ...]


def named_label_set(name: str) -> LabelSet:
    """Return an included set; ManifestError with the names of all for another name."""
    if name not in LABEL_SETS:
        raise ManifestError(
            f'manifest field labels must be one of {", ".join(LABEL_SETS)}, got {name!r}'
        )
    content = read_yaml(_FOLDER / f'{name}.yaml')
    return read_label_set(content['classes'], content['groups'])


def read_label_set(classes: Any, groups: Any) -> LabelSet:
    """
    Return the label set of the YAML fields `classes` and `groups`; ManifestError if wrong.

    A class without `id` has its position in the list as id, one without `color` the color of its
    id in the palette.
    """
    if not isinstance(classes, list):
        raise ManifestError(f'manifest field classes must be a list, got {classes!r}')
    labels = tuple(_label(entry, index) for index, entry in enumerate(classes))
    return LabelSet(labels, read_groups(groups, labels))


def read_groups(groups: Any, labels: tuple[ClassLabel, ...]) -> tuple[ClassGroup, ...]:
    """Return the groups, each a name with a list of class names; ManifestError if wrong."""
    if not isinstance(groups, dict):
        raise ManifestError(
            f'manifest field groups must hold names with lists of class names, got {groups!r}'
        )
    ids = {label.name: label.id for label in labels}
    return tuple(_group(name, members, ids) for name, members in groups.items())


def parse_groups(texts: Sequence[str], labels: Sequence[ClassLabel]) -> tuple[ClassGroup, ...]:
    """Return the groups of texts `name: class, class`; ParameterError on a wrong one."""
    # An empty list has no type on ROS's command line: [''] stands for it.
    groups = tuple(_parse_group(text, labels) for text in texts if text.strip())
    if len({group.name for group in groups}) < len(groups):
        raise ParameterError(f'groups must have different names, got {", ".join(texts)}')
    return groups


def _label(entry: Any, index: int) -> ClassLabel:
    if isinstance(entry, dict):
        class_id = entry.get('id', index)
        color = distinct_color(class_id if type(class_id) is int else index)
        entry = {'id': index, 'color': list(color), **entry}
    return build(ClassLabel, entry, f'manifest field classes[{index}]')


def _group(name: Any, members: Any, ids: dict[str, int]) -> ClassGroup:
    location = f'manifest field groups.{name}'
    names = convert(members, tuple[str, ...], location)
    for member in names:
        if member not in ids:
            raise ManifestError(
                f'{location} must be of the classes {", ".join(ids)}, got {member!r}'
            )
    try:
        return ClassGroup(str(name), tuple(ids[member] for member in names))
    except ValueError as error:
        raise ManifestError(f'{location}: {error}') from None


def _parse_group(text: str, labels: Sequence[ClassLabel]) -> ClassGroup:
    name, _, members = text.partition(':')
    ids = {label.name: label.id for label in labels}
    try:
        return ClassGroup(name.strip(), tuple(ids[part.strip()] for part in members.split(',')))
    except KeyError as unknown:
        raise ParameterError(
            f'groups must be "name: class, class" with classes of {", ".join(ids)}, got '
            f'{unknown} in {text!r}'
        ) from None
    except ValueError as error:
        raise ParameterError(f'groups must be "name: class, class": {error}') from None
