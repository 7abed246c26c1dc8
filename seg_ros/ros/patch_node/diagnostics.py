# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the patch node says on /diagnostics, with the remedy in the words."""

from seg_ros.datatypes import Finding
from seg_ros.ros.base.mask_report import mask_findings
from seg_ros.ros.base.report import Report
from seg_ros.ros.patch_node.lookahead import lookahead_report
from seg_ros.ros.patch_node.worker import PatchWorker

INACTIVE = Report('frames', (Finding('ok', 'state', 'not active: no patches are told'),))


def waiting_report(missing: list[str]) -> Report:
    """Report what the node waits for before it activates itself."""
    return Report('frames', (Finding('warn', 'state', f'waits for {"; ".join(missing)}'),))


def worker_reports(worker: PatchWorker) -> list[Report]:
    """Report on masks, on what became of them, and on the look-ahead once it is known."""
    reports = [_frames_report(worker)]
    if worker.finder.lookahead is not None:
        reports.append(lookahead_report(worker.finder.lookahead, worker.log, worker.knobs.node))
    return reports


def _frames_report(worker: PatchWorker) -> Report:
    findings = mask_findings(
        worker.log, worker.inputs.masks, worker.knobs.node.stale_after_s, worker.answered_s
    )
    if worker.is_blocked:
        findings.append(
            Finding(
                'warn',
                'runs',
                (
                    'there are patches under the boom, and none can be sprayed: crops, or pixels '
                    'without '
                    'an answer, leave no room; lower `crop_margin_mm` or `shortest_run_mm`, or '
                    'see '
                    '`unlabelled_is_crop` and the confidence threshold of the network'
                ),
            )
        )
    return Report('frames', tuple(findings), worker.log.values)
