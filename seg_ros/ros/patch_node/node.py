# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The patch node."""

from collections.abc import Callable

from seg_ros.datatypes import Finding
from seg_ros.patches.tracks import IdSource
from seg_ros.ros.base.diagnostics import mask_findings, Report
from seg_ros.ros.base.frame_worker import FrameWorker
from seg_ros.ros.base.managed_node import ManagedNode
from seg_ros.ros.base.spin import run_node
from seg_ros.ros.patch_node.lookahead import lookahead_report
from seg_ros.ros.patch_node.parameters import PatchParameterSet
from seg_ros.ros.patch_node.patch_pipeline import PatchIo, PatchPipeline

BLOCKED = (
    'there are patches under the boom, and none can be sprayed: crops or unlabelled pixels are '
    'too close; lower `crop_margin_mm` or `shortest_run_mm`, or see `unlabelled_is_crop` and the '
    'confidence threshold of the network'
)


class PatchNode(ManagedNode[PatchParameterSet, PatchIo, PatchPipeline]):
    """Inputs: mask, camera_info, odometry and class map. Publishes patches and spray runs."""

    def __init__(self) -> None:
        """Declare the parameters."""
        super().__init__('patch_node', PatchParameterSet)
        self._ids = IdSource()

    def configure(self) -> PatchIo:
        """Subscribe to all but the images, and advertise the topics."""
        return PatchIo(self, self.parameters.geometry)

    def missing(self, io: PatchIo, at_start: bool) -> list[str]:
        """Return the inputs that have not arrived."""
        return io.inputs.missing(self.parameters, at_start)

    def make_worker(self, io: PatchIo) -> FrameWorker[PatchPipeline]:
        """Subscribe to masks and the images that belong to them."""
        worker = FrameWorker(
            self,
            PatchPipeline(io, self.parameters, self._ids, self.get_logger()),
            lambda: self.parameters,
            lambda parameters: parameters.node.stale_after_s,
            self.ended,
        )
        io.inputs.open(worker)
        self.get_logger().info(f'waits for masks on {io.inputs.masks.topic}')
        return worker

    def validate(self, parameters: PatchParameterSet) -> Callable[[], None]:
        """Check that tracker, ground and look-ahead are consistent."""
        if self.worker is not None:
            self.worker.pipeline.validate(parameters)
        return lambda: None

    def on_timer(self, io: PatchIo, worker: FrameWorker[PatchPipeline]) -> None:
        """Follow the publishers of masks and of the optional images."""
        io.inputs.match_publishers()

    def inactive_reports(self) -> list[Report]:
        """Report that nothing is published."""
        return [Report('frames', (Finding('ok', 'state', 'not active: no patches'),))]

    def reports(self, io: PatchIo, worker: FrameWorker[PatchPipeline]) -> list[Report]:
        """Report on masks, and on the look-ahead once the ground is known."""
        statistics, node, pipeline = worker.statistics, self.parameters.node, worker.pipeline
        findings = mask_findings(statistics, io.inputs.masks, node.stale_after_s)
        if pipeline.is_blocked:
            findings.append(Finding('warn', 'runs', BLOCKED))
        reports = [Report('frames', tuple(findings), statistics.values), pipeline.calibration]
        if pipeline.lookahead is not None:
            reports.append(lookahead_report(pipeline.lookahead, statistics, node))
        return reports


def main(args: list[str] | None = None) -> int:
    """Run the node until it is interrupted."""
    return run_node('patch_node', PatchNode, args)
