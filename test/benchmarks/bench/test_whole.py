# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Our work and the network's are told apart."""

import numpy as np
import pytest

from benchmarks.bench import whole
from benchmarks.bench.whole import pre_post_over_run, TimedEngine
from seg_ros.cli.rounds import Act, Figure


def test_the_run_within_our_work_is_taken_off_and_the_first_round_warms_up(monkeypatch) -> None:
    pytest.importorskip('onnx', reason='onnx is not installed')
    ours_s = [7.0, 2.0, 2.0, 2.0]

    def seconds(act: Act) -> float:
        act()
        return 10.0 + (ours_s.pop(0) if act.__name__ == 'process' else 0.0)

    monkeypatch.setattr(whole, 'seconds', seconds)
    figure = pre_post_over_run(0.0, (48, 64), active=5, rounds=3)
    assert figure == Figure((0.2, 0.2, 0.2))


def test_an_engine_remembers_its_time(monkeypatch) -> None:
    class Echo:
        inputs, outputs, provider = (), (), 'CPUExecutionProvider'

        def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
            return [tensor]

    monkeypatch.setattr(whole, 'seconds', lambda act: act() or 7.0)
    engine, tensor = TimedEngine(Echo()), np.ones(3)
    assert engine.run(tensor, ('scores',))[0] is tensor
    assert engine.run_s == 7.0
