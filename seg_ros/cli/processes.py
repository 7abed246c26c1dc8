# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The package's nodes as processes of their own, on this machine only."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
import json
import os
from pathlib import Path
from select import select
import signal
import subprocess
import sys

from seg_ros.errors import SegRosError

STOP_AFTER_S = 10.0
LOOK_EVERY_S = 0.5


def local_environment() -> dict[str, str]:
    """
    Return an environment in which nodes find one another on this machine and nowhere else.

    A shared-memory segment of 32 MiB carries the images: Fast DDS's own 512 KiB loses most of
    them. The profile listens on the loopback interface alone, where the range SUBNET finds nodes
    sooner than LOCALHOST. A ROS_DOMAIN_ID that is set stays; else one is drawn, so that two demos
    do not meet.
    """
    profile = str(_config_folder() / 'fastdds_local.xml')
    return {
        'ROS_DOMAIN_ID': str(1 + os.getpid() % 100),
        **os.environ,
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


def node(
    name: str,
    arguments: list[str],
    log: Path,
    environment: dict[str, str],
    listening: bool = False,
) -> AbstractContextManager[subprocess.Popen]:
    """Return `running` of the node `seg_ros.ros.<name>`."""
    return running(['-m', f'seg_ros.ros.{name}', *arguments], log, environment, listening)


@contextmanager
def running(
    arguments: list[str], log: Path, environment: dict[str, str], listening: bool = False
) -> Iterator[subprocess.Popen]:
    """
    Run Python with these arguments inside the context; its words are added to the log.

    With `listening`, what it writes on standard output is for its `stdout`, as bytes unbuffered.
    """
    with log.open('a') as words:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            bufsize=0,
            stderr=words,
            stdout=subprocess.PIPE if listening else words,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_AFTER_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def lines(process: subprocess.Popen, is_well: Callable[[], bool]) -> Iterator[bytes]:
    """Yield what a process writes on standard output, until it ends or all is not well."""
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


def last_words(logs: Iterable[Path]) -> str:
    """Return the last line of each log, for those who have to say what went wrong."""
    return ' | '.join((log.read_text().splitlines() or ['-'])[-1] for log in logs)


def ros_arguments(name: str, parameters: dict[str, object], remaps: dict[str, str]) -> list[str]:
    """Return the command-line arguments that name a node, set its parameters and remap topics."""
    arguments = ['--ros-args', '-r', f'__node:={name}']
    for source, target in remaps.items():
        arguments += ['-r', f'{source}:={target}']
    for parameter, value in parameters.items():
        arguments += ['-p', f'{parameter}:={json.dumps(value)}']
    return arguments
