# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A subscription of images whose reliability follows the publishers."""

from collections.abc import Callable
from typing import Any

from rcl_interfaces.msg import ParameterDescriptor
from rclpy.node import Node
from rclpy.qos import QoSPolicyKind, ReliabilityPolicy
from rclpy.qos_overriding_options import QoSOverridingOptions
from rclpy.subscription import Subscription
from sensor_msgs.msg import CompressedImage, Image

from seg_ros.errors import ParameterError
from seg_ros.ros.base.qos import camera

OVERRIDABLE = (QoSPolicyKind.HISTORY, QoSPolicyKind.DEPTH, QoSPolicyKind.DURABILITY)


class ImageSubscription:
    """Keeps the last image of one topic; `best_effort` is how it is subscribed."""

    def __init__(
        self,
        node: Node,
        kind: type[Image | CompressedImage],
        topic: str,
        reliability: str,
    ) -> None:
        """
        Take a topic by its full name; nothing is subscribed yet.

        `reliability` is auto, reliable or best_effort.
        """
        self.topic = topic
        self.best_effort = True
        self._node = node
        self._kind = kind
        self._on_image: Callable[[Any], None] = lambda image: None
        self._requested = _reliability_override(node, topic, reliability)
        self._images: Subscription | None = None

    def subscribe(self, on_image: Callable[[Any], None]) -> None:
        """Subscribe; `on_image` is called in the executor's thread and must not block."""
        self._on_image = on_image
        self._subscribe(self._best_effort_wanted())

    def unsubscribe(self) -> None:
        """Unsubscribe."""
        if self._images is not None:
            self._node.destroy_subscription(self._images)
            self._images, self._on_image = None, lambda image: None

    def match_publishers(self) -> None:
        """Subscribe again if the publishers have changed their reliability, or have appeared."""
        if self._images is not None and self._best_effort_wanted() != self.best_effort:
            self._node.destroy_subscription(self._images)
            self._subscribe(not self.best_effort)

    def _subscribe(self, best_effort: bool) -> None:
        self.best_effort = best_effort
        self._images = self._node.create_subscription(
            self._kind,
            self.topic,
            self._on_image,
            camera(reliable=not best_effort),
            qos_overriding_options=QoSOverridingOptions(OVERRIDABLE),
        )

    def _best_effort_wanted(self) -> bool:
        if self._requested != 'auto':
            return self._requested == 'best_effort'
        publishers = self._node.get_publishers_info_by_topic(self.topic)
        offers = {publisher.qos_profile.reliability for publisher in publishers}
        return offers != {ReliabilityPolicy.RELIABLE}


def _reliability_override(node: Node, topic: str, default: str) -> str:
    """Declare what rclpy would declare, except that `auto` is a value too."""
    name = f'qos_overrides.{topic}.subscription.reliability'
    if not node.has_parameter(name):
        node.declare_parameter(
            name,
            default,
            ParameterDescriptor(
                description='reliability; auto: as the publishers offer it', read_only=True
            ),
        )
    requested = node.get_parameter(name).value
    if requested not in ('auto', 'reliable', 'best_effort'):
        raise ParameterError(
            f'{name} must be one of auto, reliable, best_effort, got {requested!r}'
        )
    return requested
