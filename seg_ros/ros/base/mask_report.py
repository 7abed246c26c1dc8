# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a node that takes masks says of them, with the remedy in the words."""

import time

from seg_ros.datatypes import Finding
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.image_input import ImageInput
from seg_ros.segmentation.stream_health import check_age, check_losses


def mask_findings(
    log: FrameStatistics, masks: ImageInput, stale_after_s: float, answered_s: float
) -> list[Finding]:
    """
    Find whether masks come, can be used, and are answered in time.

    `answered_s` is when one was last answered, by a steady clock.
    """
    dropped, stale = log.news()
    findings = [
        _check_silence(time.monotonic() - log.arrivals_s[-1], stale_after_s, masks.topic),
        check_age(log.age_s, stale_after_s),
        check_losses(log.intervals_s, log.image_bytes, masks.best_effort),
    ]
    if dropped:
        is_mute = time.monotonic() - answered_s > stale_after_s
        findings.append(
            Finding(
                'error' if is_mute else 'warn',
                'masks',
                (f'{dropped} dropped in a second: {log.complaint}'),
            )
        )
    if stale:
        findings.append(
            Finding(
                'error',
                'answers',
                (
                    f'{stale} masks in a second were older than {stale_after_s:g} s: synchronise '
                    'the '
                    'clocks, take a smaller mask or network, or raise `stale_after_s`'
                ),
            )
        )
    return findings


def _check_silence(silent_s: float, stale_after_s: float, topic: str) -> Finding:
    if silent_s <= stale_after_s:
        return Finding('ok', 'mask', f'last one {silent_s:.2f} s ago')
    return Finding(
        'error',
        'mask',
        (
            f'no mask on {topic} for {silent_s:.1f} s: see whether segmentation_node is active, '
            'check the remapping of `mask`'
        ),
    )
