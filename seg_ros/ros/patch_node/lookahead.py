# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The look-ahead of the camera, checked against the working speed."""

from dataclasses import replace

import numpy as np

from seg_ros.datatypes import Finding
from seg_ros.errors import ParameterError
from seg_ros.parameters import PatchNodeParameters
from seg_ros.patches.lookahead import Lookahead, seen_ahead_m
from seg_ros.patches.tracker_setup import TrackerSetup
from seg_ros.ros.base.diagnostics import Report
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.patch_node.parameters import PatchParameterSet

MIN_SAMPLES = 20
"""Fewer frames than this measure neither latency nor rate."""


def lookahead_of(parameters: PatchParameterSet, setup: TrackerSetup) -> Lookahead:
    """Return the look-ahead; ParameterError where it is too short for `speed_mps`."""
    node = parameters.node
    lookahead = Lookahead(
        distance_m=seen_ahead_m(setup.ground, setup.boom),
        latency_s=node.latency_s,
        rate_hz=node.rate_hz,
        patch_length_m=node.patch_length_m,
        margin_m=node.margin_m,
    )
    if node.speed_mps > lookahead.highest_speed_mps:
        raise ParameterError(
            f'speed_mps must be at most {lookahead.highest_speed_mps:.2f}, got {node.speed_mps:g}:'
            f' the look-ahead is {lookahead.distance_m:.2f} m and must be '
            f'{lookahead.needed_m(node.speed_mps):.2f} m'
        )
    return lookahead


def lookahead_text(lookahead: Lookahead) -> str:
    """Return the distance and the highest speed."""
    return (
        f'{lookahead.distance_m:.2f} m: up to {lookahead.highest_speed_mps:.2f} m/s at '
        f'{lookahead.latency_s * 1e3:.0f} ms and {lookahead.rate_hz:.3g} images/s'
    )


def lookahead_report(
    lookahead: Lookahead, statistics: FrameStatistics, node: PatchNodeParameters
) -> Report:
    """Report the look-ahead as assumed, and warn where it is too short as measured."""
    values = [('assumed', lookahead_text(lookahead))]
    latencies_s, intervals_s = list(statistics.latencies_s), statistics.intervals_s
    finding = Finding('ok', 'look-ahead', values[0][1])
    if lookahead.highest_speed_mps == 0.0 and node.motion != 'still':
        message = (
            f'{values[0][1]}: the camera does not see far enough ahead of every nozzle; check '
            'mount and boom, in the parameters and on the machine'
        )
        finding = Finding('warn', 'look-ahead', message)
    if len(latencies_s) >= MIN_SAMPLES and len(intervals_s):
        measured = replace(
            lookahead,
            latency_s=max(0.0, float(np.percentile(latencies_s, 95))),
            rate_hz=1.0 / float(np.mean(intervals_s)),
        )
        values.append(('measured', lookahead_text(measured)))
        if node.speed_mps > measured.highest_speed_mps:
            message = (
                f'{values[1][1]}, less than `speed_mps` {node.speed_mps:g}: drive slower, point '
                'the camera farther ahead, or use a faster network'
            )
            finding = Finding('warn', 'look-ahead', message)
    return Report('look-ahead', (finding,), tuple(values))
