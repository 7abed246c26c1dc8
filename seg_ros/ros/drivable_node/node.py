# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The drivable node."""

from collections.abc import Callable

from sensor_msgs.msg import Image

from seg_ros.datatypes import Finding
from seg_ros.free_space.estimator import FreeSpaceEstimator
from seg_ros.ros.base.diagnostics import mask_findings, Report
from seg_ros.ros.base.frame_worker import FrameWorker
from seg_ros.ros.base.managed_node import ManagedNode
from seg_ros.ros.base.spin import run_node
from seg_ros.ros.drivable_node.free_space_pipeline import DrivableIo, FreeSpacePipeline
from seg_ros.ros.drivable_node.parameters import DrivableParameters


class DrivableNode(ManagedNode[DrivableParameters, DrivableIo, FreeSpacePipeline]):
    """Inputs: mask and camera_info. Publishes the free space for navigation."""

    def __init__(self) -> None:
        """Declare the parameters."""
        super().__init__('drivable_node', DrivableParameters)

    def configure(self) -> DrivableIo:
        """Subscribe to camera_info, and advertise the topics."""
        return DrivableIo(self, self.parameters.mount)

    def missing(self, io: DrivableIo, at_start: bool) -> list[str]:
        """Return camera_info until one has arrived."""
        return [] if io.infos.latest else [f'camera_info on {io.infos.topic}']

    def make_worker(self, io: DrivableIo) -> FrameWorker[FreeSpacePipeline]:
        """Subscribe to masks."""
        worker = FrameWorker(
            self,
            FreeSpacePipeline(io, self.parameters, self.get_logger()),
            lambda: self.parameters,
            lambda parameters: parameters.node.stale_after_s,
            self.ended,
        )

        def on_mask(mask: Image) -> None:
            now_s = worker.add_arrival(mask.header, len(mask.data))
            worker.put({'mask': mask}, mask.header, now_s)

        io.masks.subscribe(on_mask)
        self.get_logger().info(f'waits for masks on {io.masks.topic}')
        return worker

    def validate(self, parameters: DrivableParameters) -> Callable[[], None]:
        """Check that the camera shows ground with these parameters."""
        if self.worker is not None:
            self.worker.pipeline.validate(parameters)
        return lambda: None

    def on_timer(self, io: DrivableIo, worker: FrameWorker[FreeSpacePipeline]) -> None:
        """Follow the reliability of the publishers of masks."""
        io.masks.match_publishers()

    def inactive_reports(self) -> list[Report]:
        """Report that nothing is published."""
        return [Report('frames', (Finding('ok', 'state', 'not active: no free space'),))]

    def reports(self, io: DrivableIo, worker: FrameWorker[FreeSpacePipeline]) -> list[Report]:
        """Report on masks, and on the ground in view once the camera is known."""
        findings = mask_findings(worker.statistics, io.masks, self.parameters.node.stale_after_s)
        reports = [
            Report('frames', tuple(findings), worker.statistics.values),
            worker.pipeline.calibration,
        ]
        if worker.pipeline.estimator is not None:
            reports.append(_view_report(worker.pipeline.estimator))
        return reports


def _view_report(estimator: FreeSpaceEstimator) -> Report:
    text = (
        f'ground from {estimator.nearest_m:.2f} m to {estimator.farthest_m:.2f} m off the camera'
    )
    values = (('ground in view', text), ('rays that can be free', str(estimator.open_rays)))
    if estimator.open_rays:
        return Report('view', (Finding('ok', 'view', text),), values)
    message = (
        f'{text}: no ray of the scan is in view from `blind_m` to `range_max_m`, so that none is '
        'ever free; raise the one or lower the other, or check the mount'
    )
    return Report('view', (Finding('warn', 'view', message),), values)


def main(args: list[str] | None = None) -> int:
    """Run the node until it is interrupted."""
    return run_node('drivable_node', DrivableNode, args)
