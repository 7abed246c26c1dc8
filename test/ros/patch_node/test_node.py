# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The patch node, in a process of its own: what it waits for, refuses and survives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from harness import Domain, Process
from lifecycle_msgs.msg import State, Transition
import numpy as np
from patch_rig import CROP, MOUNT, ReceivedTopics, Rig, WEED
import pytest

pytestmark = pytest.mark.ros
NODE = '/patch_node'
STILL = (*MOUNT, '-p', 'motion:=still')


@dataclass(frozen=True)
class Running:
    """One node with what stands before and behind it, shared by tests that leave it as it was."""

    domain: Domain
    rig: Rig
    received: ReceivedTopics
    diagnostics: list[DiagnosticArray]
    process: Process

    def wait_for_more(self, count: int = 2) -> None:
        """Wait for so many more points."""
        points = self.received['points']
        wanted = len(points) + count
        self.domain.until(lambda: len(points) >= wanted)

    def status(self, level: bytes, pattern: str = '') -> DiagnosticStatus:
        """Wait until /diagnostics says something of this level about frames, in these words."""
        return self.domain.status_of(NODE, self.diagnostics, level, pattern)


@pytest.fixture(scope='module')
def running(tmp_path_factory) -> Iterator[Running]:
    """Run the node on a scene of one plant."""
    with Domain(tmp_path_factory.mktemp('patch_node')) as domain:
        rig = Rig(domain)
        rig.scene[10:20, 50:60] = WEED
        received = ReceivedTopics(domain)
        diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
        process = domain.start('patch_node', *STILL, '-p', 'stale_after_s:=0.5')
        domain.until(lambda: received['points'])
        yield Running(domain, rig, received, diagnostics, process)


@pytest.fixture(scope='module')
def stage(tmp_path_factory) -> Iterator[Domain]:
    """Return a domain with a calibration, a class map and odometry, for nodes that refuse."""
    with Domain(tmp_path_factory.mktemp('stage')) as domain:
        Rig(domain, parts=('class_map', 'label_info'), with_odometry=True)
        yield domain


def test_without_a_class_map_there_are_no_names_and_full_scores(running) -> None:
    running.wait_for_more()
    points = running.received.points()
    assert len(points) == 1 and points['score'].tolist() == [1.0]
    assert points['area'][0] == pytest.approx(0.01, rel=1e-4)


def test_it_says_which_speed_fits(running) -> None:
    assert (
        'look-ahead 0.44 m: up to 0.50 m/s at 250 ms and 10 images/s' in running.process.log_text
    )


def test_silence_is_answered_with_silence_and_an_error_until_masks_come_back(running) -> None:
    running.rig.is_on = False
    running.status(DiagnosticStatus.ERROR, 'no mask on /mask')
    before = len(running.received['points'])
    running.status(DiagnosticStatus.ERROR, 'no mask on /mask')
    assert len(running.received['points']) == before
    running.rig.is_on = True
    running.wait_for_more()
    running.status(DiagnosticStatus.OK)


def test_old_stamps_are_an_error_and_nothing_is_published(running) -> None:
    running.rig.age_s, late = 5.0, len(running.rig.stamps)
    running.status(DiagnosticStatus.ERROR, 'stale after 0.5 s')
    running.status(DiagnosticStatus.ERROR, 'stale after 0.5 s')
    old = running.rig.stamps[late:]
    assert old and not [one for one in running.received['points'] if one.header.stamp in old]
    running.rig.age_s = 0.0
    running.wait_for_more()


def test_masks_that_cannot_be_read_are_dropped_and_counted(running) -> None:
    running.rig.mask.encoding = 'mono17'
    running.status(DiagnosticStatus.ERROR, 'mono17')
    running.rig.mask.encoding = 'mono8'
    running.wait_for_more()
    assert running.process.log_text.count("mask dropped: mask must be mono8, got 'mono17'") == 1


def test_a_mask_that_comes_twice_is_answered_once(running) -> None:
    sender = running.domain.node.create_publisher(type(running.rig.mask), 'mask', 1)
    repeated = running.domain.node.create_timer(
        0.01, lambda: running.rig.stamps and sender.publish(running.rig.mask)
    )
    running.wait_for_more()
    running.wait_for_more()
    running.domain.node.destroy_timer(repeated)
    running.domain.node.destroy_publisher(sender)
    stamps = [
        (one.header.stamp.sec, one.header.stamp.nanosec) for one in running.received['points']
    ]
    assert len(stamps) == len(set(stamps))
    assert 'no later' not in running.process.log_text


