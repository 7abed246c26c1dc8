# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes are real, waited for, but not for ever, and they meet no others."""

from importlib.util import find_spec
import subprocess
import sys

import pytest

from benchmarks.bench import rig
from benchmarks.bench.nodes import FOR_ALL, node_over_run
from benchmarks.bench.rig import first_line, own_environment, watch
from seg_ros.cli.rounds import LeftOut
from seg_ros.errors import SegRosError

needs_ros = pytest.mark.skipif(find_spec('rclpy') is None, reason='rclpy is not installed')


def say(code: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE, bufsize=0)


def test_the_first_line_is_waited_for(tmp_path) -> None:
    process = say('print("ready"); print("more")')
    with process.stdout:
        assert first_line(process, tmp_path, 30.0) == b'ready'
    process.wait()


@pytest.mark.parametrize('code, patience_s', [('pass', 30.0), ('input()', 0.0)])
def test_silence_is_told_with_the_last_words(tmp_path, code, patience_s) -> None:
    (tmp_path / 'node.txt').write_text('first\nno such model')
    process = say(code)
    with process.stdout, pytest.raises(SegRosError, match='they said last: no such model'):
        first_line(process, tmp_path, patience_s)
    process.kill()
    process.wait()


@needs_ros
def test_the_domain_is_not_the_robots(monkeypatch) -> None:
    domains = set()
    for domain in ('', '7', '8'):
        monkeypatch.setenv('ROS_DOMAIN_ID', domain)
        domains.add(own_environment()['ROS_DOMAIN_ID'])
    assert len(domains) == 1 and 1 <= int(domains.pop()) <= 100


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
