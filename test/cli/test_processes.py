# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes as processes of this machine alone."""

from collections.abc import Iterator
import os
from pathlib import Path
import signal

import pytest

from seg_ros.cli.processes import local_environment, Processes, ros_arguments, start, stop
from seg_ros.errors import SegRosError


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    with Processes(tmp_path, os.environ) as opened:
        yield opened


def test_arguments_name_the_node_remap_and_set() -> None:
    arguments = ros_arguments('camera', {'loop': True, 'source': 'a b'}, {'image': '/left/image'})
    assert arguments == [
        '--ros-args',
        '-r',
        '__node:=camera',
        '-r',
        'image:=/left/image',
        '-p',
        'loop:=true',
        '-p',
        'source:="a b"',
    ]


def test_the_profile_is_found_and_both_names_of_it_are_set() -> None:
    environment = local_environment()
    profile = Path(environment['FASTDDS_DEFAULT_PROFILES_FILE'])
    assert profile.is_file()
    assert environment['FASTRTPS_DEFAULT_PROFILES_FILE'] == str(profile)


def test_a_domain_that_is_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('ROS_DOMAIN_ID', '42')
    assert local_environment()['ROS_DOMAIN_ID'] == '42'
    monkeypatch.delenv('ROS_DOMAIN_ID')
    assert 1 <= int(local_environment()['ROS_DOMAIN_ID']) <= 101


def test_what_a_process_writes_is_in_its_log(processes: Processes, tmp_path: Path) -> None:
    code = 'import sys; print("out"); print("error", file=sys.stderr)'
    for _ in range(2):
        processes.start('node', ['-c', code]).wait()
    assert sorted((tmp_path / 'node.txt').read_text().split()) == ['error', 'error', 'out', 'out']


def test_a_line_is_waited_for(processes: Processes) -> None:
    process = processes.start('node', ['-c', 'print("ready"); print("more")'], listening=True)
    assert processes.next_line(process, 30.0) == b'ready'


@pytest.mark.parametrize('code, within_s', [('pass', 30.0), ('input()', 0.0)])
def test_silence_is_reported_with_the_last_words(
    processes: Processes, tmp_path: Path, code: str, within_s: float
) -> None:
    (tmp_path / 'camera.txt').write_text('first\nno such model')
    process = processes.start('node', ['-c', code], listening=True)
    with pytest.raises(SegRosError, match='last lines of the logs: no such model'):
        processes.next_line(process, within_s)


def test_one_that_fails_is_noticed_but_not_one_that_is_killed(processes: Processes) -> None:
    killed = processes.start('camera', ['-c', 'import time; time.sleep(60.0)'])
    processes.start('done', ['-c', 'pass']).wait()
    processes.kill(killed)
    assert processes.are_running
    processes.start('node', ['-c', 'raise SystemExit(2)']).wait()
    assert not processes.are_running


def test_all_are_interrupted_at_the_end(tmp_path: Path) -> None:
    with Processes(tmp_path, os.environ) as processes:
        process = processes.start(
            'node', ['-uc', 'import time; print("on"); time.sleep(60.0)'], listening=True
        )
        processes.next_line(process, 30.0)
    assert process.returncode == -signal.SIGINT
    assert 'KeyboardInterrupt' in (tmp_path / 'node.txt').read_text()


def test_one_that_does_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('seg_ros.cli.processes.STOP_AFTER_S', 0.1)
    code = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
print('deaf', flush=True)
time.sleep(60.0)
"""
    process = start(['-c', code], tmp_path / 'node.txt', os.environ, listening=True)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b'deaf\n'
        assert stop(process) == -signal.SIGKILL
