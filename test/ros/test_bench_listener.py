# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The listener hears every topic, as it is offered, and says when it does."""

from __future__ import annotations

import json

from harness import Camera
import pytest
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import CameraInfo, Image

pytestmark = pytest.mark.ros
BEST_EFFORT = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def test_it_waits_for_all_topics_and_hears_them(domain) -> None:
    image = domain.node.create_publisher(Image, '/left/image', BEST_EFFORT)
    process = domain.start('benchmarks.bench.listener', '-p', 'topics:=["/left/image", "/info"]')
    domain.until(image.get_subscription_count)
    assert 'all topics are subscribed' not in process.log_text
    info = domain.node.create_publisher(CameraInfo, '/info', LATCHED)
    info.publish(CameraInfo())
    domain.until(lambda: 'all topics are subscribed' in process.log_text)
    domain.until(info.get_subscription_count)
    kinds = {
        topic: domain.node.get_subscriptions_info_by_topic(topic)[0].qos_profile
        for topic in ('/left/image', '/info')
    }
    assert kinds['/left/image'].reliability == ReliabilityPolicy.BEST_EFFORT
    assert kinds['/info'].durability == DurabilityPolicy.TRANSIENT_LOCAL
    image.publish(Image())
    assert process.stop() == 0 and process.problem_lines == ['all topics are subscribed']


def test_it_tells_how_old_messages_were_and_ends(domain, half_green_image) -> None:
    camera = Camera(domain, half_green_image, '/image')
    camera.age_s = 0.5
    process = domain.start(
        'benchmarks.bench.listener', '-p', 'topics:=["/image"]', '-p', 'for_s:=0.3'
    )
    domain.until(lambda: process.has_ended)
    assert process.wait() == 0
    reported = next(line for line in process.log_text.splitlines() if line.startswith('{'))
    received = json.loads(reported)['/image']
    stamps = [stamp.sec + 1e-9 * stamp.nanosec for stamp in camera.stamps]
    assert received and all(
        0.5 < age_s < 5.0 and min(abs(stamp_s - sent_s) for sent_s in stamps) < 1e-6
        for stamp_s, age_s in received
    )
