# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Preparing the next image while the network runs, against one after the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from statistics import median

from benchmarks.bench.models import bare_run, kept_model, SLOW_S
from benchmarks.bench.scenes import photo
from benchmarks.bench.steps import ACTIVE, FULL_HD, VGA
from benchmarks.performance.pages import grouped, spread, table
from seg_ros.cli.rounds import seconds
from seg_ros.datatypes import Image
from seg_ros.inference.engine import open_engine
from seg_ros.inference.io_spec import InputSpec
from seg_ros.inference.manifest import InputFacts
from seg_ros.segmentation.preprocess import Preprocessor

FRAMES = 20


def measure(rounds: int) -> Iterator[dict]:
    """Yield the time from one image to the next over a run of the network alone."""
    path = kept_model(SLOW_S, ACTIVE).path
    engines = {threads: open_engine(path, threads=threads) for threads in (1, 2)}
    io_spec = InputSpec('image', 'NCHW', 'float32', *VGA)
    # Two of them: one tensor is filled while the network reads the other.
    preprocessors = cycle([Preprocessor(InputFacts(), io_spec) for _ in range(2)])
    with ThreadPoolExecutor(1) as beside:
        for _ in range(rounds):
            for threads, engine in engines.items():
                bare = bare_run(engine)
                for size in (VGA, FULL_HD):
                    image = Image(photo(*size), 'bgr')

                    def in_turn() -> None:
                        next(preprocessors).prepare(image)
                        bare()

                    def at_once() -> None:
                        ahead = beside.submit(next(preprocessors).prepare, image)
                        bare()
                        ahead.result()

                    times = [
                        [seconds(act) for act in (bare, in_turn, at_once)] for _ in range(FRAMES)
                    ]
                    for way, place in (('in_turn', 1), ('at_once', 2)):
                        yield {
                            'camera': f'{size[1]} x {size[0]}',
                            'threads': threads,
                            'way': way,
                            'time': median(row[place] / row[0] for row in times),
                        }


def tables(rows: list[dict]) -> dict[str, str]:
    """Return the table, which is the only one."""
    return {
        'pipeline': table(
            ('camera', 'threads of the network', 'in turn', 'the next one prepared meanwhile'),
            [
                (
                    camera,
                    str(threads),
                    *(
                        spread([row for row in own if row['way'] == way], 'time')
                        for way in ('in_turn', 'at_once')
                    ),
                )
                for (camera, threads), own in grouped(rows, 'camera', 'threads').items()
            ],
        )
    }
