# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A camera, a node and a listener as processes: what is received, and at what cost."""

from collections.abc import Mapping
from dataclasses import dataclass
import json
import subprocess
import time

import cv2
import numpy as np
import psutil

from benchmarks.bench.rig import Graph, PATIENCE_S
from benchmarks.bench.scenes import photo


@dataclass(frozen=True)
class ReceivedMessages:
    """
    Stamps and ages, in seconds, of the messages of one topic, in order of arrival.

    The age counts from the stamp, which is the capture stamp of the camera image.
    """

    stamps_s: np.ndarray
    ages_s: np.ndarray

    def after(self, seconds: float) -> 'ReceivedMessages':
        """Return what came so long after the first message."""
        late = self.stamps_s > self.stamps_s[0] + seconds
        return ReceivedMessages(self.stamps_s[late], self.ages_s[late])

    def per_second(self) -> float:
        """Return the mean rate, in Hz."""
        return (len(self.stamps_s) - 1) / np.ptp(self.stamps_s + self.ages_s)


@dataclass(frozen=True)
class Visit:
    """The output of a node in some seconds; CPU seconds per image; MB; its first output."""

    received: ReceivedMessages
    cpu_s: float
    memory_mb: float
    first_output_s: float


class CameraGraph(Graph):
    """A graph of cameras, nodes and listeners."""

    def camera(
        self, size: tuple[int, int], rate_hz: float, reliable: bool = False, topic: str = '/image'
    ) -> None:
        """Send one photo of this (height, width) again and again."""
        image = self.logs / f'{size[1]}x{size[0]}.bmp'
        cv2.imwrite(str(image), photo(*size))
        parameters = {'source': str(image), 'rate_hz': rate_hz, 'reliable': reliable}
        self.start_node('image_source', parameters, {'image': topic})

    def listener(self, topics: tuple[str, ...], for_s: float) -> subprocess.Popen:
        """Start a listener to these topics; it ends so long after the first message."""
        parameters = {'topics': list(topics), 'for_s': for_s}
        return self.start_node('bench_listener', parameters, listening=True)

    def wait_for(self, listener: subprocess.Popen, for_s: float = 0.0) -> str:
        """Return the next line of a listener, which may take so long and some more."""
        return self.next_line(listener, PATIENCE_S + for_s).decode()


def visit(
    program: list[str],
    outputs: tuple[str, ...],
    size: tuple[int, int],
    rate_hz: float,
    for_s: float,
    environment: Mapping[str, str | None] | None = None,
) -> Visit:
    """
    Return what a node makes of a camera of this (height, width) and rate, all outputs received.

    The camera sends reliably, for some nodes take nothing else. `program` is what Python is
    to run; the first of `outputs`, its topics, is the one looked at.
    """
    with CameraGraph(environment) as graph:
        graph.camera(size, rate_hz, reliable=True)
        listener = graph.listener(outputs, for_s)
        started_s = time.time()
        process = graph.start('program', program)
        graph.wait_for(listener)
        before_s = cpu_s(process.pid)
        received = received_by(graph.wait_for(listener, for_s))[outputs[0]]
        spent_s, memory_mb = cpu_s(process.pid) - before_s, resident_mb(process.pid)
    first_s = received.stamps_s[0] + received.ages_s[0] - started_s
    return Visit(received.after(1.0), spent_s / len(received.ages_s), memory_mb, first_s)


def received_by(line: str) -> dict[str, ReceivedMessages]:
    """Return what a listener received, by topic."""
    return {
        topic: ReceivedMessages(*np.reshape(pairs, (-1, 2)).T)
        for topic, pairs in json.loads(line).items()
    }


def cpu_s(pid: int) -> float:
    """Return the seconds that a process has computed so far, all threads together."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds, in MB (1e6 bytes)."""
    return psutil.Process(pid).memory_info().rss * 1e-6
