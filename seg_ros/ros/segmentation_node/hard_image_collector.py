# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Collection of hard images: selected in the frame worker after publishing, written beside it."""

from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
import time

import numpy as np
from rclpy.node import Node
from rclpy.task import Future
from sensor_msgs.msg import CompressedImage, Image as ImageMessage

from seg_ros.datatypes import Finding, Image, Segmentation
from seg_ros.errors import InputError, ParameterError
from seg_ros.parameters import HardImageParameters
from seg_ros.ros.base.diagnostics import Report
from seg_ros.ros.base.frame_worker import Frame
from seg_ros.ros.conversions.images import encode_file
from seg_ros.ros.segmentation_node.hard_image_writer import HardImageWriter
from seg_ros.ros.segmentation_node.odometry_buffer import OdometryBuffer
from seg_ros.segmentation.hard_image_folder import HardImage, HardImageFolder, HardImageRecord
from seg_ros.segmentation.hard_images import (
    are_alike,
    HardestOfWindow,
    HOUR_S,
    thumbnail,
    THUMBNAIL_PX,
    unsure_share,
)
from seg_ros.segmentation.health import check_contrast
from seg_ros.segmentation.segmenter import Segmenter

SLOW_S = 5.0
"""A write that takes longer is reported."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A message as it arrived, copies of the planes of its result, and what goes beside them."""

    message: ImageMessage | CompressedImage
    size: tuple[int, int]
    class_map: np.ndarray
    confidence: np.ndarray
    thumbnail: np.ndarray
    record: HardImageRecord


class HardImageCollector:
    """
    Keeps the hardest image of each window of time in a folder, from configure to cleanup.

    At most three images are held: the hardest so far, one that is written and one that waits. All
    that reads or writes the disk after the constructor is in the writer's thread.
    """

    def __init__(
        self, node: Node, parameters: HardImageParameters, segmenter: Segmenter, ended: Future
    ) -> None:
        """Open the folder, subscribe to `odom`; ParameterError where images cannot be kept."""
        if all(head.kind == 'class_map' for head in segmenter.io_spec.heads):
            raise ParameterError(
                'keep_hard_images must be empty with a network that computes its class map in the '
                f'graph and has no probabilities, got {parameters.keep_hard_images!r}'
            )
        self._parameters, self._model = parameters, segmenter.parameters.model
        self._folder = HardImageFolder(
            Path(parameters.keep_hard_images).expanduser(),
            segmenter.classes,
            segmenter.manifest.groups,
        )
        ages_s = [time.time() - written_s for written_s in self._folder.written_s()]
        self._windows: HardestOfWindow[Candidate] = HardestOfWindow(
            parameters, [time.monotonic() - age_s for age_s in ages_s if 0.0 <= age_s < HOUR_S]
        )
        self._writer = HardImageWriter(self._write, self._folder.close, ended)
        self._odometry = OdometryBuffer(node)
        self._share: float | None = None
        self._last_thumbnail = np.zeros(THUMBNAIL_PX)

    def is_due(self) -> bool:
        """Return whether the next image is to be examined, which needs its confidence."""
        return self._windows.is_due(time.monotonic())

    def examine(
        self, frame: Frame, image: Image, segmentation: Segmentation, content: tuple[int, int]
    ) -> None:
        """Hold an image with its confidence, by copies, if it is the hardest of its window."""
        now_s = time.monotonic()
        completed = self._windows.take_completed(now_s)
        if completed is not None:
            self._last_thumbnail = completed.thumbnail
            self._writer.put(completed)
        assert segmentation.confidence is not None
        height, width = content
        confidence = segmentation.confidence[:height, :width]
        share = self._share = unsure_share(confidence, self._parameters.hard_images_confidence)
        if not self._windows.is_hardest(share, now_s):
            return
        # Nothing to label in an image that shows nothing, nor in one like the last.
        small = thumbnail(image.pixels)
        if check_contrast(image.pixels).level != 'ok' or are_alike(small, self._last_thumbnail):
            return
        candidate = Candidate(
            frame.parts['image'],
            (image.height_px, image.width_px),
            segmentation.class_map[:height, :width].copy(),
            confidence.copy(),
            small,
            self._record(frame, share),
        )
        self._windows.hold(candidate, share, now_s)

    def report(self) -> Report:
        """Return what was kept, and the remedy where something could not be."""
        writer = self._writer
        finding = Finding('ok', 'hard images', f'{writer.written} kept')
        if writer.failure:
            finding = Finding('warn', 'hard images', writer.failure)
        elif writer.is_behind or writer.busy_s > SLOW_S:
            message = (
                f'the disk is too slow, {writer.dropped} were dropped so far: use a faster one, '
                'or lower `hard_images_per_hour`'
            )
            finding = Finding('warn', 'hard images', message)
        values = (
            ('folder', self._parameters.keep_hard_images),
            ('written', str(writer.written)),
            ('dropped', str(writer.dropped)),
            ('unsure share of the last one', '-' if self._share is None else f'{self._share:.3f}'),
        )
        return Report('hard images', (finding,), values)

    def close(self) -> None:
        """Unsubscribe, and write what is held within a bounded time."""
        self._odometry.destroy()
        last = self._windows.take()
        if last is not None:
            self._writer.put(last)
        self._writer.close()

    def _record(self, frame: Frame, share: float) -> HardImageRecord:
        message = frame.parts['image']
        return HardImageRecord(
            frame.stamp_ns,
            frame.header.frame_id,
            message.format if isinstance(message, CompressedImage) else message.encoding,
            self._model,
            round(share, 4),
            self._parameters.hard_images_confidence,
            self._odometry.nearest(frame.stamp_ns),
        )

    def _write(self, candidate: Candidate) -> None:
        """Write a candidate; InputError, with the remedy, where it cannot be."""
        file, suffix = encode_file(candidate.message)
        image = HardImage(
            file,
            suffix,
            candidate.size,
            candidate.class_map,
            candidate.confidence,
            candidate.record,
        )
        folder, least_mb = self._parameters.keep_hard_images, self._parameters.hard_images_free_mb
        try:
            free_mb = self._folder.free_bytes / 1e6
            if free_mb >= least_mb:
                self._folder.add(_name(candidate.record.stamp_ns), image)
                return
        except OSError as error:
            raise InputError(
                f'{folder} cannot be written: {error.strerror}: check the disk and its mount, '
                'then clean up and configure the node'
            ) from error
        raise InputError(
            f'the disk of {folder} has {free_mb:.0f} MB left, less than hard_images_free_mb, '
            f'{least_mb}: move images to another disk, or lower it'
        )


def _name(stamp_ns: int) -> str:
    """Return the name of an image by its capture stamp, in UTC to the millisecond."""
    seconds, nanoseconds = divmod(stamp_ns, 10**9)
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return f'{moment:%Y%m%d_%H%M%S}_{nanoseconds // 1_000_000:03d}'
