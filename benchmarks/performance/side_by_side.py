# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Ours beside the node of an afternoon and that of the Nav2 tutorial: one network, one camera."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
import time

import numpy as np

from benchmarks.bench.models import bare_run, make_model, Model, SLOW_S
from benchmarks.bench.steps import VGA
from benchmarks.performance.graph import visit
from benchmarks.performance.nav2 import home
from benchmarks.performance.pages import grouped, plot, spread, table
from seg_ros.cli.processes import ros_arguments

HERE = Path(__file__).parent
RATE_HZ, FOR_S, BARE_RUNS = 30.0, 8.0, 20


@dataclass(frozen=True)
class Contestant:
    """A node: what Python is to run, the topics of its outputs, where it finds its files."""

    name: str
    program: list[str]
    outputs: tuple[str, str, str]
    environment: dict[str, str]


def measure(rounds: int, nav2: Path | None) -> Iterator[dict]:
    """
    Yield a row for each node and round, by turns; `nav2` is the tutorial's segmentation_node.py.

    Ages and CPU times are in runs of the bare network, which are measured in every turn too.
    """
    with TemporaryDirectory() as temporary:
        model = make_model(Path(temporary), SLOW_S)
        contestants = list(nodes(model, Path(temporary), nav2))
        bare = bare_run(model.engine)
        for _ in range(rounds):
            for one in contestants:
                run_s, run_cpu_s = usual(bare)
                came = visit(one.program, one.outputs, VGA, RATE_HZ, FOR_S, one.environment)
                yield {
                    'node': one.name,
                    'answered': came.received.per_second() / RATE_HZ,
                    'age': float(np.median(came.received.ages_s)) / run_s,
                    'age_p95': float(np.percentile(came.received.ages_s, 95)) / run_s,
                    'cpu': came.cpu_s / run_cpu_s,
                    'memory_mb': came.memory_mb,
                    'start_s': came.first_output_s,
                }


def nodes(model: Model, folder: Path, nav2: Path | None) -> Iterator[Contestant]:
    """Yield those that are to be compared."""
    ours = ros_arguments('segmentation', {'model': str(model.path)}, {})
    yield Contestant(
        'seg_ros',
        ['-m', 'seg_ros.ros.segmentation_node', *ours],
        ('/segmentation/class_map', '/segmentation/confidence', '/segmentation/overlay'),
        {},
    )
    usual_one = ros_arguments('baseline', {'model': str(model.path)}, {})
    yield Contestant(
        'baseline',
        [str(HERE / 'baseline.py'), *usual_one],
        ('/baseline/class_map', '/baseline/confidence', '/baseline/overlay'),
        {},
    )
    if nav2 is not None:
        theirs = ros_arguments('nav2', {'input_topic': '/image'}, {})
        yield Contestant(
            'Nav2 tutorial',
            [str(nav2), *theirs],
            ('/segmentation/mask', '/segmentation/confidence', '/segmentation/overlay'),
            home(folder / 'home', model.path),
        )


def usual(bare: Callable[[], object]) -> tuple[float, float]:
    """Return the medians of wall and of CPU seconds of a run."""
    pairs = []
    for _ in range(BARE_RUNS):
        before_s = time.perf_counter(), time.process_time()
        bare()
        pairs.append((time.perf_counter() - before_s[0], time.process_time() - before_s[1]))
    return tuple(median(column) for column in zip(*pairs))


def tables(rows: list[dict]) -> dict[str, str]:
    """Return the table, which is the only one."""
    ours_s = median(row['start_s'] for row in rows if row['node'] == 'seg_ros')
    for row in rows:
        row['start'] = row['start_s'] / ours_s
    return {
        'side by side': table(
            (
                'node',
                'images processed',
                'age, runs of the network',
                'the same, p95',
                'CPU per image, runs of the network',
                'memory, MB',
                'start to first output, of ours',
            ),
            [
                (
                    name,
                    spread(own, 'answered', '{:.0%}'),
                    spread(own, 'age'),
                    spread(own, 'age_p95'),
                    spread(own, 'cpu'),
                    spread(own, 'memory_mb', '{:.0f}'),
                    spread(own, 'start'),
                )
                for (name,), own in grouped(rows, 'node').items()
            ],
        )
    }


def draw(rows: list[dict]) -> None:
    """Draw what an image costs and how old its output is, node by node."""
    groups = grouped(rows, 'node')
    places = np.arange(len(groups))

    def bars(axes) -> None:
        for offset, key, label in (
            (-0.2, 'age', 'age of an output'),
            (0.2, 'cpu', 'CPU per image'),
        ):
            heights = [median(row[key] for row in own) for own in groups.values()]
            axes.bar(places + offset, heights, 0.38, label=label)
        axes.axhline(1.0, color='0.4', linestyle='--', label='the bare network')
        axes.set_xticks(places, [name for (name,) in groups])

    plot('side_by_side', bars, ylabel='runs of the bare network')
