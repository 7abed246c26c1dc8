# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Several cameras on one machine: in threads or processes, with one thread or more for each."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
import os
from pathlib import Path
import time

from benchmarks.bench.scenes import photo
from benchmarks.bench.steps import VGA
from benchmarks.performance.pages import grouped, middle, spread, table
from seg_ros.datatypes import Image, SegmentationRequest
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter

WARM_UP_S, FOR_S = 6.0, 4.0
CAMERAS, CAMERA_HZ = (1, 2, 4), 30.0
MODELS = (
    'vegetation',
    'weeds_micro',
    'weeds_int8',
    'weeds',
    'drivable_deeplab_int8',
    'drivable_deeplab',
)
EXECUTORS: dict[str, Callable[[int], Executor]] = {
    'processes': partial(ProcessPoolExecutor, mp_context=get_context('spawn')),
    'threads of one process': ThreadPoolExecutor,
}


def measure(rounds: int) -> Iterator[dict]:
    """Yield frames per second of all cameras together, and what a frame takes of one core."""
    for _ in range(rounds):
        for threads in (1, 2):
            for count in CAMERAS:
                for kind, make in EXECUTORS.items():
                    if count > 1 or kind == 'processes':
                        hz, _ = processed(make(count), count, 'drivable_deeplab_int8', threads)
                        yield {
                            'of': 'cameras',
                            'kind': kind if count > 1 else 'alone',
                            'cameras': count,
                            'threads': threads,
                            'hz': hz,
                        }
        for model in MODELS:
            _, frame_s = processed(EXECUTORS['processes'](1), 1, model, 1)
            yield {
                'of': 'models',
                'model': model,
                'core_s': frame_s,
                'processor': processor(),
                'cores': os.cpu_count(),
            }


def processed(executor: Executor, count: int, model: str, threads: int) -> tuple[float, float]:
    """Return the outputs per second of `count` segmenters at once, and the CPU seconds of one."""
    start_s = time.time() + WARM_UP_S
    with executor:
        jobs = [executor.submit(work, model, threads, start_s) for _ in range(count)]
        rates_hz, costs_s = zip(*(job.result() for job in jobs))
        return sum(rates_hz), costs_s[0]


def work(model: str, threads: int, start_s: float) -> tuple[float, float]:
    """Segment photos for some seconds from a given time; return rate and CPU seconds per image."""
    segmenter = Segmenter(SegmenterParameters(model=model, threads=threads))
    image, group = Image(photo(*VGA), 'bgr'), segmenter.groups[0].name

    def process() -> None:
        segmenter.process(image, SegmentationRequest(masks=(group,)))

    process()
    time.sleep(max(0.0, start_s - time.time()))
    frames, began_s, cpu_s = 0, time.time(), time.process_time()
    while time.time() < began_s + FOR_S:
        process()
        frames += 1
    return frames / (time.time() - began_s), (time.process_time() - cpu_s) / frames


def processor() -> str:
    """Return what this machine calls its processor."""
    lines = Path('/proc/cpuinfo').read_text().splitlines()
    return next(
        (line.partition(':')[2].strip() for line in lines if line.startswith('model name')),
        'unknown',
    )


def tables(rows: list[dict]) -> dict[str, str]:
    """Return a table of cameras on this machine, and one of what four of them need."""
    cameras = [row for row in rows if row['of'] == 'cameras']
    alone_hz = middle(
        (row for row in cameras if (row['kind'], row['threads']) == ('alone', 1)), 'hz'
    )
    for row in cameras:
        row['rate'] = row['hz'] / alone_hz
    models = [row for row in rows if row['of'] == 'models']
    for row in models:
        row['cores_for_4'] = 4 * CAMERA_HZ * row['core_s']
    return {
        'cameras': table(
            ('cameras', 'how', '1 thread for each', '2 threads for each'),
            [
                (
                    str(count),
                    kind,
                    *(
                        spread([row for row in own if row['threads'] == threads], 'rate')
                        for threads in (1, 2)
                    ),
                )
                for (count, kind), own in grouped(cameras, 'cameras', 'kind').items()
            ],
        ),
        'buying': table(
            ('network', 'cores for 4 cameras at 30 Hz', 'at 10 Hz'),
            [
                (
                    f'`{model}`',
                    spread(own, 'cores_for_4', '{:.1f}'),
                    f'{middle(own, "cores_for_4") / 3:.1f}',
                )
                for (model,), own in grouped(models, 'model').items()
            ],
        ),
    }
