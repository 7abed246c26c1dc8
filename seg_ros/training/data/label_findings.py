# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Labels that can be read but are probably not meant so: missing classes, other palettes."""

from collections.abc import Iterable

import numpy as np

from seg_ros.datatypes import Finding
from seg_ros.errors import InputError
from seg_ros.label_image import Color
from seg_ros.training.data.label_map import LabelMap

Palettes = Iterable[tuple[str, tuple[tuple[int, Color], ...]]]
"""Names of label files, and the color of each label id that they use."""

_REMEDIES = {
    'training': 'label some, or take a label set without',
    'validation': 'no IoU of it is measured; --every and --validation choose other images',
}


def refuse_one_class(counts: np.ndarray, label_map: LabelMap) -> None:
    """Raise InputError where all pixels, (channels,) by class, are of one of several classes."""
    classes = label_map.network_label_set.classes
    occurring = [label for label, pixels in zip(classes, counts) if pixels]
    if len(classes) < 2 or len(occurring) != 1:
        return
    (alone,) = occurring
    others = ', '.join(label.name for label in classes if label != alone)
    mask = ''
    if 255 in label_map.ignored and alone.id == 0:
        marked = next((c for c in label_map.label_set.classes if c.id), classes[0])
        mask = (
            f'; if the labels are masks of 0 and 255, write `map: {{255: {marked.id}}}` for '
            f'{marked.name} instead of `ignore: [255]`'
        )
    raise InputError(
        f'labels must have pixels of two classes or more, got {alone.name} alone and no pixel '
        f'of {others}{mask}'
    )


def missing_classes(counts: np.ndarray, label_map: LabelMap, use: str) -> tuple[Finding, ...]:
    """Return a warning where a class has no pixel in the images for `training` or `validation`."""
    classes = label_map.network_label_set.classes
    missing = [label.name for label, pixels in zip(classes, counts) if not pixels]
    if not missing:
        return ()
    message = f'no pixel of {", ".join(missing)} in the images for {use}: {_REMEDIES[use]}'
    return (Finding('warn', 'classes', message),)


def check_palettes(palettes: Palettes, label_map: LabelMap) -> tuple[Finding, ...]:
    """
    Return a warning where palettes show an id in the color of another class.

    Raises InputError where two files show one color as different ids: then each file has a
    palette of its own, and ids mean nothing without it.
    """
    first: dict[Color, tuple[str, int]] = {}
    for name, colors in palettes:
        shown = [color for _, color in colors]
        for label_id, color in colors:
            if shown.count(color) > 1:
                continue
            other, other_id = first.setdefault(color, (name, label_id))
            if other_id != label_id:
                raise InputError(
                    f'labels must have one palette, got {list(color)} as id {other_id} in {other} '
                    f'and as {label_id} in {name}; write `colors: {{CLASS: {list(color)}, ...}}` '
                    'in dataset.yaml to read them by color'
                )
    return _other_colors({label_id: color for color, (_, label_id) in first.items()}, label_map)


def _other_colors(color_of: dict[int, Color], label_map: LabelMap) -> tuple[Finding, ...]:
    classes = {label.id: label for label in label_map.label_set.classes}
    owners = {label.color: label for label in classes.values()}
    class_of = dict(label_map.class_of)
    for label_id, color in color_of.items():
        read, owner = classes.get(class_of.get(label_id, label_id)), owners.get(color)
        if label_id not in label_map.ignored and read and owner and owner != read:
            return (
                Finding(
                    'warn',
                    'palette',
                    f'label id {label_id} is read as {read.name}, but its palette shows it in '
                    f'{list(color)}, the color of {owner.name}: if colors count, write `colors: '
                    'classes` in dataset.yaml',
                ),
            )
    return ()
