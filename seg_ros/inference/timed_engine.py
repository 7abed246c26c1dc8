# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How long the runs of a network take."""

from collections import deque
from collections.abc import Callable

import numpy as np

from seg_ros.inference.engine import Engine

WINDOW = 200


class TimedEngine:
    """An engine that measures how long the last 200 runs of another took, in seconds."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        """Wrap this engine; the clock returns seconds."""
        self.inputs = engine.inputs
        self.outputs = engine.outputs
        self.provider = engine.provider
        self.metadata = engine.metadata
        self.durations_s: deque[float] = deque(maxlen=WINDOW)
        self._engine = engine
        self._clock = clock

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Return the named outputs for the one image input; ModelError if the network fails."""
        start_s = self._clock()
        outputs = self._engine.run(tensor, names)
        self.durations_s.append(self._clock() - start_s)
        return outputs