def test_wrong_parameters_are_refused_and_nothing_changes(running) -> None:
    refused = running.domain.set_parameters(
        NODE, min_area_cm2=-1.0, roi_left=1.0, motion='image', crops=['crop']
    )
    for reason, pattern in zip(
        refused,
        ('out of range', 'roi_left must be less', 'read at configure', 'read at configure'),
    ):
        assert pattern in reason
    together = running.domain.set_parameters(
        NODE, atomically=True, min_area_cm2=200.0, roi_left=1.0
    )
    assert 'roi_left' in together[0]
    running.wait_for_more()
    assert len(running.received.points()) == 1


def test_live_parameters_are_live(running) -> None:
    assert running.domain.set_parameters(NODE, min_area_cm2=200.0) == ['']
    running.domain.until(lambda: len(running.received.points()) == 0)
    assert running.domain.set_parameters(NODE, min_area_cm2=0.3) == ['']
    running.domain.until(lambda: len(running.received.points()) == 1)


def test_the_canopy_lifts_what_is_seen(running) -> None:
    assert running.domain.set_parameters(NODE, canopy_height_m=0.5) == ['']
    running.domain.until(
        lambda: len(points := running.received.points()) and points['z'][0] == 0.5
    )
    assert running.received.points()['area'][0] == pytest.approx(0.0025, rel=0.01)
    assert running.domain.set_parameters(NODE, canopy_height_m=0.0) == ['']
    running.domain.until(lambda: running.received.points()['z'][0] == 0.0)


def test_deactivated_it_is_silent_and_stays_so(running) -> None:
    assert running.domain.change_state(NODE, Transition.TRANSITION_DEACTIVATE)
    later = len(running.rig.stamps)
    running.status(DiagnosticStatus.OK, 'not active')
    assert running.domain.state_of(NODE) == State.PRIMARY_STATE_INACTIVE
    assert len(running.rig.stamps) > later
    silent = running.rig.stamps[later:]
    assert not [one for one in running.received['points'] if one.header.stamp in silent]
    ids = set(running.received.points()['id'])
    assert running.domain.change_state(NODE, Transition.TRANSITION_ACTIVATE)
    running.wait_for_more()
    assert ids.isdisjoint(running.received.points()['id'])
    assert running.domain.change_state(NODE, Transition.TRANSITION_DEACTIVATE)
    assert running.domain.change_state(NODE, Transition.TRANSITION_CLEANUP)
    assert running.domain.change_state(NODE, Transition.TRANSITION_CONFIGURE)
    running.domain.until(lambda: running.domain.change_state(NODE, Transition.TRANSITION_ACTIVATE))
    running.wait_for_more()


@pytest.mark.parametrize(
    'arguments, pattern',
    [
        (
            ('speed_mps:=2.0',),
            'speed_mps must be at most 0.50, got 2: the look-ahead is 0.44 m and',
        ),
        (
            ('crops:=[carrot]',),
            'crops must be among soil, thistle, maize of label_info, got carrot',
        ),
        (
            ('target_frame:=map', 'motion:=odometry'),
            "target_frame must be one of base_link, odom, got 'map'",
        ),
        (('nozzle_count:=0',), 'nozzle_count must be 1 to 1000, got 0'),
        (('canopy_height_m:=2.0',), 'camera must be above 2.0 m, the plane, got 1.0 m'),
    ],
)
def test_what_the_user_can_mend_ends_it_with_one_line(stage, arguments, pattern) -> None:
    given = [part for argument in arguments for part in ('-p', argument)]
    process = stage.start('patch_node', *STILL, *given)
    assert stage.until(lambda: process.has_ended) and process.wait() == 1
    assert len(process.problem_lines) == 1
    assert pattern in process.problem_lines[0] and 'FATAL' in process.problem_lines[0]


def test_it_waits_for_what_is_missing_and_then_starts_by_itself(domain) -> None:
    rig, received = Rig(domain), ReceivedTopics(domain)
    info, rig.info = rig.info, None
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    process = domain.start('patch_node', *STILL)
    domain.status_of(
        NODE, diagnostics, DiagnosticStatus.WARN, 'waits for camera_info on /camera_info'
    )
    assert process.log_text.count('waits for camera_info') == 1 and received['points'] == []
    rig.info = info
    domain.until(lambda: received['points'])


