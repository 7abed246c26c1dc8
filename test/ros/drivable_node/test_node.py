# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The drivable node, in a process of its own: what it tells, waits for, refuses and survives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf, isnan

from calibrations import check_refusal_and_recovery, each_unusable_calibration
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from drivable_rig import DrivableRig, HEIGHT, MOUNT, WALL_M, WIDTH
from harness import Domain, Process
from lifecycle_msgs.msg import State, Transition
from nav_msgs.msg import OccupancyGrid
import pytest
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import LaserScan

from seg_ros.ros.base.qos import FEW

pytestmark = pytest.mark.ros
NODE = '/drivable_node'


@dataclass(frozen=True)
class Running:
    """One node with what stands before and behind it, shared by tests that leave it as it was."""

    domain: Domain
    rig: DrivableRig
    scans: list[LaserScan]
    grids: list[OccupancyGrid]
    diagnostics: list[DiagnosticArray]
    process: Process

    def wait_for_more(self, count: int = 2) -> LaserScan:
        """Wait for so many more scans, and return the newest."""
        wanted = len(self.scans) + count
        self.domain.until(lambda: len(self.scans) >= wanted)
        return self.scans[-1]

    def status(self, level: bytes, pattern: str = '', name: str = 'frames') -> DiagnosticStatus:
        """Wait until /diagnostics says something of this level under a name, in these words."""
        return self.domain.status_of(NODE, self.diagnostics, level, pattern, name)


@pytest.fixture(scope='module')
def running(tmp_path_factory) -> Iterator[Running]:
    """Run the node before a wall; the scan is heard as Nav2 hears it, the grid reliably."""
    with Domain(tmp_path_factory.mktemp('drivable_node')) as domain:
        rig = DrivableRig(domain)
        scans = domain.subscribe(LaserScan, f'{NODE}/scan', qos_profile_sensor_data)
        grids = domain.subscribe(OccupancyGrid, f'{NODE}/grid', FEW)
        diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
        process = domain.start('drivable_node', *MOUNT, '-p', 'stale_after_s:=0.5')
        domain.until(lambda: scans and grids)
        yield Running(domain, rig, scans, grids, diagnostics, process)


def test_scan_and_grid_bear_the_stamp_of_the_mask_in_the_base_frame(running) -> None:
    scan = running.wait_for_more()
    running.domain.until(lambda: running.grids[-1].header == scan.header)
    assert scan.header.stamp in running.rig.stamps and scan.header.frame_id == 'base_link'


