# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the segmentation node says on /diagnostics, with the remedy in the words."""

from collections.abc import Collection
import time

import numpy as np

from seg_ros.datatypes import Finding
from seg_ros.ros.frame_log import FrameLog
from seg_ros.ros.frame_worker import FrameWorker
from seg_ros.ros.report import Report
from seg_ros.ros.stopwatch import Stopwatch
from seg_ros.settings import SegmenterSettings
from seg_ros.vision.stream_health import (
    check_age, check_jitter, check_losses, check_provider, check_silence,
)

INACTIVE = Report('frames', (Finding('ok', 'state', 'not active: nothing is segmented'),))


def frames_report(worker: FrameWorker) -> Report:
    """Report whether images come, can be read, and are answered in time."""
    log, stale_after_s = worker.log, worker.settings.stale_after_s
    silent_s = time.monotonic() - log.arrivals_s[-1]
    unreadable, stale = log.news()
    findings = [
        check_silence(silent_s, stale_after_s, worker.camera.topic),
        check_age(log.age_s, stale_after_s),
        check_losses(log.intervals_s, log.image_bytes, worker.camera.best_effort),
    ]
    if unreadable:
        findings.append(Finding(
            'warn', 'reading', f'{unreadable} images dropped in a second: {log.complaint}'))
    if stale:
        findings.append(Finding('error', 'answers', (
            f'{stale} images in a second were older than {stale_after_s:g} s before they could '
            'be answered: take a smaller network or image, or raise `stale_after_s`')))
    return Report('frames', tuple(findings), _frame_values(log))


def network_report(stopwatch: Stopwatch, settings: SegmenterSettings) -> Report:
    """Report what the network runs on, and how long it takes."""
    durations_s = list(stopwatch.durations_s)
    findings = (
        check_provider(stopwatch.provider, settings.providers), check_jitter(durations_s))
    values = (
        ('model', settings.model),
        ('provider', stopwatch.provider),
        ('inference median ms', _percentile_ms(durations_s, 50)),
        ('inference p95 ms', _percentile_ms(durations_s, 95)),
    )
    return Report('network', findings, values)


def _frame_values(log: FrameLog) -> tuple[tuple[str, str], ...]:
    intervals_s = log.intervals_s
    rate_hz = 1.0 / np.mean(intervals_s) if len(intervals_s) else 0.0
    latencies_s = list(log.latencies_s)
    return (
        ('rate hz', f'{rate_hz:.1f}'),
        ('age ms', f'{log.age_s * 1e3:.1f}'),
        ('latency median ms', _percentile_ms(latencies_s, 50)),
        ('latency p95 ms', _percentile_ms(latencies_s, 95)),
        ('received', str(log.received)),
        ('published', str(log.published)),
        ('superseded by a newer one', str(log.superseded)),
        ('unreadable', str(log.unreadable)),
        ('stale', str(log.stale)),
    )


def _percentile_ms(durations_s: Collection[float], share: float) -> str:
    return f'{np.percentile(durations_s, share) * 1e3:.1f}' if durations_s else '-'
