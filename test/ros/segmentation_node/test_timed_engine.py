# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A timed network answers as it did before."""

import numpy as np

from seg_ros.ros.segmentation_node.timed_engine import TimedEngine


class Doubler:
    """A network that doubles what it is given."""

    inputs = ()
    outputs = ()
    provider = 'CPUExecutionProvider'

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Return the doubled tensor for each name."""
        return [2 * tensor for _ in names]


def test_it_stands_for_the_network_and_remembers_each_run() -> None:
    stopwatch, begun = TimedEngine(Doubler()), []
    stopwatch.before_run = lambda: begun.append(len(stopwatch.durations_s))
    outputs = stopwatch.run(np.ones(3), ('a', 'b'))
    assert [output.tolist() for output in outputs] == [[2, 2, 2], [2, 2, 2]]
    assert stopwatch.provider == 'CPUExecutionProvider'
    assert begun == [0]
    assert len(stopwatch.durations_s) == 1 and stopwatch.durations_s[0] > 0
