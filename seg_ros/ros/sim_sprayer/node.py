# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Node `field_sprayer`: a simulated sprayer that executes spray runs and scores the drive."""

from lifecycle_msgs.msg import State, TransitionEvent
from nav_msgs.msg import Odometry
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.task import Future
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import UInt8MultiArray
from std_srvs.srv import SetBool

from seg_ros.parameters import SimParameters, SimSprayerParameters
from seg_ros.ros.base.parameters import changed_parameters, declare_parameters, refuse_on_error
from seg_ros.ros.base.qos import FEW
from seg_ros.ros.base.spin import run_node
from seg_ros.ros.sim_camera.topics import ODOMETRY
from seg_ros.ros.sim_sprayer.bridge import SprayerBridge

CHECK_EVERY_S = 0.05


class SimSprayerNode(Node):
    """Subscribes to odometry and patches as a spray controller does; exits after the drive."""

    def __init__(self) -> None:
        """Create the topics; ParameterError on invalid parameters."""
        super().__init__('field_sprayer')
        self.ended = Future()
        self._sim_parameters = declare_parameters(self, SimParameters)
        self._sprayer_parameters = declare_parameters(self, SimSprayerParameters)
        self._bridge = SprayerBridge(self, self._sim_parameters, self._sprayer_parameters)
        self.add_on_set_parameters_callback(refuse_on_error(self._apply_parameters))
        for kind, topic, callback, qos in (
            (Odometry, 'odom', self._on_odometry, ODOMETRY),
            (PointCloud2, 'spray_runs', self._bridge.on_spray_runs, FEW),
            (PointCloud2, 'points', self._bridge.on_patches, FEW),
            (UInt8MultiArray, 'sections', self._bridge.on_sections, FEW),
            (TransitionEvent, 'transition_event', self._on_transition, FEW),
        ):
            self.create_subscription(kind, topic, callback, qos)
        self.create_service(SetBool, '~/arm', self._on_arm)
        # Steady clock, because simulated time stops when the camera node ends.
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(CHECK_EVERY_S, self._bridge.check_inputs, clock=steady)

    def start(self) -> None:
        """Do nothing: odometry messages advance the sprayer."""

    def destroy_node(self) -> None:
        """Write the results, also of an interrupted drive."""
        if not self.ended.done():
            self._bridge.close()
        super().destroy_node()

    def _on_odometry(self, message: Odometry) -> None:
        self._bridge.on_odometry(message)
        if self._bridge.is_done and not self.ended.done():
            self.get_logger().info(self._bridge.close())
            self.ended.set_result(None)

    def _on_transition(self, event: TransitionEvent) -> None:
        self._bridge.set_source_active(event.goal_state.id == State.PRIMARY_STATE_ACTIVE)

    def _on_arm(self, request: SetBool.Request, response: SetBool.Response) -> SetBool.Response:
        result = self.set_parameters([Parameter('armed', value=request.data)])[0]
        response.success, response.message = result.successful, result.reason
        return response

    def _apply_parameters(self, parameters: list[Parameter]) -> None:
        self._sim_parameters = changed_parameters(self._sim_parameters, parameters)
        self._sprayer_parameters = changed_parameters(self._sprayer_parameters, parameters)
        self._bridge.update_parameters(self._sim_parameters, self._sprayer_parameters)


def main(args: list[str] | None = None) -> int:
    """Run the node until the end of the drive or an interrupt."""
    return run_node('field_sprayer', SimSprayerNode, args)
