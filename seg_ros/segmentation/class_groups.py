# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class groups as one wishes them in parameters: `name: class, class`."""

from collections.abc import Sequence

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ParameterError


def wished_groups(wishes: Sequence[str], classes: Sequence[ClassLabel]) -> tuple[ClassGroup, ...]:
    """Return the groups that are wished for; ParameterError naming the wish that cannot be met."""
    # An empty list has no type on ROS's command line: [''] stands for it.
    groups = tuple(_group(wish, classes) for wish in wishes if wish.strip())
    if len({group.name for group in groups}) < len(groups):
        raise ParameterError(f'groups must have different names, got {", ".join(wishes)}')
    return groups


def _group(wish: str, classes: Sequence[ClassLabel]) -> ClassGroup:
    name, _, members = wish.partition(':')
    ids = {label.name: label.id for label in classes}
    try:
        return ClassGroup(name.strip(), tuple(ids[part.strip()] for part in members.split(',')))
    except KeyError as unknown:
        raise ParameterError(
            f'groups must be "name: class, class" with classes of {", ".join(ids)}, got '
            f'{unknown} in {wish!r}'
        ) from None
    except ValueError as error:
        raise ParameterError(f'groups must be "name: class, class": {error}') from None
