# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The classes of a network, and the groups that make a mask."""

from dataclasses import dataclass

UNLABELLED = 255
"""The class id of an unlabelled pixel: low confidence, outside the letterbox, or no class."""


@dataclass(frozen=True)
class ClassLabel:
    """
    One class: its id in the class map (0..254), its name, its color as (red, green, blue) 0..255.

    `max_share` is the largest share of a frame (0..1] that the class fills in ordinary use.
    """

    id: int
    name: str
    color: tuple[int, int, int]
    max_share: float = 1.0

    def __post_init__(self) -> None:
        """Check id, name, color and share."""
        if not 0 <= self.id < UNLABELLED:
            raise ValueError(f'class id must be 0..254, got {self.id}')
        if not self.name:
            raise ValueError(f'class {self.id} needs a name')
        if len(self.color) != 3 or not all(0 <= part <= 255 for part in self.color):
            raise ValueError(
                f'color of class {self.name!r} must be three numbers 0..255, got {self.color}'
            )
        if not 0.0 < self.max_share <= 1.0:
            raise ValueError(
                f'max_share of class {self.name!r} must be in (0, 1], got {self.max_share}'
            )


@dataclass(frozen=True)
class ClassGroup:
    """A named set of class ids that together make one mask: `weed`, `drivable`, `defect`."""

    name: str
    class_ids: tuple[int, ...]

    def __post_init__(self) -> None:
        """Check that the name can stand in a topic and the ids in a class map."""
        if not (self.name.isascii() and self.name.isidentifier()):
            raise ValueError(
                f'a group name must be letters a to z, digits and underscores, got {self.name!r}'
            )
        if not all(0 <= class_id < UNLABELLED for class_id in self.class_ids):
            raise ValueError(
                f'group {self.name!r} must hold class ids 0..254, got {self.class_ids}'
            )
