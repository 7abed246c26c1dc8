# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated sprayer over DDS: switches, stale input and results."""

from __future__ import annotations

import csv
import json

from builtin_interfaces.msg import Time
from lifecycle_msgs.msg import State, TransitionEvent
from nav_msgs.msg import Odometry
import numpy as np
import pytest
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import Header, UInt8MultiArray
from std_srvs.srv import SetBool

from seg_ros.datatypes import Patches, SprayRuns
from seg_ros.ros.conversions.output_frame import OutputFrame
from seg_ros.ros.conversions.point_clouds import points_message, runs_message
from seg_ros.ros.conversions.sim import odometry, stamp_of, time_ns_of

pytestmark = pytest.mark.ros
FIELD = (
    '-p',
    'length_m:=1.0',
    '-p',
    'speed_mps:=1.0',
    '-p',
    'latency_s:=0.0',
    '-p',
    'crops:=false',
)
NOTHING = Patches(
    ids=np.zeros(0, np.uint32),
    centers_m=np.zeros((0, 2)),
    sizes_m=np.zeros((0, 2)),
    areas_m2=np.zeros(0),
    class_ids=np.zeros(0, np.uint8),
    scores=np.zeros(0),
    nozzles=np.zeros((0, 2), np.int16),
    boxes_px=np.zeros((0, 4), np.int32),
    stds_m=np.zeros(0),
    flags=np.zeros(0, np.uint8),
)
START_M = -1.3
AHEAD_NS = 300_000_000
ALL = [1] * 14
LEFT = [1] * 7 + [0] * 7


class Vehicle:
    """
    Drives at 1 m/s, and publishes a weed on the left half, from -0.1 m to 20 m on the field.

    It waits for a sprayer that falls behind, as while it makes its first ground.
    """

    def __init__(self, domain) -> None:
        """Start to drive, at twice the real time."""
        node = domain.node
        self._completed = domain.subscribe(Time, 'field_sprayer/time')
        self.is_on = True
        self.time_ns = 0
        self.nozzles = domain.subscribe(UInt8MultiArray, 'field_sprayer/nozzles')
        self._odometry = node.create_publisher(Odometry, 'odom', 100)
        self._runs = node.create_publisher(PointCloud2, 'spray_runs', 5)
        self._points = node.create_publisher(PointCloud2, 'points', 5)
        node.create_timer(0.01, self._drive)

    def _drive(self) -> None:
        reported = (self._odometry, self._runs, self._points)
        if not self.is_on or not all(topic.get_subscription_count() for topic in reported):
            return
        completed_ns = time_ns_of(self._completed[-1]) if self._completed else 0
        if self.time_ns > completed_ns + AHEAD_NS:
            return
        place_m = START_M + self.time_ns * 1e-9
        self._odometry.publish(odometry(self.time_ns, place_m, 1.0))
        if self.time_ns % 100_000_000 == 0:
            header = Header(stamp=stamp_of(self.time_ns))
            runs = SprayRuns(
                np.full(7, -0.1 - place_m),
                np.full(7, 20.0 - place_m),
                np.arange(7, dtype=np.int16),
                np.ones(7, np.uint32),
                np.ones(7),
            )
            self._runs.publish(runs_message(header, runs))
            self._points.publish(points_message(header, NOTHING, OutputFrame('base_link')))
        self.time_ns += 20_000_000

    def opens(self, expected: list[int]) -> bool:
        """Return whether these were the last published nozzle states."""
        return bool(self.nozzles) and list(self.nozzles[-1].data) == expected


@pytest.fixture
def vehicle(domain) -> Vehicle:
    """Return a driving vehicle."""
    return Vehicle(domain)


@pytest.fixture
def endless(domain, vehicle) -> object:
    """Return an armed sprayer on a field that does not end."""
    return domain.start(
        'sim_sprayer',
        *FIELD,
        '-p',
        'length_m:=1000.0',
        '-p',
        'armed:=true',
        '-p',
        'stale_after_s:=0.5',
    )


