# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class names of an export to class ids, colors and groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from seg_ros.datatypes import ClassGroup, ClassLabel, UNLABELLED
from seg_ros.errors import InputError
from seg_ros.inference.label_sets import named_label_set
from seg_ros.inference.palette import colors_or_palette
from seg_ros.label_image import Color

BACKGROUND = 'background'
"""Name of class 0, all pixels that are not drawn, where neither user nor classes suggest one."""

FIELD = 'soil_weed_crop'
"""The included label set of a field."""

SOIL = 'soil'
"""The background of a field."""

BACKGROUND_NAMES = (BACKGROUND, '_background_')

IGNORED_NAME = '__ignore__'
"""Name of unlabelled pixels in files that are written, as in the examples of Labelme."""

IGNORED_NAMES = ('ignore', 'ignored', 'void', 'unlabelled', 'unlabeled', IGNORED_NAME)
"""Objects of these names are left out of training: label id 255."""

GROUPS = {
    'weed': ('weed', 'weeds'),
    'crop': ('crop', 'crops'),
    'vegetation': ('vegetation', 'weed', 'weeds', 'crop', 'crops', 'plant'),
    'drivable': ('drivable', 'road', 'street'),
    'pavement': ('pavement', 'sidewalk'),
    'person': ('person', 'people', 'pedestrian', 'rider', 'bicyclist'),
    'vehicle': ('vehicle', 'car', 'truck', 'bus', 'tractor'),
    'defect': ('defect', 'scratch', 'crack', 'dent'),
}
"""Class groups by the names of their members, in upper or lower case."""

_LISTED = 12
_BACKGROUND_COLOR = (60, 60, 60)


@dataclass(frozen=True)
class ClassRule:
    """
    What the user says about classes.

    `background` names the class of all pixels that are not drawn; '' leaves it open. `label_set`
    is the included label set whose ids the classes get, or ''.
    """

    background: str = ''
    label_set: str = ''


@dataclass(frozen=True)
class ClassTable:
    """Classes and groups, the id of every name, and the id of pixels that are not drawn."""

    classes: tuple[ClassLabel, ...]
    groups: tuple[ClassGroup, ...]
    ids: Mapping[str, int]
    background_id: int = 0

    def id_of(self, class_name: str) -> int:
        """Return the id of a class, 255 for an ignored one; InputError for an unknown name."""
        if class_name not in self.ids:
            raise InputError(f'its class must be one of {", ".join(self.ids)}, got {class_name!r}')
        return self.ids[class_name]

    @property
    def has_ignored(self) -> bool:
        """Return whether labels can have ignored pixels."""
        return UNLABELLED in (self.background_id, *self.ids.values())


def class_table(
    names: Sequence[str],
    rule: ClassRule = ClassRule(),
    colors: Mapping[str, Color] | None = None,
) -> ClassTable:
    """
    Return ids for class names in their order; the background is class 0.

    Where all names are those of a field, in upper or lower case, the classes are all three of the
    included label set `soil_weed_crop`, so that every export has the ids of the included networks.
    `colors`, those of the export, are used where all classes have different ones. Raises
    InputError where there is no class, more than 254, or one that is not in the label set.
    """
    drawn = [name for name in dict.fromkeys(names) if name.lower() not in IGNORED_NAMES]
    objects = [name for name in drawn if name.lower() not in BACKGROUND_NAMES]
    ignored = dict.fromkeys(set(names) - set(drawn), UNLABELLED)
    if rule.label_set:
        table = _included_table(objects, rule)
    else:
        table = _new_table(objects, rule.background, colors or {})
    behind = dict.fromkeys(drawn, table.background_id)
    return replace(table, ids={**behind, **table.ids, **ignored})


def _new_table(names: list[str], background: str, colors: Mapping[str, Color]) -> ClassTable:
    field = {label.name: label for label in named_label_set(FIELD).classes}
    is_field = background.lower() in ('', SOIL) and {*map(str.lower, names)} <= field.keys()
    zero = SOIL if is_field else background or BACKGROUND
    others = [name for name in names if name.lower() != zero.lower()]
    if not 1 <= len(others) < UNLABELLED:
        raise InputError(
            f'labels must have 1 to {UNLABELLED - 1} classes beside the background, got '
            + (f'{len(others)} ({_shortened(others)})' if others else 'none')
        )
    if is_field:
        return _included_table(names, ClassRule(label_set=FIELD))
    shown = colors_or_palette([*map(colors.get, others)])
    background_color = field[zero].color if zero in field else _BACKGROUND_COLOR
    classes = (
        ClassLabel(0, zero, background_color),
        *map(ClassLabel, range(1, UNLABELLED), others, shown),
    )
    return ClassTable(
        classes, groups_by_name(classes), {label.name: label.id for label in classes}
    )


def _included_table(names: list[str], rule: ClassRule) -> ClassTable:
    """Return the ids of an included label set, whose names may differ in upper and lower case."""
    label_set = named_label_set(rule.label_set)
    id_of = {label.name.lower(): label.id for label in label_set.classes}
    for name in (*names, *filter(None, [rule.background])):
        if name.lower() not in id_of:
            raise InputError(
                f'classes of {rule.label_set} must be of its {len(id_of)} names, '
                f'{_shortened([label.name for label in label_set.classes])}, got {name!r}'
            )
    zero = label_set.classes[0]
    is_background = zero.name in (*BACKGROUND_NAMES, SOIL)
    background = rule.background.lower() or (zero.name if is_background else '')
    return ClassTable(
        label_set.classes,
        label_set.groups,
        {name: id_of[name.lower()] for name in names},
        id_of.get(background, UNLABELLED),
    )


def _shortened(names: Sequence[str]) -> str:
    return ', '.join((*names[:_LISTED], *['...'] * (len(names) > _LISTED)))


def groups_by_name(classes: Sequence[ClassLabel]) -> tuple[ClassGroup, ...]:
    """Return the groups of `GROUPS` that have members among classes."""
    members = {
        group: tuple(label.id for label in classes if label.name.lower() in names)
        for group, names in GROUPS.items()
    }
    return tuple(ClassGroup(group, ids) for group, ids in members.items() if ids)