def test_the_wall_is_where_it_stands_and_ground_behind_the_vehicle_is_unknown(running) -> None:
    scan = running.wait_for_more()
    assert scan.ranges[0] == pytest.approx(WALL_M, abs=0.1)
    assert isnan(scan.ranges[len(scan.ranges) // 2])
    grid = running.grids[-1]
    row = grid.data[grid.info.width * (grid.info.height // 2) :][: grid.info.width]
    cell = round(WALL_M / grid.info.resolution)
    assert row[cell - 4] == 0 and 100 in row[cell - 2 : cell + 2] and row[cell + 4] == -1


def test_it_says_what_it_sees(running) -> None:
    assert 'camera 1 m high, 30 deg down, at x 0 m; ground in view from' in (
        running.process.log_text
    )
    running.status(DiagnosticStatus.OK, 'ground from', 'view')


def test_each_mask_is_answered_once(running) -> None:
    sender = running.domain.node.create_publisher(type(running.rig.mask), 'mask', 1)
    repeated = running.domain.node.create_timer(
        0.01, lambda: running.rig.stamps and sender.publish(running.rig.mask)
    )
    running.wait_for_more(4)
    running.domain.node.destroy_timer(repeated)
    running.domain.node.destroy_publisher(sender)
    stamps = [(scan.header.stamp.sec, scan.header.stamp.nanosec) for scan in running.scans]
    assert len(stamps) == len(set(stamps)) and 'no later' not in running.process.log_text


def test_silence_is_answered_with_silence_and_an_error_until_masks_come_back(running) -> None:
    running.rig.is_on = False
    running.status(DiagnosticStatus.ERROR, 'no mask on /mask')
    before = len(running.scans), len(running.grids)
    running.status(DiagnosticStatus.ERROR, 'no mask on /mask')
    assert (len(running.scans), len(running.grids)) == before
    running.rig.is_on = True
    running.wait_for_more()
    running.status(DiagnosticStatus.OK)


def test_old_stamps_are_an_error_and_nothing_is_published(running) -> None:
    running.rig.age_s, late = 5.0, len(running.rig.stamps)
    running.status(DiagnosticStatus.ERROR, 'stale after 0.5 s')
    running.status(DiagnosticStatus.ERROR, 'stale after 0.5 s')
    old = running.rig.stamps[late:]
    assert old and not [scan for scan in running.scans if scan.header.stamp in old]
    running.rig.age_s = 0.0
    running.wait_for_more()


def test_masks_that_cannot_be_read_are_dropped_and_counted(running) -> None:
    running.rig.mask.encoding = 'mono17'
    running.status(DiagnosticStatus.ERROR, 'mono17')
    running.rig.mask.encoding = 'mono8'
    running.wait_for_more()
    assert running.process.log_text.count("mask dropped: mask must be mono8, got 'mono17'") == 1


def test_live_parameters_are_live_and_wrong_ones_refused(running) -> None:
    refused = running.domain.set_parameters(
        NODE, blind_m=9.0, range_max_m=0.4, scan_rays=360, min_obstacle_m=-1.0
    )
    for reason, pattern in zip(
        refused, ('blind_m must be less', 'must be less', 'read at configure', 'out of range')
    ):
        assert pattern in reason
    blind = running.domain.set_parameters(NODE, atomically=True, range_max_m=0.4, blind_m=0.2)
    assert 'camera must see ground up to range_max_m, got 0.4 m' in blind[0]
    assert running.wait_for_more().range_max == pytest.approx(5.0)
    assert running.domain.set_parameters(NODE, range_max_m=WALL_M - 0.5) == ['']
    running.domain.until(lambda: isinf(running.scans[-1].ranges[0]))
    assert running.domain.set_parameters(NODE, range_max_m=5.0) == ['']
    running.domain.until(lambda: running.scans[-1].ranges[0] < WALL_M + 0.1)


def test_a_scan_that_is_never_free_is_warned_of(running) -> None:
    assert running.domain.set_parameters(NODE, blind_m=0.3) == ['']
    running.status(DiagnosticStatus.WARN, 'none is ever free', 'view')
    assert running.domain.set_parameters(NODE, blind_m=1.2) == ['']
    running.status(DiagnosticStatus.OK, '', 'view')


def test_deactivated_it_is_silent_and_stays_so(running) -> None:
    assert running.domain.change_state(NODE, Transition.TRANSITION_DEACTIVATE)
    later = len(running.rig.stamps)
    running.status(DiagnosticStatus.OK, 'not active')
    assert running.domain.state_of(NODE) == State.PRIMARY_STATE_INACTIVE
    silent = running.rig.stamps[later:]
    assert silent and not [scan for scan in running.scans if scan.header.stamp in silent]
    assert running.domain.change_state(NODE, Transition.TRANSITION_CLEANUP)
    assert running.domain.change_state(NODE, Transition.TRANSITION_CONFIGURE)
    running.domain.until(lambda: running.domain.change_state(NODE, Transition.TRANSITION_ACTIVATE))
    running.wait_for_more()


@pytest.fixture(scope='module')
def stage(tmp_path_factory) -> Iterator[Domain]:
    """Return a domain with a calibration, for nodes that refuse."""
    with Domain(tmp_path_factory.mktemp('stage')) as domain:
        DrivableRig(domain)
        yield domain


@pytest.mark.parametrize(
    'arguments, pattern',
    [
        (('camera_pitch_deg:=-60.0',), 'camera must see ground up to range_max_m, got 5 m'),
        (('resolution_m:=0.001',), 'resolution_m must be 0.01 to 1.0, got 0.001'),
        (('range_min_m:=7.0',), 'range_min_m and blind_m must be less than range_max_m, got 7.0'),
    ],
)
def test_what_the_user_can_mend_ends_it_with_one_line(stage, arguments, pattern) -> None:
    given = [part for argument in arguments for part in ('-p', argument)]
    process = stage.start('drivable_node', *MOUNT, *given)
    assert stage.until(lambda: process.has_ended) and process.wait() == 1
    assert len(process.problem_lines) == 1
    assert pattern in process.problem_lines[0] and 'FATAL' in process.problem_lines[0]


def test_it_waits_for_the_calibration_and_then_starts_by_itself(domain) -> None:
    rig = DrivableRig(domain)
    scans = domain.subscribe(LaserScan, f'{NODE}/scan', FEW)
    info, rig.info = rig.info, None
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    process = domain.start('drivable_node', *MOUNT)
    domain.status_of(
        NODE, diagnostics, DiagnosticStatus.WARN, 'waits for camera_info on /camera_info'
    )
    assert not domain.change_state(NODE, Transition.TRANSITION_ACTIVATE) and not process.has_ended
    assert 'cannot be active without camera_info on /camera_info' in process.log_text
    assert process.log_text.count('waits for camera_info') == 1 and scans == []
    rig.info = info
    domain.until(lambda: domain.change_state(NODE, Transition.TRANSITION_ACTIVATE))
    domain.until(lambda: scans)


@each_unusable_calibration
def test_a_refused_calibration_is_told_and_a_better_one_is_used(
    domain, change, argument, pattern
) -> None:
    rig = DrivableRig(domain)
    scans = domain.subscribe(LaserScan, f'{NODE}/scan', FEW)
    command = ('drivable_node', *MOUNT, '-p', argument)
    diagnostics = check_refusal_and_recovery(
        domain, command, rig.info, change, pattern, lambda: scans
    )
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK, name='camera_info')


def test_a_calibration_of_another_image_is_refused_in_mid_run(domain) -> None:
    rig = DrivableRig(domain)
    scans = domain.subscribe(LaserScan, f'{NODE}/scan', FEW)
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    domain.start('drivable_node', *MOUNT)
    domain.until(lambda: scans)
    rig.info.width = 2 * WIDTH
    text = f'aspect ratio of its image, got {2 * WIDTH} x {HEIGHT} px for {WIDTH} x {HEIGHT} px'
    domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, text, 'camera_info')
    before = len(scans)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, text)
    assert len(scans) == before
    rig.info.width = WIDTH
    domain.until(lambda: len(scans) > before)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK, '', 'camera_info')


