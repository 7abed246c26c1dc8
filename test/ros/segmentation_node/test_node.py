# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The segmentation node, in a process of its own: what it publishes, refuses and survives."""

from __future__ import annotations

import signal

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from harness import Camera, Domain
from lifecycle_msgs.msg import State, Transition
import pytest
from rclpy.duration import Duration
from rclpy.qos import ReliabilityPolicy
from rclpy.time import Time
from sensor_msgs.msg import CompressedImage, Image

from seg_ros.ros.conversions.images import image_message, jpeg_message, read_image

pytestmark = pytest.mark.ros
NODE = '/segmentation_node'


def wait_until_received(domain: Domain, messages: list, count: int = 1) -> list:
    """Wait for so many more messages and return all of those that are new."""
    before = len(messages)
    domain.until(lambda: len(messages) >= before + count)
    return messages[before:]


def values_of(status: DiagnosticStatus) -> dict[str, str]:
    return {value.key: value.value for value in status.values}


def received(array: DiagnosticArray) -> int:
    """Return how many images have come, 0 as long as nobody counts."""
    return max(int(values_of(status).get('received', 0)) for status in array.status)


@pytest.fixture
def diagnostics(domain) -> list[DiagnosticArray]:
    return domain.subscribe(DiagnosticArray, '/diagnostics')


@pytest.fixture
def class_maps(domain) -> list[Image]:
    return domain.subscribe(Image, f'{NODE}/class_map')


@pytest.fixture
def camera(domain, half_green_image) -> Camera:
    return Camera(domain, half_green_image)


@pytest.mark.parametrize(
    'arguments, pattern',
    [
        (('-p', 'model:=nowhere.onnx'), 'nowhere.onnx'),
        (('-p', 'overlay_alpha:=1.5'), 'overlay_alpha must be 0.0 to 1.0, got 1.5'),
        (
            ('-p', 'image_qos:=maybe'),
            "image_qos must be one of auto, reliable, best_effort, got 'm",
        ),
        (('-p', 'groups:=["weed: moss"]'), 'moss'),
    ],
)
def test_what_the_user_can_mend_ends_it_with_one_line(domain, arguments, pattern) -> None:
    process = domain.start('segmentation_node', *arguments)
    assert process.wait() == 1
    assert len(process.problem_lines) == 1
    assert pattern in process.problem_lines[0] and 'FATAL' in process.problem_lines[0]


@pytest.mark.parametrize('method', ['self_test', 'process', '_mask'])
def test_a_bug_ends_it_with_a_traceback(domain, camera, method) -> None:
    domain.subscribe(Image, f'{NODE}/masks/vegetation')
    bug = (
        'from seg_ros.segmentation.segmenter import Segmenter\n'
        f'Segmenter.{method} = lambda *_, **__: 1 // 0'
    )
    process = domain.start('segmentation_node', before=bug)
    domain.until(lambda: process.has_ended)
    assert process.wait() == 1
    assert process.log_text.splitlines()[-1].startswith('ZeroDivisionError')
    assert 'Traceback' in process.log_text


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_peace_while_it_works(domain, camera, class_maps, number) -> None:
    process = domain.start('segmentation_node')
    wait_until_received(domain, class_maps)
    assert process.stop(number) == 0
    assert 'Traceback' not in process.log_text


def test_lifecycle(domain, camera, class_maps, diagnostics) -> None:
    domain.start('segmentation_node', '-p', 'autostart:=false')
    assert domain.state_of(NODE) == State.PRIMARY_STATE_UNCONFIGURED
    assert domain.change_state(NODE, Transition.TRANSITION_CONFIGURE)
    assert 'not active' in domain.status_of(NODE, diagnostics, DiagnosticStatus.OK).message
    assert class_maps == []
    assert domain.change_state(NODE, Transition.TRANSITION_ACTIVATE)
    wait_until_received(domain, class_maps)

    assert domain.change_state(NODE, Transition.TRANSITION_DEACTIVATE)
    later = len(camera.stamps)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK, 'not active')
    wait_until_received(domain, diagnostics)
    assert len(camera.stamps) > later
    assert not [message for message in class_maps if message.header.stamp in camera.stamps[later:]]

    assert domain.change_state(NODE, Transition.TRANSITION_ACTIVATE)
    wait_until_received(domain, class_maps)
    assert domain.change_state(NODE, Transition.TRANSITION_DEACTIVATE)
    assert domain.change_state(NODE, Transition.TRANSITION_CLEANUP)
    assert domain.state_of(NODE) == State.PRIMARY_STATE_UNCONFIGURED
    assert domain.change_state(NODE, Transition.TRANSITION_UNCONFIGURED_SHUTDOWN)
    assert domain.state_of(NODE) == State.PRIMARY_STATE_FINALIZED


