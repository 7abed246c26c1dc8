# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Mask, calibration and odometry in; patches and spray runs in metres out: a managed node."""

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleNode
from rclpy.parameter import Parameter
from rclpy.task import Future

from seg_ros.errors import ParameterError
from seg_ros.parameters import PatchNodeParameters
from seg_ros.patches.ids import IdSource
from seg_ros.ros.base.camera_pose import camera_pose
from seg_ros.ros.base.parameters import refuse_on_error
from seg_ros.ros.base.report import Report
from seg_ros.ros.base.spin import run_node
from seg_ros.ros.base.transitions import transition
from seg_ros.ros.conversions.camera_info import diagnostic_array
from seg_ros.ros.patch_node.diagnostics import INACTIVE, waiting_report, worker_reports
from seg_ros.ros.patch_node.inputs import PatchInputs
from seg_ros.ros.patch_node.outputs import PatchOutputs
from seg_ros.ros.patch_node.parameters import PatchNodeParameterSet
from seg_ros.ros.patch_node.patch_pipeline import PatchPipeline
from seg_ros.ros.patch_node.worker import PatchWorker


class PatchNode(LifecycleNode):
    """Wire inputs, planner and outputs; come up, go down and turn knobs as asked."""

    def __init__(self) -> None:
        """Declare the parameters."""
        super().__init__('patch_node')
        self.ended, self._waits_for, self._ids = Future(), [], IdSource()
        self._inputs = self._outputs = self._source = self._worker = None
        self.knobs = PatchNodeParameterSet.declared(self)
        self.add_on_set_parameters_callback(refuse_on_error(self._turn_knobs))
        self._diagnostics = self.create_publisher(DiagnosticArray, '/diagnostics', 1)
        # Steady, for the clock of a simulation may stand still.
        self._steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(1.0, self._look_around, clock=self._steady)

    @property
    def parameters(self) -> PatchNodeParameters:
        """Return the settings of the node itself."""
        return self.knobs.node

    def start(self) -> None:
        """Configure, and activate once the inputs are there, with `autostart`."""
        if self.parameters.autostart:
            self.trigger_configure()
            self.create_timer(0.1, self._start_when_ready, clock=self._steady)

    @transition
    def on_configure(self) -> None:
        """Listen to the facts, and advertise the topics."""
        self._source = camera_pose(self, self.knobs.ground)
        self._inputs = PatchInputs(self)
        self._outputs = PatchOutputs(self)

    @transition
    def on_activate(self) -> None:
        """Listen to masks and let plans out, if inputs and look-ahead suffice."""
        knobs, missing = self.knobs, self._inputs.missing(self.knobs)
        if missing:
            # Only who activates it by hand comes here; that must not end a node.
            self.knobs = knobs.started
            raise ParameterError(f'cannot be active without {"; ".join(missing)}')
        finder = PatchPipeline(knobs, self._inputs, self._source, self._ids, self.get_logger())
        finder.look_early(knobs)
        self._worker = PatchWorker(self, self._inputs, self._outputs, finder, knobs, self.ended)
        self._worker.start()
        self.knobs = knobs.started

    @transition
    def on_deactivate(self) -> None:
        """Fall silent."""
        self._stop()

    @transition
    def on_cleanup(self) -> None:
        """Withdraw the topics and forget the facts."""
        self._release()

    @transition
    def on_shutdown(self) -> None:
        """Do both, from any state."""
        self._stop()
        self._release()

    def destroy_node(self) -> None:
        """End the thread before what it works with goes."""
        self._stop()
        super().destroy_node()

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _release(self) -> None:
        if self._inputs is not None:
            self._inputs.destroy()
            self._outputs.destroy()
        self._inputs = self._outputs = self._source = None

    def _start_when_ready(self) -> None:
        """Activate once, and say what that waits for."""
        if not self.parameters.autostart or self._inputs is None:
            return
        missing = self._inputs.missing(self.knobs) + self._inputs.unsettled(self.knobs)
        if missing and missing != self._waits_for:
            self.get_logger().info(f'waits for {"; ".join(missing)}')
        self._waits_for = missing
        if not missing:
            self.trigger_activate()

    def _turn_knobs(self, parameters: list[Parameter]) -> None:
        """Apply live parameters, all or none; ParameterError on a value that cannot be."""
        knobs = self.knobs.changed(parameters)
        if self._worker is not None:
            self._worker.finder.check(knobs)
            self._worker.knobs = knobs
        self.knobs = knobs

    def _look_around(self) -> None:
        """Once a second: follow the masks' reliability, and tell how things are."""
        if self._worker is not None:
            self._inputs.masks.match_publishers()
        self._diagnostics.publish(
            diagnostic_array(
                self.get_clock().now().to_msg(), self.get_fully_qualified_name(), self._reports()
            )
        )

    def _reports(self) -> list[Report]:
        if self._worker is not None:
            return worker_reports(self._worker)
        if self.parameters.autostart and self._inputs is not None and self._waits_for:
            return [waiting_report(self._waits_for)]
        return [INACTIVE]


def main(args: list[str] | None = None) -> int:
    """Run the node until it is interrupted."""
    return run_node('patch_node', PatchNode, args)
