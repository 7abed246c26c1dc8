# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A virtual boom on the digital field: it sprays what the patch node says, and keeps score."""

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
from seg_ros.ros.sim_sprayer.boom import BoomBridge

LOOK_EVERY_S = 0.05


class SimSprayerNode(Node):
    """Listen to odometry and patches as a spray controller does; end when the drive does."""

    def __init__(self) -> None:
        """Subscribe; ParameterError when the field cannot be."""
        super().__init__('field_sprayer')
        self.ended = Future()
        self._field = declare_parameters(self, SimParameters)
        self._settings = declare_parameters(self, SimSprayerParameters)
        self._boom = BoomBridge(self, self._field, self._settings)
        self.add_on_set_parameters_callback(refuse_on_error(self._set_parameters))
        for kind, topic, take, qos in (
            (Odometry, 'odom', self._move, ODOMETRY),
            (PointCloud2, 'spray_runs', self._boom.plan, FEW),
            (PointCloud2, 'points', self._boom.look, FEW),
            (UInt8MultiArray, 'sections', self._boom.gate, FEW),
            (TransitionEvent, 'transition_event', self._follow, FEW),
        ):
            self.create_subscription(kind, topic, take, qos)
        self.create_service(SetBool, '~/arm', self._arm)
        # Steady, for the field's clock stands still when the camera is gone.
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(LOOK_EVERY_S, self._boom.check_inputs, clock=steady)

    def start(self) -> None:
        """Wait for odometry: it lets the time go on."""

    def destroy_node(self) -> None:
        """Leave the results of a drive that was cut short, too."""
        if not self.ended.done():
            self._boom.close()
        super().destroy_node()

    def _move(self, message: Odometry) -> None:
        self._boom.move(message)
        if self._boom.is_done and not self.ended.done():
            self.get_logger().info(self._boom.close())
            self.ended.set_result(None)

    def _follow(self, event: TransitionEvent) -> None:
        self._boom.follow(event.goal_state.id == State.PRIMARY_STATE_ACTIVE)

    def _arm(self, request: SetBool.Request, response: SetBool.Response) -> SetBool.Response:
        result = self.set_parameters([Parameter('armed', value=request.data)])[0]
        response.success, response.message = result.successful, result.reason
        return response

    def _set_parameters(self, parameters: list[Parameter]) -> None:
        self._field = changed_parameters(self._field, parameters)
        self._settings = changed_parameters(self._settings, parameters)
        self._boom.retune(self._field, self._settings)


def main(args: list[str] | None = None) -> int:
    """Run the node until the end of the drive, or until it is interrupted."""
    return run_node('field_sprayer', SimSprayerNode, args)
