# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Every topic of the segmentation node carries what the segmenter says of the same image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from harness import Camera, Domain
import numpy as np
import pytest
from rclpy.qos import DurabilityPolicy, QoSProfile
from sensor_msgs.msg import CameraInfo, CompressedImage, Image as ImageMessage
from vision_msgs.msg import LabelInfo

from seg_ros.datatypes import Image, Segmentation, SegmentationRequest
from seg_ros.parameters import SegmenterParameters
from seg_ros.ros.conversions.images import read_compressed, read_image
from seg_ros.segmentation.segmenter import Segmenter

pytestmark = pytest.mark.ros
IMAGES = ('class_map', 'confidence', 'overlay', 'color_map', 'masks/vegetation')
STAMPED = (*IMAGES, 'overlay/compressed', 'camera_info')
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


@dataclass(frozen=True)
class Session:
    """One run of the node: the first message of every topic, and the stamps of the camera."""

    messages: dict[str, Any]
    stamps: list
    statuses: list[DiagnosticStatus]


@pytest.fixture(scope='module')
def session(tmp_path_factory, half_green_image) -> Iterator[Session]:
    """Run the node in namespace /left on /front/image_raw, until every topic has spoken."""
    with Domain(tmp_path_factory.mktemp('outputs')) as domain:
        camera = Camera(domain, half_green_image, '/front/image_raw')
        publish_calibration(domain)
        node = '/left/segmentation_node'
        received = {name: domain.subscribe(ImageMessage, f'{node}/{name}') for name in IMAGES}
        received['overlay/compressed'] = domain.subscribe(
            CompressedImage, f'{node}/overlay/compressed'
        )
        received['camera_info'] = domain.subscribe(CameraInfo, f'{node}/camera_info')
        domain.start('segmentation_node', '-r', '__ns:=/left', '-r', 'image:=/front/image_raw')
        domain.until(lambda: all(received.values()))
        # Only now: latched means that who comes late hears it too.
        received['label_info'] = domain.subscribe(LabelInfo, f'{node}/label_info', LATCHED)
        diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
        domain.until(lambda: received['label_info'] and len(diagnostics) > 1)
        messages = {name: several[-1] for name, several in received.items()}
        yield Session(messages, camera.stamps, diagnostics[-1].status)


def publish_calibration(domain: Domain) -> None:
    """Publish a calibration beside the image, made for twice its size."""
    info = CameraInfo(width=128, height=96, k=[100.0, 0.0, 63.5, 0.0, 100.0, 47.5, 0.0, 0.0, 1.0])
    publisher = domain.node.create_publisher(CameraInfo, '/front/camera_info', 1)
    domain.node.create_timer(0.05, lambda: publisher.publish(info))


@pytest.fixture(scope='module')
def segmenter() -> Segmenter:
    return Segmenter(SegmenterParameters())


@pytest.fixture(scope='module')
def answer(segmenter, half_green_image) -> Segmentation:
    request = SegmentationRequest(True, ('vegetation',), overlay=True, color_map=True)
    return segmenter.process(Image(half_green_image, 'bgr'), request)


@pytest.mark.parametrize('name', STAMPED)
def test_stamp_and_frame_are_those_of_the_camera(session, name) -> None:
    header = session.messages[name].header
    assert header.stamp in session.stamps
    assert header.frame_id == 'lens'


@pytest.mark.parametrize(
    'name, encoding, channels',
    [
        ('class_map', 'mono8', 1),
        ('confidence', 'mono8', 1),
        ('overlay', 'bgr8', 3),
        ('color_map', 'bgr8', 3),
        ('masks/vegetation', 'mono8', 1),
    ],
)
def test_images_are_as_large_as_the_camera_image_without_padding(
    session, name, encoding, channels
) -> None:
    message = session.messages[name]
    assert (message.height, message.width, message.encoding) == (48, 64, encoding)
    assert message.step == 64 * channels and len(message.data) == 48 * 64 * channels


def test_the_class_map_is_the_segmenters_bit_for_bit(session, answer) -> None:
    class_map = read_image(session.messages['class_map']).pixels
    assert class_map.tolist() == answer.class_map.tolist()
    assert class_map[:, :24].min() == class_map[:, :24].max() == 1
    assert class_map[:, 40:].max() == 0


def test_the_other_images_are_too(session, answer) -> None:
    expected = {
        'confidence': answer.confidence,
        'overlay': answer.overlay,
        'color_map': answer.color_map,
        'masks/vegetation': answer.mask('vegetation'),
    }
    for name, pixels in expected.items():
        assert np.array_equal(read_image(session.messages[name]).pixels, pixels), name


def test_the_compressed_overlay_shows_the_overlay(session) -> None:
    compressed = read_compressed(session.messages['overlay/compressed']).pixels
    overlay = read_image(session.messages['overlay']).pixels
    assert session.messages['overlay/compressed'].format == 'jpeg'
    assert np.abs(compressed.astype(int) - overlay).mean() < 6


def test_camera_info_describes_the_class_map(session) -> None:
    info = session.messages['camera_info']
    assert (info.width, info.height) == (64, 48)
    assert info.k.tolist() == [50, 0, 31.5, 0, 50, 23.5, 0, 0, 1]


def test_label_info_names_the_classes(session, segmenter) -> None:
    named = [(one.class_id, one.class_name) for one in session.messages['label_info'].class_map]
    assert named == [(label.id, label.name) for label in segmenter.classes]


def test_diagnostics_are_fine_and_tell_figures(session) -> None:
    statuses = {status.name: status for status in session.statuses}
    assert set(statuses) == {
        f'left/segmentation_node: {concern}'
        for concern in ('frames', 'network', 'model', 'camera_info')
    }
    frames = statuses['left/segmentation_node: frames']
    assert frames.level == DiagnosticStatus.OK and frames.hardware_id == '/left/segmentation_node'
    values = {value.key: value.value for value in frames.values}
    assert int(values['published']) > 0 and float(values['latency median ms']) > 0
