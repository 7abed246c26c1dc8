# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the segmentation node says on /diagnostics, with the remedy in the words."""

import time

from seg_ros.datatypes import Finding
from seg_ros.parameters import SegmenterParameters
from seg_ros.ros.base.frame_statistics import percentile_ms
from seg_ros.ros.base.report import Report
from seg_ros.ros.segmentation_node.frame_worker import FrameWorker
from seg_ros.ros.segmentation_node.timed_engine import TimedEngine
from seg_ros.segmentation.stream_health import (
    check_age,
    check_jitter,
    check_losses,
    check_provider,
    check_silence,
)

INACTIVE = Report('frames', (Finding('ok', 'state', 'not active: nothing is segmented'),))


def frames_report(worker: FrameWorker) -> Report:
    """Report whether images come, can be read, and are answered in time."""
    log, stale_after_s = worker.log, worker.parameters.stale_after_s
    silent_s = time.monotonic() - log.arrivals_s[-1]
    unreadable, stale = log.news()
    findings = [
        check_silence(silent_s, stale_after_s, worker.camera.images.topic),
        check_age(log.age_s, stale_after_s),
        check_losses(log.intervals_s, log.image_bytes, worker.camera.images.best_effort),
    ]
    if unreadable:
        findings.append(
            Finding('warn', 'reading', f'{unreadable} images dropped in a second: {log.complaint}')
        )
    if stale:
        findings.append(
            Finding(
                'error',
                'answers',
                (
                    f'{stale} images in a second were older than {stale_after_s:g} s before they '
                    'could '
                    'be answered: take a smaller network or image, or raise `stale_after_s`'
                ),
            )
        )
    return Report('frames', tuple(findings), log.values)


def network_report(stopwatch: TimedEngine, parameters: SegmenterParameters) -> Report:
    """Report what the network runs on, and how long it takes."""
    durations_s = list(stopwatch.durations_s)
    findings = (
        check_provider(stopwatch.provider, parameters.providers),
        check_jitter(durations_s),
    )
    values = (
        ('model', parameters.model),
        ('provider', stopwatch.provider),
        ('inference median ms', percentile_ms(durations_s, 50)),
        ('inference p95 ms', percentile_ms(durations_s, 95)),
    )
    return Report('network', findings, values)
