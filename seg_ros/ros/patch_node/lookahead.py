# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the camera looks far enough ahead of the nozzles for the speed of work."""

from dataclasses import replace

import numpy as np

from seg_ros.datatypes import Finding, GroundMap
from seg_ros.errors import ParameterError
from seg_ros.parameters import PatchNodeParameters
from seg_ros.patches.lookahead import Lookahead, seen_ahead_m
from seg_ros.patches.patch_tracker import boom_of
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.report import Report
from seg_ros.ros.patch_node.parameters import PatchNodeParameterSet

MIN_SAMPLES = 20
"""Fewer frames than this measure neither latency nor rate."""


def look_ahead(knobs: PatchNodeParameterSet, ground: GroundMap) -> Lookahead:
    """Return the look-ahead; ParameterError where it is too short for the speed of work."""
    node = knobs.node
    lookahead = Lookahead(
        distance_m=seen_ahead_m(ground, boom_of(knobs.planner)),
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


def in_words(lookahead: Lookahead) -> str:
    """Return the distance and the speed that fits."""
    return (
        f'{lookahead.distance_m:.2f} m: up to {lookahead.highest_speed_mps:.2f} m/s at '
        f'{lookahead.latency_s * 1e3:.0f} ms and {lookahead.rate_hz:.3g} images/s'
    )


def lookahead_report(
    lookahead: Lookahead, log: FrameStatistics, node: PatchNodeParameters
) -> Report:
    """Report the look-ahead as it is assumed, and warn where it is too short as measured."""
    values = [('assumed', in_words(lookahead))]
    latencies_s, intervals_s = list(log.latencies_s), log.intervals_s
    finding = Finding('ok', 'look-ahead', values[0][1])
    if lookahead.highest_speed_mps == 0.0 and node.motion != 'still':
        finding = Finding(
            'warn',
            'look-ahead',
            (
                f'{values[0][1]}: the camera does not see far enough ahead of every nozzle; check '
                'mount and boom, here and on the machine'
            ),
        )
    if len(latencies_s) >= MIN_SAMPLES and len(intervals_s):
        measured = replace(
            lookahead,
            latency_s=max(0.0, float(np.percentile(latencies_s, 95))),
            rate_hz=1.0 / float(np.mean(intervals_s)),
        )
        values.append(('measured', in_words(measured)))
        if node.speed_mps > measured.highest_speed_mps:
            finding = Finding(
                'warn',
                'look-ahead',
                (
                    f'{values[1][1]}, less than `speed_mps` {node.speed_mps:g}: drive slower, '
                    'let the '
                    'camera look farther ahead, or take a faster network'
                ),
            )
    return Report('look-ahead', (finding,), tuple(values))
