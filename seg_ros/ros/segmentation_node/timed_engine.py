# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A network that is timed while it runs."""

from collections import deque
from collections.abc import Callable
import time

import numpy as np

from seg_ros.inference.engine import Engine

WINDOW = 200


class TimedEngine:
    """
    An engine that stands for another and remembers how long its last runs took, in seconds.

    `before_run` is called as a run begins, in its thread.
    """

    def __init__(self, engine: Engine) -> None:
        """Stand for this engine."""
        self.inputs = engine.inputs
        self.outputs = engine.outputs
        self.provider = engine.provider
        self.durations_s = deque(maxlen=WINDOW)
        self.before_run: Callable[[], None] = lambda: None
        self._engine = engine

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Return the named outputs for the one image input."""
        self.before_run()
        start_s = time.perf_counter()
        outputs = self._engine.run(tensor, names)
        self.durations_s.append(time.perf_counter() - start_s)
        return outputs
