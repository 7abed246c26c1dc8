# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Masks of one camera in the order of their stamps."""

from std_msgs.msg import Header

from seg_ros.errors import FrameError
from seg_ros.ros.base.frame_worker import nanoseconds

BACK_S, FORWARD_S = 0.5, 10.0
"""Stamps that jump farther than this start a new sequence, in which nothing is known."""


class MaskSequence:
    """`last` is the header of the last mask that was processed, None before."""

    def __init__(self) -> None:
        """Start without one."""
        self.last: Header | None = None

    def is_repeated(self, header: Header) -> bool:
        """Return whether this very image was processed; a sender may repeat it."""
        return self.last is not None and self.last.stamp == header.stamp

    def step_s(self, header: Header) -> float:
        """
        Return how long after the last one an image is, in seconds, 0 for the first one.

        Negative after a jump to an earlier time. Raises FrameError on an image that is merely
        late, and on one of another camera.
        """
        if self.last is None:
            return 0.0
        if header.frame_id != self.last.frame_id:
            raise FrameError(
                f'it is of the camera {header.frame_id!r} and those before were of '
                f'{self.last.frame_id!r}: start one node for each camera'
            )
        step_s = (nanoseconds(header.stamp) - nanoseconds(self.last.stamp)) * 1e-9
        if -BACK_S <= step_s <= 0.0:
            raise FrameError('stamped no later than the one before')
        return step_s
