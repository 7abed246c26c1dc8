# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a patch is told with: the frame, the height and the names of classes."""

from dataclasses import dataclass, field

import numpy as np

from seg_ros.datatypes import CROP, CROP_NAME, Patches, Pose2D


@dataclass(frozen=True)
class OutputFrame:
    """
    Where and how the patches of one image are told.

    `frame_id` is that of all places but the spray runs'; `vehicle` the base frame in it, None
    where it is the base frame. `labels` names class ids, `class_name` those without a name.
    """

    frame_id: str
    vehicle: Pose2D | None = None
    height_m: float = 0.0
    labels: dict[int, str] = field(default_factory=dict)
    class_name: str = 'weed'

    def places(self, points_m: np.ndarray) -> np.ndarray:
        """Return (N, 2) points of the base frame in the frame that is told."""
        if self.vehicle is None:
            return points_m
        return np.stack(self.vehicle.to_odom(*points_m.T), axis=1)

    @property
    def yaw_rad(self) -> float:
        """Return how the base frame is turned in the frame that is told."""
        return 0.0 if self.vehicle is None else self.vehicle.yaw_rad

    def class_names(self, patches: Patches) -> list[str]:
        """Return the name of each patch's class; what is protected is a crop, whatever it is."""
        return [
            CROP_NAME if is_crop else self.labels.get(class_id, self.class_name)
            for class_id, is_crop in zip(patches.class_ids.tolist(), patches.has(CROP))
        ]
