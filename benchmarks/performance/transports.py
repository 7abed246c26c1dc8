# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What arrives of a camera's images, with the shared-memory profile and without."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from benchmarks.bench.steps import FULL_HD, VGA
from benchmarks.performance.graph import CameraGraph, received_by
from benchmarks.performance.pages import grouped, spread, table

RATE_HZ, FOR_S = 30.0, 5.0
BARE = {'FASTRTPS_DEFAULT_PROFILES_FILE': None, 'FASTDDS_DEFAULT_PROFILES_FILE': None}


def measure(rounds: int) -> Iterator[dict]:
    """Yield a row for each way to send; ages are in periods of the camera."""
    ways = list(product((VGA, FULL_HD), (False, True), (1, 2), (True, False)))
    for _ in range(rounds):
        for size, reliable, cameras, has_profile in ways:
            topics = tuple(f'/camera{number}/image' for number in range(cameras))
            with CameraGraph(None if has_profile else BARE) as graph:
                for topic in topics:
                    graph.camera(size, RATE_HZ, reliable, topic)
                listener = graph.listener(topics, FOR_S)
                graph.wait_for(listener)
                received = received_by(graph.wait_for(listener, FOR_S))
            for came in received.values():
                ages = came.ages_s * RATE_HZ
                yield {
                    'size': f'{size[1]} x {size[0]}',
                    'reliable': reliable,
                    'cameras': cameras,
                    'profile': has_profile,
                    'delivered': min(1.0, len(ages) / (FOR_S * RATE_HZ)),
                    'age_p95': float(np.percentile(ages, 95)) if len(ages) else np.inf,
                }


def tables(rows: list[dict]) -> dict[str, str]:
    """Return the table, which is the only one."""
    lines = []
    for (size, reliable, cameras), own in grouped(rows, 'size', 'reliable', 'cameras').items():
        cells = [
            spread([row for row in own if row['profile'] is has_profile], key, form)
            for has_profile in (False, True)
            for key, form in (('delivered', '{:.0%}'), ('age_p95', '{:.2f}'))
        ]
        how = 'reliable' if reliable else 'best effort'
        lines.append((size, how, str(cameras), *cells))
    return {
        'transports': table(
            (
                'images',
                'sent',
                'cameras',
                'delivered by default',
                'age, p95, periods',
                'delivered with the profile',
                'age, p95, periods',
            ),
            lines,
        )
    }