def test_a_transition_that_fails_says_why_and_can_be_tried_again(domain) -> None:
    process = domain.start(
        'segmentation_node', '-p', 'autostart:=false', '-p', 'model:=nowhere.onnx'
    )
    assert not domain.change_state(NODE, Transition.TRANSITION_CONFIGURE)
    assert domain.state_of(NODE) == State.PRIMARY_STATE_UNCONFIGURED
    assert not process.has_ended and 'nowhere.onnx' in process.log_text


def test_bad_frames_are_dropped_and_counted(domain, camera, class_maps, diagnostics) -> None:
    camera.message.encoding = 'yuv9'
    process = domain.start('segmentation_node')
    status = domain.status_of(NODE, diagnostics, DiagnosticStatus.WARN, 'yuv9')
    assert int(values_of(status)['unreadable']) >= 1
    assert class_maps == []
    assert process.log_text.count('image dropped: encoding must be one of') == 1
    camera.message.encoding = 'bgr8'
    wait_until_received(domain, class_maps)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK)


def test_a_network_that_gives_no_numbers_loses_the_frame_and_nothing_else(
    domain, camera, class_maps, diagnostics, tmp_path
) -> None:
    sick = tmp_path / 'sick'
    network = f"""
from pathlib import Path
from seg_ros.inference.engine import _OnnxEngine
run = _OnnxEngine.run
def run_unless_sick(*args):
    factor = float('nan') if Path({str(sick)!r}).exists() else 1.0
    return [scores * factor for scores in run(*args)]
_OnnxEngine.run = run_unless_sick
"""
    domain.start('segmentation_node', before=network)
    wait_until_received(domain, class_maps)
    sick.touch()
    domain.status_of(NODE, diagnostics, DiagnosticStatus.WARN, 'finite numbers')
    sick.unlink()
    wait_until_received(domain, class_maps)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK)


def test_a_silent_camera_is_an_error_until_it_comes_back(
    domain, camera, class_maps, diagnostics
) -> None:
    domain.start('segmentation_node', '-p', 'stale_after_s:=0.5')
    wait_until_received(domain, class_maps)
    camera.is_on = False
    status = domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, 'no image on /image')
    assert 'start the camera driver' in status.message
    camera.is_on = True
    wait_until_received(domain, class_maps)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK)


def test_old_stamps_are_an_error_and_nothing_is_published(
    domain, camera, class_maps, diagnostics
) -> None:
    camera.age_s = 5.0
    domain.start('segmentation_node')
    domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, 'stale after 1 s')
    assert class_maps == []
    camera.age_s = 0.0
    wait_until_received(domain, class_maps)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK)


def test_a_stamp_before_all_time_is_merely_old(domain, camera, class_maps, diagnostics) -> None:
    camera.is_on = False
    camera.message.header.stamp.sec = -1
    early = domain.node.create_publisher(Image, 'image', 1)
    domain.node.create_timer(0.05, lambda: early.publish(camera.message))
    process = domain.start('segmentation_node')
    domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, 'stale after 1 s')
    assert class_maps == [] and not process.has_ended


def test_nothing_is_computed_for_nobody(domain, camera, diagnostics) -> None:
    domain.start('segmentation_node')
    domain.until(lambda: diagnostics and received(diagnostics[-1]) > 5)
    network = domain.status_of(NODE, diagnostics, DiagnosticStatus.OK, name='network')
    assert values_of(network)['inference median ms'] == '-'


def test_wrong_parameters_are_refused_and_nothing_changes(domain, camera, class_maps) -> None:
    domain.start('segmentation_node')
    refused = domain.set_parameters(
        NODE, overlay_alpha=1.5, output_size='huge', model='other', groups=['weed: moss']
    )
    assert 'letters a to z' in domain.set_parameters(NODE, groups=['straße: vegetation'])[0]
    for reason, pattern in zip(
        refused, ('out of range', "got 'huge'", 'read at configure', 'moss')
    ):
        assert pattern in reason
    together = domain.set_parameters(NODE, atomically=True, camera_delay_s=2.0, output_size='huge')
    assert "got 'huge'" in together[0]
    stamp = wait_until_received(domain, class_maps, 2)[-1].header.stamp
    assert stamp in camera.stamps


def test_live_parameters_are_live(domain, camera, class_maps) -> None:
    domain.start('segmentation_node')
    everything = domain.subscribe(Image, f'{NODE}/masks/everything')
    wait_until_received(domain, class_maps)
    names = [name for name, _ in domain.node.get_topic_names_and_types()]
    assert f'{NODE}/masks/vegetation' in names

    groups = ['everything: soil, vegetation']
    assert domain.set_parameters(NODE, atomically=True, groups=groups, camera_delay_s=0.25) == ['']
    mask = wait_until_received(domain, everything)[-1]
    assert set(mask.data) == {255}
    domain.until(
        lambda: (
            f'{NODE}/masks/vegetation'
            not in [name for name, _ in domain.node.get_topic_names_and_types()]
        )
    )
    captured = (Time.from_msg(mask.header.stamp) + Duration(seconds=0.25)).to_msg()
    assert captured in camera.stamps


