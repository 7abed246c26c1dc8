# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The mapping from ids in label files to classes and channels of the network."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import InputError, ParameterError
from seg_ros.inference.label_sets import LabelSet

IGNORED = 255
"""The channel of pixels that are left out of the loss and of the metrics."""

BLANK = 254
"""The channel of pixels that show nothing, such as those of a covered lens."""

_UNKNOWN = 253
_LISTED = 8
_OTHERS_COLOR = (90, 90, 90)


@dataclass(frozen=True)
class LabelMap:
    """
    Classes in the order of the network's channels, and the label ids that belong to them.

    A label id is the id of its class, unless `class_of` has another class id for it or it is
    `ignored`. With `positive_id`, the id of a class, channel 1 is that class and channel 0 all
    others.
    """

    label_set: LabelSet
    ignored: tuple[int, ...] = ()
    class_of: tuple[tuple[int, int], ...] = ()
    positive_id: int | None = None

    @property
    def network_label_set(self) -> LabelSet:
        """Return the classes of the network, in the order of its channels, and their groups."""
        if self.positive_id is None:
            return self.label_set
        positive = next(c for c in self.label_set.classes if c.id == self.positive_id)
        groups = [
            ClassGroup(group.name, (1,))
            for group in self.label_set.groups
            if group.class_ids == (self.positive_id,)
        ]
        return LabelSet(
            (ClassLabel(0, f'not_{positive.name}', _OTHERS_COLOR), replace(positive, id=1)),
            tuple(groups),
        )

    @property
    def ungrouped_channels(self) -> tuple[int, ...]:
        """
        Return the channels of classes in no group, such as soil or sky; all if there are none.

        Nothing acts on their masks, so that pixels which show nothing are trained to be of them.
        """
        if self.positive_id is not None:
            return (0,)
        classes, groups = self.label_set.classes, self.label_set.groups
        grouped = {class_id for group in groups for class_id in group.class_ids}
        free = tuple(n for n, label in enumerate(classes) if label.id not in grouped)
        return free or tuple(range(len(classes)))

    def one_against_all(self, name: str) -> 'LabelMap':
        """Return the mapping for one class against all others; ParameterError if it is unknown."""
        ids = {label.name: label.id for label in self.label_set.classes}
        if name not in ids:
            raise ParameterError(f'--only must be one of {", ".join(ids)}, got {name!r}')
        return replace(self, positive_id=ids[name])

    def channels_of(self, labels: np.ndarray, name: str) -> np.ndarray:
        """
        Return (H, W) uint8 channels of label ids, IGNORED where the label is ignored.

        Raises InputError with the `name` of the file, the ids without a class, and what to write.
        """
        table = np.full(256, _UNKNOWN, np.uint8)
        channel_of = {
            label.id: channel if self.positive_id is None else int(label.id == self.positive_id)
            for channel, label in enumerate(self.label_set.classes)
        }
        table[list(channel_of)] = list(channel_of.values())
        for label, class_id in self.class_of:
            table[label] = channel_of[class_id]
        table[list(self.ignored)] = IGNORED
        channels = cv2.LUT(labels, table)
        if np.any(channels == _UNKNOWN):
            raise InputError(f'{name}: {self._unknown(labels, channels == _UNKNOWN)}')
        return channels

    def _unknown(self, labels: np.ndarray, is_unknown: np.ndarray) -> str:
        ids = np.unique(labels[is_unknown]).tolist()
        classes = ', '.join(f'{c.id} {c.name}' for c in self.label_set.classes)
        if ids == [255] and np.isin(labels, (0, 255)).all():
            marked = next((c for c in self.label_set.classes if c.id), self.label_set.classes[0])
            return (
                f'label ids must be of the classes {classes}, or ignored, got a mask of 0 and '
                f'255; if 255 is {marked.name}, write `map: {{255: {marked.id}}}` in dataset.yaml '
                f'(`evaluate`: --map 255:{marked.id}), or `ignore: [255]` if it is no class '
                '(`evaluate`: --ignore 255)'
            )
        named = ' '.join(map(str, ids[:_LISTED])) + ' ...' * (len(ids) > _LISTED)
        return (
            f'label ids must be of the classes {classes}, or ignored, got {named} in '
            f'{np.count_nonzero(is_unknown)} pixels; take the label set of these labels, or write '
            f'`map: {{{ids[0]}: CLASS_ID}}` or `ignore: [{ids[0]}]` in dataset.yaml'
        )
