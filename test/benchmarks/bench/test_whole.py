# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Our work and the network's are told apart."""

from itertools import count

import pytest

from benchmarks.bench import whole
from benchmarks.bench.whole import pre_post_over_run
from seg_ros.cli.rounds import Act, Figure


def test_the_run_within_our_work_is_taken_off_and_the_first_round_warms_up(monkeypatch) -> None:
    pytest.importorskip('onnx', reason='onnx is not installed')
    ours_s = [7.0, 2.0, 2.0, 2.0]

    def seconds(act: Act) -> float:
        act()
        return 10.0 + (ours_s.pop(0) if act.__name__ == 'process' else 0.0)

    monkeypatch.setattr(whole, 'seconds', seconds)
    monkeypatch.setattr(whole, 'perf_counter', count(0.0, 10.0).__next__)
    figure = pre_post_over_run(0.0, (48, 64), active=5, rounds=3)
    assert figure == Figure((0.2, 0.2, 0.2))
