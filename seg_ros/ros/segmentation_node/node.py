# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The segmentation node."""

from collections.abc import Callable
import os
import time

import rclpy
from rclpy.node import Node
from rclpy.task import Future
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header

from seg_ros.datatypes import Finding
from seg_ros.inference.timed_engine import TimedEngine
from seg_ros.ros.base.camera_info_buffer import camera_info_topic, CameraInfoBuffer
from seg_ros.ros.base.diagnostics import Report
from seg_ros.ros.base.frame_statistics import FrameStatistics, percentile_ms
from seg_ros.ros.base.frame_worker import FrameWorker, nanoseconds
from seg_ros.ros.base.image_subscription import ImageSubscription
from seg_ros.ros.base.managed_node import ManagedNode
from seg_ros.ros.base.spin import run_node
from seg_ros.ros.segmentation_node.hard_image_collector import HardImageCollector
from seg_ros.ros.segmentation_node.outputs import refuse_bad_topics, SegmentationPublishers
from seg_ros.ros.segmentation_node.segmentation_pipeline import (
    SegmentationParameterSet,
    SegmentationPipeline,
    SegmentationState,
)
from seg_ros.segmentation.health import (
    check_age,
    check_jitter,
    check_losses,
    check_provider,
    check_silence,
    SEGMENT_BYTES,
)
from seg_ros.segmentation.segmenter import Segmenter

PROFILES = ('FASTRTPS_DEFAULT_PROFILES_FILE', 'FASTDDS_DEFAULT_PROFILES_FILE')


class SegmentationIo:
    """The subscriptions and publishers of a configured node, and the state that frames take."""

    def __init__(
        self, node: Node, state: SegmentationState, engine: TimedEngine, ended: Future
    ) -> None:
        """Subscribe to camera_info, and advertise the topics."""
        self.state, self.engine = state, engine
        parameters, topic = state.parameters.node, node.resolve_topic_name('image')
        is_raw = parameters.image_transport == 'raw'
        # What may be refused comes first: nothing is left behind then.
        self.images = ImageSubscription(
            node,
            Image if is_raw else CompressedImage,
            topic if is_raw else f'{topic}/compressed',
            parameters.image_qos,
        )
        self.collector: HardImageCollector | None = None
        if state.parameters.hard_images.keep_hard_images:
            self.collector = HardImageCollector(
                node, state.parameters.hard_images, state.segmenter, ended
            )
        self.infos = CameraInfoBuffer(node, camera_info_topic(node))
        self.publishers = SegmentationPublishers(node, self.infos)
        self.publishers.update(state.segmenter)

    def close(self) -> None:
        """Unsubscribe from the camera."""
        self.images.unsubscribe()

    def destroy(self) -> None:
        """Destroy all subscriptions and publishers, and finish the images that are kept."""
        if self.collector is not None:
            self.collector.close()
        self.infos.destroy()
        self.publishers.destroy()


