# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The patch node: stamps of masks and calibrations, first sights, and odometry that is late."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from harness import Domain, Process
from lifecycle_msgs.msg import Transition
import numpy as np
from patch_rig import MOUNT, PERIOD_S, ReceivedTopics, Rig, WEED
import pytest
from rclpy.duration import Duration
from sensor_msgs.msg import Image, PointCloud2

from seg_ros.ros.base.qos import IMAGES_OUT
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.conversions.point_clouds import POINT

pytestmark = pytest.mark.ros
FIRST_SIGHT = 2
SLOW_FIRST_PLAN = """
import time
from seg_ros.patches.patch_tracker import PatchTracker
plan = PatchTracker.plan
late = [True]
def slow_plan(self, *arguments):
    made = plan(self, *arguments)
    if late and len(made.patches):
        late.clear()
        time.sleep(0.8)
    return made
PatchTracker.plan = slow_plan
"""


def points_of(message: PointCloud2) -> np.ndarray:
    return np.frombuffer(message.data, POINT)


def started(
    domain: Domain, rig: Rig, *arguments: str, before: str = ''
) -> tuple[Process, ReceivedTopics]:
    rig.scene[10:20, 50:60] = WEED
    received = ReceivedTopics(domain)
    process = domain.start(
        'patch_node', *MOUNT, '-p', 'closing_mm:=0.0', *arguments, before=before
    )
    domain.until(lambda: len(received.points()))
    return process, received


def wait_for(domain: Domain, messages: list, number: int) -> None:
    wanted = len(messages) + number
    domain.until(lambda: len(messages) >= wanted)


def wrong_encoding(mask: Image) -> None:
    mask.encoding = 'mono17'


def no_odometry(mask: Image) -> None:
    """Leave the mask as it is: there is no odometry of that time."""


@pytest.mark.parametrize(
    'spoil, reason',
    [(wrong_encoding, 'mono17'), (no_odometry, 'no odometry of the time of the image')],
)
def test_a_mask_that_is_dropped_changes_nothing_though_its_stamp_jumps(
    domain: Domain, spoil: Callable[[Image], None], reason: str
) -> None:
    rig = Rig(domain, with_odometry=True)
    process, received = started(domain, rig, '-p', 'motion:=odometry')
    ids = received.points()['id'].tolist()
    mask, _ = image_message('mono8', *rig.scene.shape)
    mask.header.frame_id = 'lens'
    spoil(mask)
    publisher = domain.node.create_publisher(Image, 'mask', IMAGES_OUT)

    def send() -> None:
        ahead = domain.node.get_clock().now() + Duration(seconds=1000.0)
        mask.header.stamp = ahead.to_msg()
        publisher.publish(mask)

    timer = domain.node.create_timer(0.07, send)
    domain.until(lambda: reason in process.log_text)
    domain.node.destroy_timer(timer)
    wait_for(domain, received['points'], 3)
    assert received.points()['id'].tolist() == ids
    assert 'jumped' not in process.log_text


def test_the_calibration_is_that_of_the_stamp_of_the_mask(domain: Domain) -> None:
    rig = Rig(domain)
    _, received = started(domain, rig, '-p', 'motion:=still')
    rig.is_on = False
    # Both calibrations arrive before both masks, as where a network takes longer than a period.
    focal_px, steps = (100.0, 50.0), count()
    stamps: tuple[list, list] = ([], [])

    def send() -> None:
        step = next(steps) % 4
        if step < 2:
            stamps[step].append(domain.node.get_clock().now().to_msg())
            rig.publish_info(focal_px[step], stamps[step][-1])
        else:
            rig.publish_mask(stamps[step - 2][-1])

    domain.node.create_timer(PERIOD_S, send)

    def areas_m2(camera: int) -> list[float]:
        return [
            float(points_of(message)['area'][0])
            for message in received['points']
            if message.data and message.header.stamp in stamps[camera]
        ]

    domain.until(lambda: min(len(areas_m2(0)), len(areas_m2(1))) >= 3)
    # The median, since a busy machine may lose a calibration.
    assert np.median(areas_m2(0)) == pytest.approx(0.01, rel=0.01)
    assert np.median(areas_m2(1)) == pytest.approx(0.04, rel=0.01)


def test_a_patch_is_at_first_sight_until_it_was_published(domain: Domain) -> None:
    _, received = started(
        domain,
        Rig(domain),
        *('-p', 'motion:=still', '-p', 'stale_after_s:=0.5'),
        before=SLOW_FIRST_PLAN,
    )
    domain.until(lambda: sum(bool(len(points_of(one))) for one in received['points']) > 1)
    flags = [points_of(one)['flags'][0] & FIRST_SIGHT for one in received['points'] if one.data]
    assert flags[0] == FIRST_SIGHT and not any(flags[1:])


def test_odometry_that_appears_after_activation_is_used(domain: Domain) -> None:
    rig = Rig(domain)
    process, received = started(domain, rig)
    rig.publish_odometry()
    domain.until(lambda: rig.is_odometry_heard)
    wait_for(domain, received['points'], 10)
    rig.has_odometry = False
    domain.until(lambda: 'no odometry of the time of the image' in process.log_text)
    rig.has_odometry = True
    wait_for(domain, received['points'], 2)
    assert len(received.points())


def test_odometry_that_is_gone_at_the_next_activation_is_not_waited_for(domain: Domain) -> None:
    rig = Rig(domain, with_odometry=True)
    process, received = started(domain, rig)
    domain.until(lambda: 'odometry' in process.log_text)
    rig.end_odometry()
    domain.until(lambda: 'no odometry of the time of the image' in process.log_text)
    for transition in (Transition.TRANSITION_DEACTIVATE, Transition.TRANSITION_ACTIVATE):
        assert domain.change_state('/patch_node', transition)
    wait_for(domain, received['points'], 2)
    assert len(received.points())
