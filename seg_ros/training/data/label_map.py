# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the ids in label files mean, and which channel of the network each belongs to."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import InputError, ParameterError
from seg_ros.inference.label_sets import LabelSet

IGNORED = 255
"""The channel of pixels that teach nothing."""

_WRONG = 254
_REST_COLOR = (90, 90, 90)


@dataclass(frozen=True)
class LabelMap:
    """
    Classes in the order of the network's channels, and the label ids that stand for them.

    A label id stands for the class of that id, unless `class_of` names another class id for it
    or `ignored` leaves it out. With `wanted`, the id of a class, channel 1 is that class and
    channel 0 all the others.
    """

    label_set: LabelSet
    ignored: tuple[int, ...] = ()
    class_of: tuple[tuple[int, int], ...] = ()
    wanted: int | None = None

    @property
    def learnt(self) -> LabelSet:
        """Return the classes and groups that the network tells apart."""
        if self.wanted is None:
            return self.label_set
        chosen = next(c for c in self.label_set.classes if c.id == self.wanted)
        groups = [
            ClassGroup(group.name, (1,))
            for group in self.label_set.groups
            if group.class_ids == (self.wanted,)
        ]
        return LabelSet(
            (ClassLabel(0, f'not_{chosen.name}', _REST_COLOR), replace(chosen, id=1)),
            tuple(groups),
        )

    def only(self, name: str) -> 'LabelMap':
        """Return the legend of one class against the rest; ParameterError where there is none."""
        ids = {label.name: label.id for label in self.label_set.classes}
        if name not in ids:
            raise ParameterError(f'--only must be one of {", ".join(ids)}, got {name!r}')
        return replace(self, wanted=ids[name])

    def channels_of(self, labels: np.ndarray, name: str) -> np.ndarray:
        """
        Return (H, W) uint8 channels, IGNORED where nothing is to be learnt, of label ids.

        Raises InputError naming the file and the first id that stands for nothing.
        """
        table = np.full(256, _WRONG, np.uint8)
        channel_of = {
            label.id: channel if self.wanted is None else int(label.id == self.wanted)
            for channel, label in enumerate(self.label_set.classes)
        }
        table[list(channel_of)] = list(channel_of.values())
        for label, class_id in self.class_of:
            table[label] = channel_of[class_id]
        table[list(self.ignored)] = IGNORED
        channels = cv2.LUT(labels, table)
        wrong = channels == _WRONG
        if wrong.any():
            classes = ', '.join(f'{c.id} {c.name}' for c in self.label_set.classes)
            raise InputError(
                f'{name}: label ids must be of the classes {classes}, or among those '
                f'to ignore, got {labels[wrong].min()} in {wrong.sum()} pixels'
            )
        return channels