def test_nozzles_open_only_while_armed(domain, vehicle) -> None:
    domain.start('sim_sprayer', *FIELD, '-p', 'length_m:=1000.0')
    domain.until(lambda: vehicle.nozzles and vehicle.time_ns > 2 * 10**9)
    assert not any(any(reported.data) for reported in vehicle.nozzles)
    assert domain.call(SetBool, 'field_sprayer/arm', SetBool.Request(data=True)).success
    domain.until(lambda: vehicle.opens(LEFT))
    assert domain.set_parameters('field_sprayer', armed=False) == ['']
    domain.until(lambda: vehicle.opens([0] * 14))


def test_sections_and_modes_apply_during_the_drive(domain, vehicle, endless) -> None:
    gates = domain.node.create_publisher(UInt8MultiArray, 'sections', 5)
    domain.until(lambda: vehicle.opens(LEFT))
    gates.publish(UInt8MultiArray(data=bytes([0, 0, 0, *[1] * 11])))
    domain.until(lambda: vehicle.opens([0, 0, 0, 1, 1, 1, 1] + [0] * 7))
    gates.publish(UInt8MultiArray(data=bytes(3)))
    domain.until(lambda: 'sections must be 14 numbers, got 3' in endless.log_text)
    gates.publish(UInt8MultiArray(data=bytes(ALL)))
    assert domain.set_parameters('field_sprayer', mode='broadcast') == ['']
    domain.until(lambda: vehicle.opens(ALL))
    domain.set_parameters('field_sprayer', mode='test', test_nozzle=13)
    domain.until(lambda: vehicle.opens([0] * 13 + [1]))
    assert 'mode must be one of' in domain.set_parameters('field_sprayer', mode='all')[0]


def test_stale_input_closes_all_nozzles_until_it_is_received_again(
    domain, vehicle, endless
) -> None:
    domain.until(lambda: vehicle.opens(LEFT))
    vehicle.is_on = False
    domain.until(lambda: 'all nozzles are closed' in endless.log_text)
    domain.until(lambda: vehicle.opens([0] * 14))
    vehicle.is_on = True
    domain.until(lambda: vehicle.opens(LEFT))
    assert 'receiving odometry and patches' in endless.log_text


def test_nozzles_close_while_the_patch_node_is_inactive(domain, vehicle, endless) -> None:
    states = domain.node.create_publisher(TransitionEvent, 'transition_event', 5)
    domain.until(lambda: vehicle.opens(LEFT))
    for state, expected in (
        (State.PRIMARY_STATE_INACTIVE, [0] * 14),
        (State.PRIMARY_STATE_ACTIVE, LEFT),
    ):
        states.publish(TransitionEvent(goal_state=State(id=state)))
        domain.until(lambda: vehicle.opens(expected))


def test_after_the_drive_results_are_written_and_the_node_exits(domain, vehicle, tmp_path) -> None:
    times = domain.subscribe(Time, 'field_sprayer/time')
    process = domain.start('sim_sprayer', *FIELD, '-p', 'armed:=true', '-p', f'out:={tmp_path}')
    domain.until(lambda: process.has_ended)
    assert process.wait() == 0 and 'weeds_hit' in process.log_text
    score = json.loads((tmp_path / 'score.json').read_text())
    assert score['sprayed_fraction'] == pytest.approx(0.5)
    assert score['sprayed_while_stale_s'] == 0.0 and score['complete']
    with (tmp_path / 'as_applied.csv').open() as file:
        assert {row['nozzle'] for row in csv.DictReader(file)} == {str(lane) for lane in range(7)}
    assert (tmp_path / 'strip_000.png').is_file()
    assert {time_ns_of(reported) % 100_000_000 for reported in times} == {0}


def test_invalid_clouds_are_dropped_with_a_warning(domain, vehicle, endless) -> None:
    runs = domain.node.create_publisher(PointCloud2, 'spray_runs', 5)
    domain.until(lambda: vehicle.opens(LEFT))
    runs.publish(PointCloud2())
    domain.until(lambda: 'points must have x_start' in endless.log_text)
    assert not endless.has_ended