def test_crops_without_a_class_map_are_refused_in_one_line_to_who_insists(domain) -> None:
    Rig(domain)
    process = domain.start('patch_node', *STILL, '-p', 'crops:=[maize]')
    domain.until(lambda: 'waits for class_map on /class_map' in process.log_text)
    assert not domain.change_state(NODE, Transition.TRANSITION_ACTIVATE)
    assert domain.state_of(NODE) == State.PRIMARY_STATE_INACTIVE and not process.has_ended
    assert len(process.problem_lines) == 1
    assert 'without class_map on /class_map, since `crops` are to be' in process.problem_lines[0]


def test_without_its_class_map_a_mask_is_dropped_where_crops_are(domain) -> None:
    rig, received = Rig(domain, parts=('class_map', 'label_info')), ReceivedTopics(domain)
    rig.scene[10:20, 50:60] = CROP
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    domain.start('patch_node', *STILL, '-p', 'crops:=[maize]', '-p', 'stale_after_s:=0.5')
    domain.until(lambda: received['points'])
    assert received.points()['flags'][0] & 4 and len(received.runs()) == 0
    rig.withheld = ('class_map',)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, 'no class_map of the same stamp')
    before = len(received['points'])
    rig.withheld = ()
    domain.until(lambda: len(received['points']) > before)


def test_a_patch_keeps_its_id_over_odometry_until_it_is_behind(domain) -> None:
    rig, received = Rig(domain, with_odometry=True), ReceivedTopics(domain)
    rig.scene = np.zeros((400, rig.scene.shape[1]), np.uint8)
    rig.scene[240:250, 50:60] = WEED
    domain.start(
        'patch_node',
        *MOUNT,
        '-p',
        'motion:=odometry',
        '-p',
        'target_frame:=odom',
        '-p',
        'boom_x_m:=-0.5',
        '-p',
        'forget_behind_m:=0.2',
    )
    domain.until(lambda: received['points'])
    rig.step_px, seen = 4, []

    def follow() -> bool:
        points = received.points()
        if len(points) and received['points'][-1].header.frame_id == 'odom':
            seen.append(points[0])
        return seen and not len(points)

    domain.until(follow)
    assert len({int(point['id']) for point in seen}) == 1
    whole = [point for point in seen if not point['flags'] & 9]
    # The middle of the plant is 154.5 rows beyond the lower border, which is at -0.45 m.
    assert np.allclose([point['x'] for point in whole], 1.10, atol=1e-3)
    assert np.allclose([point['y'] for point in whole], 0.05, atol=1e-3)
    remembered = [point for point in seen if point['flags'] & 8]
    assert remembered and np.allclose([point['area'] for point in remembered], 0.01, rtol=1e-3)
    assert seen[-1]['flags'] & 8


def test_without_odometry_of_its_time_a_mask_is_dropped(domain) -> None:
    rig, received = Rig(domain, with_odometry=True), ReceivedTopics(domain)
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    domain.start('patch_node', *MOUNT, '-p', 'stale_after_s:=0.5')
    domain.until(lambda: received['points'])
    rig.has_odometry = False
    domain.status_of(
        NODE, diagnostics, DiagnosticStatus.ERROR, 'no odometry of the time of the image'
    )
    rig.has_odometry = True
    before = len(received['points'])
    domain.until(lambda: len(received['points']) > before)


def test_a_fixed_scale_needs_no_calibration(domain) -> None:
    rig, received = Rig(domain), ReceivedTopics(domain)
    rig.info = None
    rig.scene[10:20, 50:60] = WEED
    domain.start('patch_node', '-p', 'motion:=still', '-p', 'metres_per_pixel:=0.001')
    domain.until(lambda: len(received.points()))
    assert received.points()['area'][0] == pytest.approx(1e-4, rel=1e-4)


@pytest.mark.parametrize('method', ['plan', 'process'])
def test_a_bug_ends_it_with_a_traceback(domain, method: str) -> None:
    Rig(domain)
    owner = {
        'plan': 'from seg_ros.patches.patch_tracker import PatchTracker as Owner',
        'process': 'from seg_ros.ros.patch_node.patch_pipeline import PatchPipeline as Owner',
    }[method]
    process = domain.start(
        'patch_node', *STILL, before=f'{owner}\nOwner.{method} = lambda *_, **__: 1 // 0'
    )
    domain.until(lambda: process.has_ended)
    assert process.wait() == 1
    assert process.log_text.splitlines()[-1].startswith('ZeroDivisionError')
    assert 'Traceback' in process.log_text
