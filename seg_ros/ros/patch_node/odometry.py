# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The pose of the vehicle at the stamp of an image, interpolated between odometry messages."""

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from math import atan2, cos, isfinite, remainder, sin, tau
from threading import Condition

from nav_msgs.msg import Odometry

from seg_ros.datatypes import Pose2D
from seg_ros.errors import FrameError
from seg_ros.ros.base.frame_worker import nanoseconds

KEPT = 2000
EXTRAPOLATED_NS = 100_000_000
"""The pose is extrapolated by the twist of the newest message for this long."""

GAP_NS = 500_000_000
"""Between messages farther apart than this no pose is interpolated."""

WAIT_S = 0.1


@dataclass(frozen=True)
class OdometrySample:
    """One message of odometry: the pose, and its velocity in the base frame."""

    stamp_ns: int
    pose: Pose2D
    ahead_mps: float
    aside_mps: float
    turn_radps: float

    def extrapolated(self, time_s: float) -> Pose2D:
        """Return the pose extrapolated by this time, at constant velocity and yaw rate."""
        pose = self.pose
        yaw_rad = pose.yaw_rad + self.turn_radps * time_s
        mean_yaw_rad = (pose.yaw_rad + yaw_rad) / 2.0
        ahead_m, aside_m = self.ahead_mps * time_s, self.aside_mps * time_s
        return Pose2D(
            pose.x_m + ahead_m * cos(mean_yaw_rad) - aside_m * sin(mean_yaw_rad),
            pose.y_m + ahead_m * sin(mean_yaw_rad) + aside_m * cos(mean_yaw_rad),
            yaw_rad,
        )

    def interpolated(self, later: 'OdometrySample', stamp_ns: int) -> Pose2D:
        """Return the pose interpolated linearly to a later one, the yaw the shorter way."""
        share = (stamp_ns - self.stamp_ns) / (later.stamp_ns - self.stamp_ns)
        turn_rad = remainder(later.pose.yaw_rad - self.pose.yaw_rad, tau)
        return Pose2D(
            self.pose.x_m + share * (later.pose.x_m - self.pose.x_m),
            self.pose.y_m + share * (later.pose.y_m - self.pose.y_m),
            self.pose.yaw_rad + share * turn_rad,
        )


def read_odometry(message: Odometry) -> OdometrySample:
    """Return the planar pose and twist of a message; FrameError unless they are finite."""
    position, rotation = message.pose.pose.position, message.pose.pose.orientation
    twist = message.twist.twist
    yaw_rad = atan2(
        2.0 * (rotation.w * rotation.z + rotation.x * rotation.y),
        1.0 - 2.0 * (rotation.y**2 + rotation.z**2),
    )
    rates = (twist.linear.x, twist.linear.y, twist.angular.z)
    if not all(map(isfinite, (position.x, position.y, yaw_rad, *rates))):
        raise FrameError('odometry must be finite numbers')
    return OdometrySample(
        nanoseconds(message.header.stamp), Pose2D(position.x, position.y, yaw_rad), *rates
    )


class PoseHistory:
    """The last poses, shared by the thread that receives them and the frame worker."""

    def __init__(self) -> None:
        """Start without any."""
        self._changed = Condition()
        self._samples: deque[OdometrySample] = deque(maxlen=KEPT)

    def add(self, sample: OdometrySample) -> None:
        """Append a newer sample; one that is far older starts a new history: time jumped back."""
        with self._changed:
            if self._samples and sample.stamp_ns < self._samples[-1].stamp_ns - GAP_NS:
                self._samples.clear()
            if not self._samples or sample.stamp_ns > self._samples[-1].stamp_ns:
                self._samples.append(sample)
                self._changed.notify_all()

    def pose_at(self, stamp_ns: int) -> Pose2D:
        """Return the pose at a stamp, waiting up to 0.1 s for it; FrameError if unknown."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._covers(stamp_ns), WAIT_S):
                raise FrameError(
                    'no odometry of the time of the image: is `odom` published at '
                    '10 Hz or more, with stamps of the same clock?'
                )
            samples = list(self._samples)
        after = bisect_left([sample.stamp_ns for sample in samples], stamp_ns)
        if after == len(samples):
            return samples[-1].extrapolated((stamp_ns - samples[-1].stamp_ns) * 1e-9)
        later = samples[after]
        if later.stamp_ns == stamp_ns:
            return later.pose
        if after == 0 or later.stamp_ns - samples[after - 1].stamp_ns > GAP_NS:
            raise FrameError('the odometry has a gap at the time of the image')
        return samples[after - 1].interpolated(later, stamp_ns)

    def _covers(self, stamp_ns: int) -> bool:
        return bool(self._samples) and stamp_ns <= self._samples[-1].stamp_ns + EXTRAPOLATED_NS
