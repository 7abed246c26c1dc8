# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An engine is timed by the clock it is given."""

from itertools import count

import numpy as np

from seg_ros.inference.timed_engine import TimedEngine, WINDOW


class Doubler:
    """A network that doubles what it is given."""

    inputs = ()
    outputs = ()
    provider = 'CPUExecutionProvider'
    metadata = {'names': '[]'}

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Return the doubled tensor for each name."""
        return [2 * tensor for _ in names]


def test_outputs_are_those_of_the_engine() -> None:
    engine = TimedEngine(Doubler(), count().__next__)
    outputs = engine.run(np.ones(3), ('a', 'b'))
    assert [output.tolist() for output in outputs] == [[2, 2, 2], [2, 2, 2]]
    assert engine.provider == 'CPUExecutionProvider'
    assert engine.metadata == {'names': '[]'}


def test_the_last_runs_are_timed() -> None:
    times_s = iter([1.0, 8.0, *range(2 * WINDOW)])
    engine = TimedEngine(Doubler(), times_s.__next__)
    engine.run(np.ones(3), ('a',))
    assert list(engine.durations_s) == [7.0]
    for _ in range(WINDOW):
        engine.run(np.ones(3), ('a',))
    assert list(engine.durations_s) == [1.0] * WINDOW
