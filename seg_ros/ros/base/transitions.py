# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Lifecycle transitions whose errors are heard."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn

from seg_ros.errors import SegRosError
from seg_ros.ros.base.spin import HandOver


def transition(
    step: Callable[[Any], None],
) -> Callable[[LifecycleNode, LifecycleState], TransitionCallbackReturn]:
    """
    Make a transition callback of a method without arguments, in a node with `ended`.

    What the user can mend is logged and fails the transition, or with `parameters.autostart` ends
    the node; a bug, which rclpy would swallow, always ends it.
    """

    @wraps(step)
    def callback(node: LifecycleNode, state: LifecycleState) -> TransitionCallbackReturn:
        with HandOver(node.ended):
            try:
                step(node)
            except SegRosError as error:
                if node.parameters.autostart:
                    raise
                node.get_logger().error(str(error))
                return TransitionCallbackReturn.FAILURE
            return TransitionCallbackReturn.SUCCESS
        return TransitionCallbackReturn.ERROR

    return callback
