# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Camera image in; class map, confidence, overlay and masks out: a managed node."""

from copy import copy

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleNode, TransitionCallbackReturn
from rclpy.parameter import Parameter
from rclpy.task import Future

from seg_ros.parameters import SegmentationNodeParameters, SegmenterParameters
from seg_ros.ros.base.parameters import changed_settings, declare_settings, refuse_on_error
from seg_ros.ros.base.report import Report
from seg_ros.ros.base.spin import run_node
from seg_ros.ros.base.transitions import transition
from seg_ros.ros.conversions.camera_info import diagnostic_array
from seg_ros.ros.segmentation_node.diagnostics import frames_report, INACTIVE, network_report
from seg_ros.ros.segmentation_node.frame_worker import FrameWorker
from seg_ros.ros.segmentation_node.outputs import Outputs
from seg_ros.ros.segmentation_node.timed_engine import TimedEngine
from seg_ros.segmentation.segmenter import Segmenter


class SegmentationNode(LifecycleNode):
    """Wire camera, segmenter and outputs; come up, go down and turn knobs as asked."""

    def __init__(self) -> None:
        """Declare the parameters."""
        super().__init__('segmentation_node')
        self.ended = Future()
        self._segmenter = self._outputs = self._worker = None
        self.segmenter_settings = declare_settings(self, SegmenterParameters)
        self.parameters = declare_settings(self, SegmentationNodeParameters)
        self.add_on_set_parameters_callback(refuse_on_error(self._turn_knobs))
        self._diagnostics = self.create_publisher(DiagnosticArray, '/diagnostics', 1)
        # Steady, for the clock of a simulation may stand still.
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(1.0, self._look_around, clock=steady)

    def start(self) -> None:
        """Configure and activate, with `autostart`."""
        if self.parameters.autostart:
            if self.trigger_configure() == TransitionCallbackReturn.SUCCESS:
                self.trigger_activate()

    @transition
    def on_configure(self) -> None:
        """Load the network, and refuse one that fails its self-test."""
        segmenter = Segmenter(self.segmenter_settings)
        segmenter.self_test()
        segmenter.engine = TimedEngine(segmenter.engine)
        self._segmenter = segmenter
        self._outputs = Outputs(self)
        self._outputs.retune(segmenter, self.parameters.jpeg_quality)

    @transition
    def on_activate(self) -> None:
        """Subscribe the camera and let answers out."""
        self._worker = FrameWorker(self, self._outputs, self._segmenter, self.parameters, self.ended)
        self._worker.start()
        self.get_logger().info(
            f'{self.segmenter_settings.model} on {self._segmenter.engine.provider} '
            f'waits for images on {self._worker.camera.images.topic}'
        )

    @transition
    def on_deactivate(self) -> None:
        """Fall silent."""
        self._stop()

    @transition
    def on_cleanup(self) -> None:
        """Withdraw the topics and forget the network."""
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
        if self._outputs is not None:
            self._outputs.destroy()
        self._segmenter = self._outputs = None

    def _turn_knobs(self, parameters: list[Parameter]) -> None:
        """Apply live parameters, all or none; SegRosError on a value that cannot be."""
        segmenter_settings = changed_settings(self.segmenter_settings, parameters)
        settings = changed_settings(self.parameters, parameters)
        if (segmenter_settings, settings) == (self.segmenter_settings, self.parameters):
            return
        if self._segmenter is not None:
            # A copy: the frame under way keeps the knobs it began with.
            segmenter = copy(self._segmenter)
            segmenter.retune(segmenter_settings)
            self._segmenter = segmenter
            self._outputs.retune(segmenter, settings.jpeg_quality)
        if self._worker is not None:
            self._worker.segmenter, self._worker.parameters = self._segmenter, settings
        self.segmenter_settings, self.parameters = segmenter_settings, settings

    def _look_around(self) -> None:
        """Once a second: follow the camera's reliability, and tell how things are."""
        if self._worker is not None:
            self._worker.camera.images.match_publishers()
        stamp = self.get_clock().now().to_msg()
        self._diagnostics.publish(
            diagnostic_array(stamp, self.get_fully_qualified_name(), self._reports())
        )

    def _reports(self) -> list[Report]:
        reports = [INACTIVE if self._worker is None else frames_report(self._worker)]
        if self._segmenter is not None:
            reports.append(network_report(self._segmenter.engine, self.segmenter_settings))
        if self._worker is not None and self._worker.findings:
            reports.append(Report('model', self._worker.findings))
        return reports


def main(args: list[str] | None = None) -> int:
    """Run the node until it is interrupted."""
    return run_node('segmentation_node', SegmentationNode, args)