class SegmentationNode(
    ManagedNode[SegmentationParameterSet, SegmentationIo, SegmentationPipeline]
):
    """Inputs: camera image and camera_info. Publishes class map, overlay and masks."""

    def __init__(self) -> None:
        """Declare the parameters."""
        super().__init__('segmentation_node', SegmentationParameterSet)
        self._warned_of_losses = False

    def configure(self) -> SegmentationIo:
        """Load the network, refuse one that fails its self-test, and advertise the topics."""
        segmenter = Segmenter(self.parameters.segmenter)
        refuse_bad_topics(self, tuple(group.name for group in segmenter.groups))
        segmenter.self_test()
        engine = segmenter.engine = TimedEngine(segmenter.engine, time.perf_counter)
        return SegmentationIo(
            self, SegmentationState(self.parameters, segmenter), engine, self.ended
        )

    def make_worker(self, io: SegmentationIo) -> FrameWorker[SegmentationPipeline]:
        """Subscribe to the camera."""
        worker = FrameWorker(
            self,
            SegmentationPipeline(io.publishers, io.collector),
            lambda: io.state,
            lambda state: state.parameters.node.stale_after_s,
            self.ended,
            'image',
            io.publishers.gate,
        )

        def on_image(message: Image | CompressedImage) -> None:
            header = self._capture_header(message.header)
            worker.put({'image': message}, header, worker.add_arrival(header, len(message.data)))

        io.images.subscribe(on_image)
        model, provider = self.parameters.segmenter.model, io.engine.provider
        self.get_logger().info(f'{model} on {provider} waits for images on {io.images.topic}')
        return worker

    def validate(self, parameters: SegmentationParameterSet) -> Callable[[], None]:
        """Make the segmenter that the parameters ask for; return what puts it to work."""
        io = self.io
        if io is None:
            return lambda: None
        before = io.state
        segmenter = before.segmenter.with_parameters(parameters.segmenter)
        refuse_bad_topics(self, tuple(group.name for group in segmenter.groups))

        def apply() -> None:
            io.state = SegmentationState(parameters, segmenter)
            if parameters.segmenter != before.parameters.segmenter:
                io.publishers.update(segmenter)

        return apply

    def on_timer(self, io: SegmentationIo, worker: FrameWorker[SegmentationPipeline]) -> None:
        """Follow the reliability of the camera, and warn once of images lost or without colors."""
        io.images.match_publishers()
        is_large = worker.statistics.image_bytes > SEGMENT_BYTES
        if is_large and io.images.best_effort and not self._warned_of_losses and _is_default():
            self._warned_of_losses = True
            self.get_logger().warning(
                f'images of more than {SEGMENT_BYTES // 1024} KiB arrive best effort over Fast '
                'DDS with its default shared memory, which loses many of them: start camera '
                'driver and nodes with the profile that `fastdds:=robot` of the launch files sets'
            )
        for finding in worker.pipeline.findings:
            if finding.name == 'encoding' and finding.level == 'warn':
                self.get_logger().warning(finding.message, once=True)

    def inactive_reports(self) -> list[Report]:
        """Report that nothing is published, and on the network if there is one."""
        finding = Finding('ok', 'state', 'not active: nothing is segmented')
        return [Report('frames', (finding,)), *self._network_reports()]

    def reports(
        self, io: SegmentationIo, worker: FrameWorker[SegmentationPipeline]
    ) -> list[Report]:
        """Report on images, network and the network's health."""
        reports = [self._frames_report(io, worker.statistics), *self._network_reports()]
        reports.append(io.publishers.monitor.report)
        if worker.pipeline.findings:
            reports.append(Report('model', worker.pipeline.findings))
        if io.collector is not None:
            reports.append(io.collector.report())
        return reports

    def _capture_header(self, header: Header) -> Header:
        delay_ns = int(self.parameters.node.camera_delay_s * 1e9)
        # A negative stamp, which a message cannot carry, is merely very old.
        stamp_ns = max(0, nanoseconds(header.stamp) - delay_ns)
        captured = Header(frame_id=header.frame_id)
        captured.stamp.sec, captured.stamp.nanosec = divmod(stamp_ns, 10**9)
        return captured

    def _frames_report(self, io: SegmentationIo, statistics: FrameStatistics) -> Report:
        stale_after_s = self.parameters.node.stale_after_s
        unreadable, stale = statistics.since_last_report()
        findings = [
            check_silence(
                time.monotonic() - statistics.arrivals_s[-1], stale_after_s, io.images.topic
            ),
            check_age(statistics.age_s, stale_after_s),
            check_losses(
                list(statistics.intervals_s), statistics.image_bytes, io.images.best_effort
            ),
        ]
        if unreadable:
            message = f'{unreadable} images dropped in a second: {statistics.rejection}'
            findings.append(Finding('warn', 'reading', message))
        if stale:
            message = (
                f'{stale} images in a second were older than {stale_after_s:g} s before they were '
                'published: use a smaller network or image, or raise `stale_after_s`'
            )
            findings.append(Finding('error', 'stale', message))
        return Report('frames', tuple(findings), statistics.values)

    def _network_reports(self) -> list[Report]:
        if self.io is None:
            return []
        engine, parameters = self.io.engine, self.parameters.segmenter
        durations_s = list(engine.durations_s)
        findings = (
            check_provider(engine.provider, parameters.providers),
            check_jitter(durations_s),
        )
        values = (
            ('model', parameters.model),
            ('provider', engine.provider),
            ('inference median ms', percentile_ms(durations_s, 50)),
            ('inference p95 ms', percentile_ms(durations_s, 95)),
        )
        return [Report('network', findings, values)]


def _is_default() -> bool:
    """Return whether Fast DDS runs with the shared memory that it has by default."""
    is_fast_dds = 'fastrtps' in rclpy.get_rmw_implementation_identifier()
    return is_fast_dds and not any(os.environ.get(name) for name in PROFILES)


def main(args: list[str] | None = None) -> int:
    """Run the node until it is interrupted."""
    return run_node('segmentation_node', SegmentationNode, args)
