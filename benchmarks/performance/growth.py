# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The memory of a node from its first outputs to the ten thousandth."""

from collections.abc import Iterator
import time

import numpy as np

from benchmarks.bench.steps import VGA
from benchmarks.performance.graph import CameraGraph, received_by, resident_mb
from benchmarks.performance.pages import plot, table

MODEL, RATE_HZ = 'weeds_micro', 20.0
OUTPUTS = ('class_map', 'masks/weed', 'confidence', 'overlay', 'overlay/compressed', 'color_map')
LOOK_EVERY_S = 2.5
MARKS = (100, 1000, 10_000)


def measure(rounds: int) -> Iterator[dict]:
    """Yield the memory in MB by the number of outputs so far; six topics are received, once."""
    topics = tuple(f'/segmentation_node/{output}' for output in OUTPUTS)
    for_s, looks = 1.03 * MARKS[-1] / RATE_HZ, []
    with CameraGraph() as graph:
        graph.camera(VGA, RATE_HZ)
        listener = graph.listener(topics, for_s)
        process = graph.start_node('segmentation_node', {'model': MODEL})
        graph.wait_for(listener)
        ends_s = time.time() + for_s
        while time.time() < ends_s:
            looks.append((time.time(), resident_mb(process.pid)))
            time.sleep(LOOK_EVERY_S)
        received = received_by(graph.wait_for(listener))[topics[0]]
    arrivals_s = received.stamps_s + received.ages_s
    for at_s, memory_mb in looks:
        yield {'answered': int(np.searchsorted(arrivals_s, at_s)), 'memory_mb': memory_mb}


def tables(rows: list[dict]) -> dict[str, str]:
    """Return what the node held after so many outputs."""
    held = [next((row for row in rows if row['answered'] >= mark), rows[-1]) for mark in MARKS]
    return {
        'growth': table(
            ('outputs', *(str(row['answered']) for row in held)),
            [('memory, MB', *(f'{row["memory_mb"]:.1f}' for row in held))],
        )
    }


def draw(rows: list[dict]) -> None:
    """Draw memory over outputs."""
    plot(
        'growth',
        lambda axes: axes.plot(
            [row['answered'] for row in rows], [row['memory_mb'] for row in rows], label='node'
        ),
        xlabel='outputs',
        ylabel='memory, MB',
        ylim=(0.0, None),
    )
