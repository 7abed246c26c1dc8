# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The frame, the height and the class names with which patches are published."""

from dataclasses import dataclass, field

import numpy as np

from seg_ros.datatypes import CROP, CROP_NAME, Patches, Pose2D


@dataclass(frozen=True)
class OutputFrame:
    """
    Frame, height and class names of the patches of one image.

    `frame_id` is that of all positions but the spray runs'; `vehicle` is the pose of the base
    frame in it, None where it is the base frame. `labels` names class ids, `class_name` those
    without a name.
    """

    frame_id: str
    vehicle: Pose2D | None = None
    height_m: float = 0.0
    labels: dict[int, str] = field(default_factory=dict)
    class_name: str = 'weed'

    def positions(self, points_m: np.ndarray) -> np.ndarray:
        """Return (N, 2) points of the base frame in the output frame."""
        if self.vehicle is None:
            return points_m
        return np.stack(self.vehicle.to_odom(*points_m.T), axis=1)

    @property
    def yaw_rad(self) -> float:
        """Return the yaw of the base frame in the output frame."""
        return 0.0 if self.vehicle is None else self.vehicle.yaw_rad

    def class_names(self, patches: Patches) -> list[str]:
        """Return the class name of each patch; protected ones are crops, whatever their class."""
        return [
            CROP_NAME if is_crop else self.labels.get(class_id, self.class_name)
            for class_id, is_crop in zip(patches.class_ids.tolist(), patches.has(CROP))
        ]
