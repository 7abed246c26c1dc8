# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated camera publishes odometry, clock and ground truth, and waits in lock-step."""

from __future__ import annotations

from builtin_interfaces.msg import Time
from nav_msgs.msg import Odometry
import numpy as np
import pytest
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import CameraInfo, Image
from vision_msgs.msg import LabelInfo

from seg_ros.parameters import SimParameters
from seg_ros.ros.base.qos import LATCHED
from seg_ros.ros.conversions.images import read_image
from seg_ros.ros.conversions.sim import stamp_of, time_ns_of
from seg_ros.sim.scenario import Scenario

pytestmark = pytest.mark.ros
FIELD = ('-p', 'length_m:=1.0', '-p', 'speed_mps:=1.0')
LOCK_STEP = ('-p', 'lock_step:=true', '-p', 'real_time_factor:=0.0')
BROADCASTERS = """
import sys, types
class Broadcaster:
    def __init__(self, node):
        self.log = node.get_logger()
    def sendTransform(self, told):
        place, turned = told.transform.translation, told.transform.rotation
        self.log.info(f'{told.header.frame_id} -> {told.child_frame_id} '
                      f'{place.x:.2f} {place.z:.2f} {turned.w:.2f}')
sys.modules['tf2_ros'] = types.SimpleNamespace(
    StaticTransformBroadcaster=Broadcaster, TransformBroadcaster=Broadcaster)
"""


@pytest.fixture
def answers(domain):
    """Return a list: whether to answer, as a sprayer does, what comes on the topic of weeds."""
    answering = [True]
    publisher = domain.node.create_publisher(Time, 'field_sprayer/time', 10)

    def value(image: Image) -> None:
        if answering[0]:
            publisher.publish(image.header.stamp)

    domain.node.create_subscription(Image, 'truth/masks/weed', value, 10)
    return answering


def stamps_of(images: list[Image]) -> list[int]:
    return sorted({time_ns_of(image.header.stamp) for image in images})


def test_truth_odometry_and_camera_info_have_the_capture_stamp(domain, answers) -> None:
    weeds, truths = (
        domain.subscribe(Image, f'truth/{name}') for name in ('masks/weed', 'class_map')
    )
    odometry = domain.subscribe(Odometry, 'odom', 1000)
    infos = domain.subscribe(CameraInfo, 'camera_info')
    labels = domain.subscribe(LabelInfo, 'truth/label_info', LATCHED)
    process = domain.start('sim_camera', *FIELD, *LOCK_STEP, '-p', 'frames:=3')
    domain.until(lambda: process.has_ended and len(stamps_of(truths)) == 3)
    assert process.wait() == 0 and '3 images, 0 without a result' in process.log_text
    assert stamps_of(weeds) == stamps_of(truths) == [0, 100_000_000, 200_000_000]
    assert stamps_of(infos)[-1] == 200_000_000
    assert [label.class_name for label in labels[0].class_map] == ['soil', 'weed', 'crop']
    scenario = Scenario(SimParameters(length_m=1.0, speed_mps=1.0))
    places = {
        time_ns_of(reported.header.stamp): reported.pose.pose.position.x for reported in odometry
    }
    assert places[100_000_000] == scenario.drive.position_m(0.1)
    truth = scenario.camera.view(scenario.drive.position_m(0.2), with_image=False).truth
    np.testing.assert_array_equal(read_image(truths[-1]).pixels, truth)
    np.testing.assert_array_equal(read_image(weeds[-1]).pixels, (truth == 1) * np.uint8(255))


def test_in_lock_step_time_waits_for_the_result(domain, answers) -> None:
    answers[0] = False
    weeds, clocks = domain.subscribe(Image, 'truth/masks/weed'), domain.subscribe(Clock, '/clock')
    domain.start('sim_camera', *FIELD, *LOCK_STEP)
    domain.until(lambda: len(weeds) >= 3)
    assert stamps_of(weeds) == [0]
    assert {(reported.clock.sec, reported.clock.nanosec) for reported in clocks} == {(1, 0)}
    answers[0] = True
    domain.until(lambda: len(stamps_of(weeds)) >= 3)


def test_in_real_time_the_drive_can_start_with_the_first_result(domain, answers) -> None:
    answers[0] = False
    weeds = domain.subscribe(Image, 'truth/masks/weed')
    process = domain.start('sim_camera', *FIELD, '-p', 'await_answer:=true', '-p', 'frames:=3')
    domain.until(lambda: len(weeds) >= 2)
    assert stamps_of(weeds) == [0]
    answers[0] = True
    domain.until(lambda: process.has_ended)
    assert '3 images, 0 without a result' in process.log_text


def test_without_results_the_node_exits_with_one_line(domain) -> None:
    process = domain.start('sim_camera', *FIELD, *LOCK_STEP, '-p', 'answer_within_s:=0.01')
    assert process.wait() == 1
    assert len(process.problem_lines) == 1 and 'were not processed' in process.problem_lines[0]


def test_start_s_continues_a_drive_with_an_image_at_once(domain, answers) -> None:
    weeds = domain.subscribe(Image, 'truth/masks/weed')
    domain.start('sim_camera', *FIELD, *LOCK_STEP, '-p', 'start_s:=0.52', '-p', 'frames:=2')
    domain.until(lambda: len(stamps_of(weeds)) == 2)
    assert stamps_of(weeds) == [520_000_000, 600_000_000]


def test_images_without_subscribers_are_not_published(domain) -> None:
    images = domain.subscribe(Image, 'image')
    process = domain.start('sim_camera', *FIELD, '-p', 'segmentation:=vegetation')
    domain.until(lambda: images)
    assert images[0].encoding == 'bgr8' and images[0].header.frame_id == 'camera'
    assert read_image(images[0]).pixels.shape == (480, 640, 3)
    assert 'truth/class_map' not in dict(domain.node.get_topic_names_and_types())
    assert not process.problem_lines


def test_tf_is_published_with_tf2_ros(domain, answers) -> None:
    process = domain.start(
        'sim_camera', *FIELD, *LOCK_STEP, '-p', 'frames:=1', before=BROADCASTERS
    )
    domain.until(lambda: process.has_ended)
    assert 'base_link -> camera 0.78 0.90 0.06' in process.log_text
    assert 'odom -> base_link -1.30' in process.log_text


def test_invalid_parameters_are_refused_in_one_line(domain) -> None:
    process = domain.start('sim_camera', '-p', 'pitch_deg:=20.0')
    assert process.wait() == 1
    assert len(process.problem_lines) == 1 and 'pitch_deg' in process.problem_lines[0]


def test_the_first_stamp_is_not_zero() -> None:
    """A clock at 0 counts as not set."""
    assert stamp_of(0).sec > 0
