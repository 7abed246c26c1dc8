# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The package's nodes as processes of their own, on this machine only."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
import json
import os
from pathlib import Path
from select import select
import signal
import subprocess
import sys
from time import monotonic
from typing import TypeVar

from seg_ros.errors import SegRosError

STOP_AFTER_S = 15.0
LOOK_EVERY_S = 0.5
Self = TypeVar('Self', bound='Processes')


def local_environment() -> dict[str, str]:
    """
    Return an environment in which nodes find one another on this machine and nowhere else.

    A shared-memory segment of 32 MiB carries the images: Fast DDS's own 512 KiB loses most of
    them. The profile listens on the loopback interface alone, where the range SUBNET finds nodes
    sooner than LOCALHOST. A ROS_DOMAIN_ID that is set stays; else one is derived from the process
    id, so that two demos do not meet.
    """
    return {'ROS_DOMAIN_ID': str(1 + os.getpid() % 100), **os.environ, **dds_variables()}


def dds_variables() -> dict[str, str]:
    """Return what keeps DDS on this machine, as variables of the environment."""
    profile = str(_config_folder() / 'fastdds_local.xml')
    return {
        'ROS_AUTOMATIC_DISCOVERY_RANGE': 'SUBNET',
        'FASTRTPS_DEFAULT_PROFILES_FILE': profile,
        'FASTDDS_DEFAULT_PROFILES_FILE': profile,
    }


def _config_folder() -> Path:
    prefixes = os.environ.get('AMENT_PREFIX_PATH', '').split(os.pathsep)
    shares = [Path(prefix, 'share', 'seg_ros') for prefix in prefixes if prefix]
    for root in (Path(__file__).parents[2], *shares):
        if (root / 'config' / 'fastdds_local.xml').is_file():
            return root / 'config'
    raise SegRosError('config/fastdds_local.xml is neither in the checkout nor in a sourced share')


class Processes:
    """Python processes that are stopped together, the last first; each has its own log file."""

    def __init__(
        self,
        logs: Path,
        environment: Mapping[str, str],
        modules: Mapping[str, str] | None = None,
        parameters: Mapping[str, object] | None = None,
    ) -> None:
        """
        Start no process yet; `logs` is the folder of the log files.

        `modules` are those of nodes whose module is not `seg_ros.ros.<name>`, `parameters` are
        set in every node.
        """
        self.logs = logs
        self._environment = environment
        self._modules = modules or {}
        self._parameters = parameters or {}
        self._stack = ExitStack()
        self._started: list[subprocess.Popen] = []

    def __enter__(self: Self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Stop the processes that still run."""
        self._stack.close()

    @property
    def are_running(self) -> bool:
        """Whether no process has failed, apart from those stopped by `kill`."""
        return all(process.poll() in (None, 0) for process in self._started)

    def start(self, name: str, arguments: list[str], listening: bool = False) -> subprocess.Popen:
        """Start Python with these arguments; its log is `name`.txt. As the function `start`."""
        process = start(arguments, self.logs / f'{name}.txt', self._environment, listening)
        self._stack.callback(stop, process)
        self._started.append(process)
        return process

    def start_node(
        self,
        name: str,
        parameters: Mapping[str, object],
        remaps: Mapping[str, str] | None = None,
        options: tuple[str, ...] = (),
        listening: bool = False,
    ) -> subprocess.Popen:
        """Start a node with this name; `options` are arguments before `--ros-args`."""
        arguments = ros_arguments(name, {**self._parameters, **parameters}, remaps or {})
        module = self._modules.get(name, f'seg_ros.ros.{name}')
        return self.start(name, ['-m', module, *options, *arguments], listening)

    def kill(self, process: subprocess.Popen) -> None:
        """Kill a process, which does not count as failed."""
        self._started.remove(process)
        process.kill()
        process.wait()

    def next_line(self, process: subprocess.Popen, within_s: float) -> bytes:
        """Return the next line on standard output; SegRosError if there is none."""
        give_up_s = monotonic() + within_s
        for line in lines(process, lambda: monotonic() < give_up_s):
            return line
        raise SegRosError(
            f'no output within {within_s:.0f} s; last lines of the logs: {self.last_lines()}'
        )

    def last_lines(self) -> str:
        """Return the last line of each log in the folder."""
        return last_lines(sorted(self.logs.glob('*.txt')))


def start(
    arguments: list[str], log: Path, environment: Mapping[str, str], listening: bool = False
) -> subprocess.Popen:
    """
    Start Python with these arguments; its output is appended to the log.

    With `listening`, standard output is a pipe instead: `stdout`, unbuffered bytes.
    """
    with log.open('a') as file:
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            bufsize=0,
            stderr=file,
            stdout=subprocess.PIPE if listening else file,
        )


def stop(process: subprocess.Popen, number: int = signal.SIGINT) -> int:
    """End a process by a signal, or kill it if that takes too long; return its exit code."""
    process.send_signal(number)
    try:
        return process.wait(STOP_AFTER_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def lines(process: subprocess.Popen, is_well: Callable[[], bool]) -> Iterator[bytes]:
    """Yield the lines of a process's standard output while `is_well()`, until it ends."""
    stream = process.stdout
    if stream is None:
        raise ValueError('the process must have a pipe as its standard output, got none')
    while is_well():
        if select([stream], [], [], LOOK_EVERY_S)[0]:
            line = stream.readline()
            if not line:
                process.wait()
                return
            yield line.strip()


def last_lines(logs: Iterable[Path]) -> str:
    """Return the last line of each log file."""
    return ' | '.join((log.read_text().splitlines() or ['-'])[-1] for log in logs)


def ros_arguments(
    name: str, parameters: Mapping[str, object], remaps: Mapping[str, str]
) -> list[str]:
    """Return the command-line arguments that name a node, set its parameters and remap topics."""
    arguments = ['--ros-args', '-r', f'__node:={name}']
    for source, target in remaps.items():
        arguments += ['-r', f'{source}:={target}']
    for parameter, value in parameters.items():
        arguments += ['-p', f'{parameter}:={json.dumps(value)}']
    return arguments
