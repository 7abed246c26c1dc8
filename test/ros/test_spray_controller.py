# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The controller that the page for sprayer engineers shows does what the page says."""

from pathlib import Path
import runpy

from harness import Domain
from nav_msgs.msg import Odometry
import numpy as np
import pytest
from rclpy.time import Time
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import UInt8MultiArray

ROOT = Path(__file__).parents[2]
CONTROLLER = ROOT / 'examples' / 'spray_controller.py'
STEP_S, SPEED_MPS = 0.006, 0.5
STEP_M = STEP_S * SPEED_MPS


class Trajectory:
    """A vehicle at constant speed that plays the patch node, and hears the valves."""

    def __init__(self, domain: Domain) -> None:
        """Start the controller and wait until it listens to everything."""
        self.domain, self.time_s, self.received = domain, 10.0, []
        domain.start_file(CONTROLLER, '-p', 'use_sim_time:=true')
        make = domain.node.create_publisher
        self.clock = make(Clock, '/clock', 10)
        self.odometry = make(Odometry, 'odom', 10)
        self.runs = make(PointCloud2, 'spray_runs', 5)
        domain.node.create_subscription(UInt8MultiArray, 'valves', self.received.append, 1)
        publishers = (self.clock, self.odometry, self.runs)
        domain.until(lambda: all(p.get_subscription_count() for p in publishers))
        domain.until(self._tick)

    def _tick(self) -> list[UInt8MultiArray]:
        self.time_s += STEP_S
        self.clock.publish(Clock(clock=self.stamp))
        return self.received

    @property
    def stamp(self) -> Time:
        """Return the moment as a message."""
        return Time(seconds=self.time_s).to_msg()

    def aim(self, *runs: tuple[float, float, int]) -> None:
        """Publish runs of (start, end, nozzle), ahead of the vehicle as it stands now."""
        layout = runpy.run_path(str(CONTROLLER))['RUN']
        cloud = np.array([(*run, 7, 0.9) for run in runs], layout)
        message = PointCloud2(data=cloud.tobytes())
        message.header.stamp = self.stamp
        self.runs.publish(message)

    def step(self, speed: float = SPEED_MPS) -> list[int]:
        """Drive on for a moment and return the nozzles that are open."""
        self.time_s += STEP_S
        odometry = Odometry()
        odometry.header.stamp = self.stamp
        odometry.twist.twist.linear.x = speed
        self.odometry.publish(odometry)
        self.received.clear()
        self.clock.publish(Clock(clock=self.stamp))
        self.domain.until(lambda: self.received)
        return np.flatnonzero(self.received[-1].data).tolist()


@pytest.fixture
def drive(domain: Domain) -> Trajectory:
    return Trajectory(domain)


def test_valves_open_and_close_ahead_of_the_run_by_their_latencies(drive: Trajectory) -> None:
    drive.step()
    drive.aim((-0.20, -0.10, 3), (-0.20, -0.20, 5), (-0.20, 0.10, 14))
    opened = [drive.step() for _ in range(75)]
    ways = {n: [STEP_M * (i + 1) for i, now in enumerate(opened) if n in now] for n in (3, 5)}
    assert {n for now in opened for n in now} == {3, 5}
    # The nozzles are 0.3 m behind the base frame, so that the runs begin 0.1 m ahead of them. At
    # 0.5 m/s opening takes 40 ms, 2 cm of way, closing 1.5 cm; a margin of 4 mm and half a
    # footprint of 10 mm make the window 6 mm shorter on both sides.
    assert ways[3][0] == pytest.approx(0.10 - 0.02 + 0.006, abs=0.005)
    assert ways[3][-1] == pytest.approx(0.20 - 0.015 - 0.006, abs=0.005)
    # A run without length is opened for 20 ms, which are 1 cm, around its place.
    assert ways[5][0] == pytest.approx(0.10 - 0.02 - 0.005, abs=0.005)
    assert ways[5][-1] == pytest.approx(0.10 - 0.015 + 0.005, abs=0.005)


def test_all_valves_close_when_it_stands_and_when_nothing_is_heard_any_more(
    drive: Trajectory,
) -> None:
    drive.step()
    drive.aim((-0.3, 9.0, 1))
    assert [drive.step() for _ in range(20)][-1] == [1]
    assert drive.step(speed=0.0) == [] or drive.step(speed=0.0) == []
    assert [drive.step() for _ in range(4)][-1] == [1]
    assert [drive.step() for _ in range(170)][-1] == []


def test_the_page_shows_this_very_file() -> None:
    assert CONTROLLER.name in (ROOT / 'docs' / 'spraying.md').read_text()
    assert len([line for line in CONTROLLER.read_text().splitlines() if line]) <= 70
