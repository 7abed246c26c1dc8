# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of the segmentation node as it runs on a robot: over DDS, in processes of their own."""

import numpy as np

from benchmarks.bench.models import GROUP, SLOW_S
from benchmarks.bench.rig import CAMERA_HZ, watch
from seg_ros.cli.rounds import Figure

FRAMES_PER_ROUND = 3
BARE_FRAMES_PER_ROUND = 2
FOR_MACHINES = ('class_map', f'masks/{GROUP}')
FOR_ALL = (
    *FOR_MACHINES,
    'confidence',
    'overlay',
    'overlay/compressed',
    'color_map',
    'camera_info',
    'label_info',
)


def frame_age_periods(at_least_s: float, rounds: int) -> Figure:
    """
    Return how old frames are at publish, at p95, with a network that takes so long at least.

    The age counts from the stamp of the camera image until class map and mask were handed to the
    middleware, less the network's run on that very frame, in periods of a camera of 30 Hz.
    """
    watched = watch(at_least_s, rounds * FRAMES_PER_ROUND, FOR_MACHINES)
    return _p95(
        [(age_s - run_s) * CAMERA_HZ for age_s, run_s in zip(watched.ages_s, watched.runs_s)]
    )


def timer_gap_p95_ms(rounds: int) -> Figure:
    """Return the gaps of a 20 ms timer in the same node, at p95, while a slow network runs."""
    watched = watch(SLOW_S, rounds * FRAMES_PER_ROUND, FOR_MACHINES)
    return _p95([1e3 * gap_s for gap_s in watched.gaps_s])


def node_over_run(rounds: int) -> Figure:
    """
    Return the way from camera image to last output over a run of the bare network.

    All topics are received. The way counts from the stamp of the camera image, so that its own
    transport is in it, until the last output was handed to the middleware. The bare run follows
    each frame in the same process, in the pause of a camera that is slow enough.
    """
    watched = watch(SLOW_S, rounds * BARE_FRAMES_PER_ROUND, FOR_ALL, bare=True)
    return Figure(tuple(age_s / bare_s for age_s, bare_s in zip(watched.ages_s, watched.bare_s)))


def _p95(values: list[float]) -> Figure:
    return Figure((float(np.percentile(values, 95)),))
