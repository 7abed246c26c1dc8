# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Where the vehicle was when an image was taken, between the messages of its odometry."""

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
BEYOND_NS = 100_000_000
"""So far after the newest message its twist still tells where the vehicle is."""

GAP_NS = 500_000_000
"""Between messages farther apart than this nobody knows how the vehicle went."""

WAIT_S = 0.1


@dataclass(frozen=True)
class OdometrySample:
    """One message of odometry: the pose, and how fast it changes in the vehicle's own axes."""

    stamp_ns: int
    pose: Pose2D
    ahead_mps: float
    aside_mps: float
    turn_radps: float

    def after(self, time_s: float) -> Pose2D:
        """Return the pose so much later, turning at an even rate."""
        pose = self.pose
        yaw_rad = pose.yaw_rad + self.turn_radps * time_s
        way_rad = (pose.yaw_rad + yaw_rad) / 2.0
        ahead_m, aside_m = self.ahead_mps * time_s, self.aside_mps * time_s
        return Pose2D(
            pose.x_m + ahead_m * cos(way_rad) - aside_m * sin(way_rad),
            pose.y_m + ahead_m * sin(way_rad) + aside_m * cos(way_rad),
            yaw_rad,
        )

    def towards(self, later: 'OdometrySample', stamp_ns: int) -> Pose2D:
        """Return the pose on the straight way to a later one, turning the shorter way round."""
        share = (stamp_ns - self.stamp_ns) / (later.stamp_ns - self.stamp_ns)
        turn_rad = remainder(later.pose.yaw_rad - self.pose.yaw_rad, tau)
        return Pose2D(
            self.pose.x_m + share * (later.pose.x_m - self.pose.x_m),
            self.pose.y_m + share * (later.pose.y_m - self.pose.y_m),
            self.pose.yaw_rad + share * turn_rad,
        )


def read_odometry(message: Odometry) -> OdometrySample:
    """Return what a message says of the plane; FrameError on numbers that are not finite."""
    place, turned = message.pose.pose.position, message.pose.pose.orientation
    twist = message.twist.twist
    yaw_rad = atan2(
        2.0 * (turned.w * turned.z + turned.x * turned.y), 1.0 - 2.0 * (turned.y**2 + turned.z**2)
    )
    rates = (twist.linear.x, twist.linear.y, twist.angular.z)
    if not all(map(isfinite, (place.x, place.y, yaw_rad, *rates))):
        raise FrameError('odometry must be finite numbers')
    return OdometrySample(
        nanoseconds(message.header.stamp), Pose2D(place.x, place.y, yaw_rad), *rates
    )


class PoseHistory:
    """The last poses, between the thread that receives them and the one that asks."""

    def __init__(self) -> None:
        """Start without any."""
        self._changed = Condition()
        self._fixes: deque[OdometrySample] = deque(maxlen=KEPT)

    def add(self, fix: OdometrySample) -> None:
        """Take in a newer one; one that is far older begins anew, for time has jumped back."""
        with self._changed:
            if self._fixes and fix.stamp_ns < self._fixes[-1].stamp_ns - GAP_NS:
                self._fixes.clear()
            if not self._fixes or fix.stamp_ns > self._fixes[-1].stamp_ns:
                self._fixes.append(fix)
                self._changed.notify_all()

    def pose_at(self, stamp_ns: int) -> Pose2D:
        """Return the pose at a stamp, waiting a little for it; FrameError when nobody told."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._reaches(stamp_ns), WAIT_S):
                raise FrameError(
                    'no odometry of the time of the image: is `odom` published at '
                    '10 Hz or more, with stamps of the same clock?'
                )
            fixes = list(self._fixes)
        after = bisect_left([fix.stamp_ns for fix in fixes], stamp_ns)
        if after == len(fixes):
            return fixes[-1].after((stamp_ns - fixes[-1].stamp_ns) * 1e-9)
        later = fixes[after]
        if later.stamp_ns == stamp_ns:
            return later.pose
        if after == 0 or later.stamp_ns - fixes[after - 1].stamp_ns > GAP_NS:
            raise FrameError('the odometry has a gap at the time of the image')
        return fixes[after - 1].towards(later, stamp_ns)

    def _reaches(self, stamp_ns: int) -> bool:
        return bool(self._fixes) and stamp_ns <= self._fixes[-1].stamp_ns + BEYOND_NS