def test_it_stays_live_while_the_network_runs_and_takes_the_newest_next(
    domain, camera, class_maps, diagnostics, tmp_path
) -> None:
    running, gate = tmp_path / 'running', tmp_path / 'gate'
    slow = f"""
from pathlib import Path
import time
from seg_ros.segmentation.segmenter import Segmenter
process = Segmenter.process
def wait_and_process(*args, **kwargs):
    Path({str(running)!r}).touch()
    while not Path({str(gate)!r}).exists():
        time.sleep(0.01)
    return process(*args, **kwargs)
Segmenter.process = wait_and_process
"""
    domain.start('segmentation_node', '-p', 'stale_after_s:=60.0', before=slow)
    domain.until(running.exists)
    first = len(camera.stamps)
    assert domain.set_parameters(NODE, camera_delay_s=0.0) == ['']
    wait_until_received(domain, diagnostics, 3)
    camera.is_on = False
    domain.until(lambda: received(diagnostics[-2]) == received(diagnostics[-1]))
    gate.touch()
    stamps = [message.header.stamp for message in wait_until_received(domain, class_maps, 2)]
    assert camera.stamps.index(stamps[0]) < first and stamps[1] == camera.stamps[-1]


@pytest.mark.parametrize(
    'reliable, policy',
    [
        (True, ReliabilityPolicy.RELIABLE),
        (False, ReliabilityPolicy.BEST_EFFORT),
    ],
)
def test_reliability_follows_the_camera(
    domain, half_green_image, class_maps, reliable, policy
) -> None:
    domain.start('segmentation_node')
    domain.until(lambda: domain.node.get_subscriptions_info_by_topic('/image'))
    Camera(domain, half_green_image, reliable=reliable)
    wait_until_received(domain, class_maps)
    domain.until(
        lambda: (
            [
                info.qos_profile.reliability
                for info in domain.node.get_subscriptions_info_by_topic('/image')
            ]
            == [policy]
        )
    )
    wait_until_received(domain, class_maps, 2)


def test_compressed_images_come_from_beside_the_raw_ones(
    domain, half_green_image, class_maps
) -> None:
    jpeg = jpeg_message(half_green_image, quality=95)
    publisher = domain.node.create_publisher(CompressedImage, '/front/image_raw/compressed', 1)

    def send() -> None:
        jpeg.header.stamp = domain.node.get_clock().now().to_msg()
        publisher.publish(jpeg)

    domain.node.create_timer(0.05, send)
    domain.start(
        'segmentation_node', '-r', 'image:=/front/image_raw', '-p', 'image_transport:=compressed'
    )
    class_map = read_image(wait_until_received(domain, class_maps)[0]).pixels
    assert class_map.shape == (48, 64) and class_map[24, 8] == 1 and class_map[24, 56] == 0


def test_a_jpeg_with_lost_rows_gives_no_answer_and_is_counted(
    domain, half_green_image, class_maps, diagnostics
) -> None:
    jpeg = jpeg_message(half_green_image, quality=95)
    whole = bytes(jpeg.data)
    jpeg.data = whole[: (whole.index(b'\xff\xda') + len(whole)) // 2] + b'\xff\xd9'
    publisher = domain.node.create_publisher(CompressedImage, 'image/compressed', 1)

    def send() -> None:
        jpeg.header.stamp = domain.node.get_clock().now().to_msg()
        publisher.publish(jpeg)

    domain.node.create_timer(0.05, send)
    process = domain.start('segmentation_node', '-p', 'image_transport:=compressed')
    status = domain.status_of(
        NODE, diagnostics, DiagnosticStatus.WARN, 'a JPEG must be complete, got'
    )
    assert int(values_of(status)['unreadable']) >= 1 and 'check cable' in status.message
    assert class_maps == []
    assert process.log_text.count('image dropped: a JPEG must be complete') == 1
    # All rows are there, and the end marker is not.
    jpeg.data = whole[:-2]
    assert read_image(wait_until_received(domain, class_maps)[0]).pixels[24, 8] == 1


@pytest.mark.parametrize('encoding', ['mono8', 'mono16'])
def test_images_without_colors_are_warned_of_once(
    domain, camera, class_maps, diagnostics, encoding
) -> None:
    camera.message, view = image_message(encoding, 48, 64)
    view[:] = 9
    process = domain.start('segmentation_node')
    domain.status_of(NODE, diagnostics, DiagnosticStatus.WARN, 'one channel', name='model')
    wait_until_received(domain, diagnostics, 3)
    assert process.log_text.count('let the driver publish bgr8, rgb8 or the Bayer') == 1


@pytest.mark.parametrize(
    'argument',
    [
        'image_qos:=reliable',
        'qos_overrides./image.subscription.reliability:=reliable',
    ],
)
def test_reliability_can_be_fixed(domain, argument) -> None:
    domain.start('segmentation_node', '-p', argument)
    infos = domain.until(lambda: domain.node.get_subscriptions_info_by_topic('/image'))
    assert infos[0].qos_profile.reliability == ReliabilityPolicy.RELIABLE
