# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Findings of a node as a DiagnosticArray, and the findings that all nodes share."""

from collections.abc import Iterable
from dataclasses import dataclass
import time

from builtin_interfaces.msg import Time
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue

from seg_ros.datatypes import Finding
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.image_subscription import ImageSubscription
from seg_ros.segmentation.health import check_age, check_losses

SEVERITY = ('ok', 'warn', 'error')
LEVELS = {
    'ok': DiagnosticStatus.OK,
    'warn': DiagnosticStatus.WARN,
    'error': DiagnosticStatus.ERROR,
}


@dataclass(frozen=True)
class Report:
    """One status of a node: its findings, and values beside them as (name, text)."""

    name: str
    findings: tuple[Finding, ...]
    values: tuple[tuple[str, str], ...] = ()

    @property
    def level(self) -> str:
        """Return the worst level found: `ok`, `warn` or `error`."""
        return max((finding.level for finding in self.findings), key=SEVERITY.index, default='ok')

    @property
    def message(self) -> str:
        """Return the messages of the findings of that level."""
        return '; '.join(
            f'{finding.name}: {finding.message}'
            for finding in self.findings
            if finding.level == self.level
        )


def state_report(level: str, message: str) -> Report:
    """Return the status `frames` of a node that is not active."""
    return Report('frames', (Finding(level, 'state', message),))


def diagnostic_array(stamp: Time, node_name: str, reports: Iterable[Report]) -> DiagnosticArray:
    """Return reports as one message; `node_name` is the node's fully qualified name."""
    array = DiagnosticArray()
    array.header.stamp = stamp
    for report in reports:
        array.status.append(
            DiagnosticStatus(
                level=LEVELS[report.level],
                name=f'{node_name.lstrip("/")}: {report.name}',
                message=report.message,
                hardware_id=node_name,
                values=[KeyValue(key=key, value=value) for key, value in report.values],
            )
        )
    return array


def mask_findings(
    statistics: FrameStatistics, masks: ImageSubscription, stale_after_s: float
) -> list[Finding]:
    """Check that masks arrive, can be used, and are processed in time."""
    dropped, stale = statistics.since_last_report()
    now_s = time.monotonic()
    findings = [
        _check_mask_silence(now_s - statistics.arrivals_s[-1], stale_after_s, masks.topic),
        check_age(statistics.age_s, stale_after_s),
        check_losses(list(statistics.intervals_s), statistics.image_bytes, masks.best_effort),
    ]
    if dropped:
        nothing_published = now_s - statistics.completed_s > stale_after_s
        findings.append(
            Finding(
                'error' if nothing_published else 'warn',
                'masks',
                f'{dropped} dropped in a second: {statistics.rejection}',
            )
        )
    if stale:
        findings.append(
            Finding(
                'error',
                'stale',
                f'{stale} masks in a second were older than {stale_after_s:g} s: synchronize the '
                'clocks, take a smaller mask or network, or raise `stale_after_s`',
            )
        )
    return findings


def _check_mask_silence(silent_s: float, stale_after_s: float, topic: str) -> Finding:
    if silent_s <= stale_after_s:
        return Finding('ok', 'mask', f'last one {silent_s:.2f} s ago')
    return Finding(
        'error',
        'mask',
        f'no mask on {topic} for {silent_s:.1f} s: check that segmentation_node is active, and '
        'the remapping of `mask`',
    )
