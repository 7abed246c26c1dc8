# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The segmentation node as it is, watched: ages of its frames, gaps of a timer, bare runs."""

from collections.abc import Callable
from functools import partial
import json
import sys
import time

from rclpy.clock import Clock, ClockType

from benchmarks.bench.models import bare_run
from seg_ros.inference.timed_engine import TimedEngine
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.spin import run_node
from seg_ros.ros.segmentation_node.node import SegmentationNode

TICK_S = 0.020
WARM_UP = 10


class RecordingStatistics(FrameStatistics):
    """A frame log that passes on the age of every frame, in the thread that published it."""

    def __init__(self, now_s: float, tell: Callable[[float], None]) -> None:
        """Start at this time of a steady clock."""
        super().__init__(now_s)
        self._tell = tell

    def add_published(self, latency_s: float, now_s: float) -> None:
        """Count a frame that was published, and pass its age on."""
        super().add_published(latency_s, now_s)
        self._tell(latency_s)


class BenchNode(SegmentationNode):
    """
    Watches so many frames, prints what it saw as one line of JSON, and ends.

    `ages_s`: from the stamp of the camera image until the last of its outputs was handed to the
    middleware; `runs_s`: what the network took of it; `bare_s`: a run of the bare network right
    after, if asked for; `gaps_s`: between the ticks of a timer that is due every 20 ms.
    """

    def __init__(self) -> None:
        """Take the parameters: how many frames, and whether to run the bare network between."""
        super().__init__()
        self._wanted = self.declare_parameter('frames', 100).value
        self._bare = self.declare_parameter('bare', False).value
        self._seen = 0
        self._watched: dict[str, list[float]] = {
            'ages_s': [],
            'runs_s': [],
            'bare_s': [],
            'gaps_s': [],
        }
        self._ticked_s = 0.0
        self.create_timer(TICK_S, self._tick, clock=Clock(clock_type=ClockType.STEADY_TIME))

    def start(self) -> None:
        """Activate, and watch from then on; what went wrong in that is in `ended`."""
        super().start()
        if self.io is not None and self.worker is not None:
            self.worker.statistics = RecordingStatistics(
                time.monotonic(), partial(self._watch, self.io.engine)
            )

    def _watch(self, engine: TimedEngine, age_s: float) -> None:
        frame = {'ages_s': age_s, 'runs_s': engine.durations_s[-1]}
        if self._bare:
            bare_run(engine)()
            frame['bare_s'] = engine.durations_s[-1]
        self._seen += 1
        if WARM_UP < self._seen <= WARM_UP + self._wanted:
            for name, value_s in frame.items():
                self._watched[name].append(value_s)
        if self._seen == WARM_UP + self._wanted:
            print(json.dumps(self._watched), flush=True)
            self.ended.set_result(None)

    def _tick(self) -> None:
        now_s = time.monotonic()
        if self._seen > WARM_UP:
            self._watched['gaps_s'].append(now_s - self._ticked_s)
        self._ticked_s = now_s


def main(args: list[str] | None = None) -> int:
    """Run the node until it has seen enough."""
    return run_node('segmentation_node', BenchNode, args)


if __name__ == '__main__':
    sys.exit(main())
