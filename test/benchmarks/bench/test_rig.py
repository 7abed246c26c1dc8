# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes are real, meet no others, and leave nothing behind."""

from importlib.util import find_spec

import pytest

from benchmarks.bench import rig
from benchmarks.bench.nodes import FOR_ALL, node_over_run
from benchmarks.bench.rig import Graph, watch
from seg_ros.cli.rounds import LeftOut

needs_ros = pytest.mark.skipif(find_spec('rclpy') is None, reason='rclpy is not installed')


@needs_ros
def test_every_graph_has_a_domain_of_its_own(monkeypatch) -> None:
    monkeypatch.setenv('ROS_DOMAIN_ID', '107')
    code = 'import os; print(os.environ["ROS_DOMAIN_ID"])'
    with Graph() as first, Graph() as second:
        domains = {
            int(graph.next_line(graph.start('program', ['-c', code], listening=True), 30.0))
            for graph in (first, second)
        }
    assert len(domains) == 2 and domains <= set(range(1, 101))


@needs_ros
def test_a_variable_can_be_taken_away_and_no_log_remains(monkeypatch) -> None:
    monkeypatch.setenv('KEPT', '1')
    monkeypatch.setenv('GONE', '2')
    code = 'import os; print("KEPT" in os.environ, "GONE" in os.environ)'
    with Graph({'GONE': None}) as graph:
        process = graph.start('program', ['-c', code], listening=True)
        assert graph.next_line(process, 30.0) == b'True False'
        assert list(graph.logs.iterdir()) == [graph.logs / 'program.txt']
    assert not graph.logs.exists()


def test_without_ros_it_is_left_out(monkeypatch) -> None:
    monkeypatch.setattr(rig, 'find_spec', lambda name: None)
    with pytest.raises(LeftOut, match='rclpy'):
        node_over_run(1)


@needs_ros
@pytest.mark.ros
def test_frames_are_older_than_the_run_in_them() -> None:
    pytest.importorskip('onnx', reason='onnx is not installed')
    watched = watch(0.0, 5, FOR_ALL, bare=True)
    assert len(watched.ages_s) == len(watched.runs_s) == len(watched.bare_s) == 5
    assert all(age_s > run_s > 0 for age_s, run_s in zip(watched.ages_s, watched.runs_s))
    assert watched.gaps_s
