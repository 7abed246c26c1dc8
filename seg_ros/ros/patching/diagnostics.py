# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the patch node says on /diagnostics, with the remedy in the words."""

import time

from seg_ros.datatypes import Finding
from seg_ros.ros.node.report import Report
from seg_ros.ros.patching.lookahead import lookahead_report
from seg_ros.ros.patching.worker import PatchWorker
from seg_ros.vision.stream_health import check_age, check_losses

INACTIVE = Report('frames', (Finding('ok', 'state', 'not active: no patches are told'),))


def waiting_report(missing: list[str]) -> Report:
    """Report what the node waits for before it activates itself."""
    return Report('frames', (Finding('warn', 'state', f'waits for {"; ".join(missing)}'),))


def worker_reports(worker: PatchWorker) -> list[Report]:
    """Report on masks, on what became of them, and on the look-ahead once it is known."""
    reports = [_frames_report(worker)]
    if worker.finder.lookahead is not None:
        reports.append(lookahead_report(
            worker.finder.lookahead, worker.log, worker.knobs.node))
    return reports


def _frames_report(worker: PatchWorker) -> Report:
    log, masks = worker.log, worker.inputs.masks
    stale_after_s = worker.knobs.node.stale_after_s
    dropped, stale = log.news()
    findings = [
        _check_silence(time.monotonic() - log.arrivals_s[-1], stale_after_s, masks.topic),
        check_age(log.age_s, stale_after_s),
        check_losses(log.intervals_s, log.image_bytes, masks.best_effort),
    ]
    if dropped:
        is_mute = time.monotonic() - worker.answered_s > stale_after_s
        findings.append(Finding('error' if is_mute else 'warn', 'masks', (
            f'{dropped} dropped in a second: {log.complaint}')))
    if stale:
        findings.append(Finding('error', 'answers', (
            f'{stale} masks in a second were older than {stale_after_s:g} s: synchronise the '
            'clocks, take a smaller mask or network, or raise `stale_after_s`')))
    if worker.is_blocked:
        findings.append(Finding('warn', 'runs', (
            'there are patches under the boom, and none can be sprayed: crops, or pixels without '
            'an answer, leave no room; lower `crop_margin_mm` or `shortest_run_mm`, or see '
            '`unlabelled_is_crop` and the confidence threshold of the network')))
    return Report('frames', tuple(findings), log.values)


def _check_silence(silent_s: float, stale_after_s: float, topic: str) -> Finding:
    if silent_s <= stale_after_s:
        return Finding('ok', 'mask', f'last one {silent_s:.2f} s ago')
    return Finding('error', 'mask', (
        f'no mask on {topic} for {silent_s:.1f} s: see whether segmentation_node is active, '
        'check the remapping of `mask`'))
