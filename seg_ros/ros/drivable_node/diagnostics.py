# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the drivable node says on /diagnostics, with the remedy in the words."""

from seg_ros.datatypes import Finding
from seg_ros.free_space.estimator import FreeSpaceEstimator
from seg_ros.ros.base.mask_report import mask_findings
from seg_ros.ros.base.report import Report
from seg_ros.ros.drivable_node.worker import DrivableWorker

INACTIVE = Report('frames', (Finding('ok', 'state', 'not active: no free space is told'),))


def waiting_report(missing: list[str]) -> Report:
    """Report what the node waits for before it activates itself."""
    return Report('frames', (Finding('warn', 'state', f'waits for {"; ".join(missing)}'),))


def worker_reports(worker: DrivableWorker) -> list[Report]:
    """Report on masks, on what became of them, and on the view once it is known."""
    findings = mask_findings(
        worker.log, worker.inputs.masks, worker.knobs.node.stale_after_s, worker.answered_s
    )
    reports = [Report('frames', tuple(findings), worker.log.values)]
    if worker.observer.finder is not None:
        reports.append(_view_report(worker.observer.finder))
    return reports


def _view_report(finder: FreeSpaceEstimator) -> Report:
    seen = f'ground from {finder.nearest_m:.2f} m to {finder.farthest_m:.2f} m off the camera'
    values = (('ground in view', seen), ('rays that can be free', str(finder.open_rays)))
    if finder.open_rays:
        return Report('view', (Finding('ok', 'view', seen),), values)
    return Report(
        'view',
        (
            Finding(
                'warn',
                'view',
                (
                    f'{seen}: no ray of the scan is in view from `blind_m` to `range_max_m`, so '
                    'that none is '
                    'ever told free; raise the one or lower the other, or check the mount'
                ),
            ),
        ),
        values,
    )