def test_a_calibration_whose_grid_would_be_too_large_is_refused(domain) -> None:
    rig = DrivableRig(domain)
    good, wide = list(rig.info.k), [50.0, 0, 50.0, 0, 50.0, 37.5, 0, 0, 1.0]
    rig.info.k[:], rig.info.d = wide, [-0.3, 0.1, 0.0, 0.0, 0.0]
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    scans = domain.subscribe(LaserScan, f'{NODE}/scan', FEW)
    process = domain.start(
        'drivable_node',
        *MOUNT,
        before='from seg_ros.free_space import polar_grid\npolar_grid.MOST_CELLS = 1 << 16',
    )
    domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, 'at most 65536', 'camera_info')
    assert scans == [] and len(process.problem_lines) == 1
    rig.info.k[:], rig.info.d = good, [0.0] * 5
    domain.until(lambda: scans)


@pytest.mark.parametrize(
    'owner, method',
    [
        ('seg_ros.free_space.estimator.FreeSpaceEstimator', 'estimate'),
        ('seg_ros.ros.drivable_node.free_space_pipeline.FreeSpacePipeline', 'process'),
    ],
)
def test_a_bug_ends_it_with_a_traceback(domain, owner: str, method: str) -> None:
    DrivableRig(domain)
    domain.subscribe(LaserScan, f'{NODE}/scan', FEW)
    module, name = owner.rsplit('.', 1)
    process = domain.start(
        'drivable_node',
        *MOUNT,
        before=(f'from {module} import {name} as Owner\nOwner.{method} = lambda *_, **__: 1 // 0'),
    )
    domain.until(lambda: process.has_ended)
    assert process.wait() == 1
    assert process.log_text.splitlines()[-1].startswith('ZeroDivisionError')
    assert 'Traceback' in process.log_text
