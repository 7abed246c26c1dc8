# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A ROS domain for a test: nodes of the package as processes, and a node to talk to them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
import os
from pathlib import Path
import re
import signal
import time
from typing import Any, TypeVar

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
import domain_coordinator
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState, GetState
import numpy as np
import psutil
from rcl_interfaces.srv import SetParameters, SetParametersAtomically
import rclpy
from rclpy.context import Context
from rclpy.duration import Duration
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

from seg_ros.cli.processes import dds_variables, start, stop
from seg_ros.ros.conversions.images import image_message

TIMEOUT_S = 30.0
Value = TypeVar('Value')
_domains = count(os.getpid())


class Process:
    """A node under test and its log."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        """Start Python with these arguments."""
        self._log = log
        self._process = start(arguments, log, environment)

    @property
    def log_text(self) -> str:
        """Return its output so far."""
        return self._log.read_text()

    @property
    def problem_lines(self) -> list[str]:
        """Return its lines, without information and messages of the middleware."""
        return [line for line in self.log_text.splitlines() if not re.search(r'INFO|\[rmw_', line)]

    @property
    def has_ended(self) -> bool:
        """Return whether it has ended by itself."""
        return self._process.poll() is not None

    @property
    def resident_mb(self) -> float:
        """Return its memory in MB (1e6 bytes)."""
        return psutil.Process(self._process.pid).memory_info().rss * 1e-6

    def wait(self) -> int:
        """Wait for its end and return the exit code."""
        return self._process.wait(TIMEOUT_S)

    def stop(self, number: int = signal.SIGINT) -> int:
        """End it by a signal, and return the exit code."""
        return stop(self._process, number)


class Domain:
    """A context: processes started in it share a domain with `node`, and end with it."""

    def __init__(self, folder: Path) -> None:
        """Reserve a domain that no other process has; logs go to the folder."""
        self._folder = folder
        # Never the one of the last test, of which a process may still be leaving.
        self._reserved = domain_coordinator.domain_id(lambda: 1 + next(_domains) % 100)
        domain_id = self._reserved.__enter__()
        os.environ.update(dds_variables())
        self._environment = {
            **os.environ,
            'ROS_DOMAIN_ID': str(domain_id),
            # A node that crashes as it ends has no other words.
            'PYTHONFAULTHANDLER': '1',
        }
        self._context = Context()
        rclpy.init(context=self._context, domain_id=domain_id)
        self.node = Node('tester', context=self._context)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self.node)
        self._processes = []

    def __enter__(self) -> Domain:
        """Return itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Stop what still runs; an interrupted node must exit with 0."""
        running = [process for process in self._processes if not process.has_ended]
        codes = [process.stop() for process in running]
        self._executor.shutdown()
        self.node.destroy_node()
        rclpy.shutdown(context=self._context)
        # Without the error: the coordinator takes any OSError for a port that is in use.
        self._reserved.__exit__(None, None, None)
        logs = '\n'.join(process.log_text for process in running)
        assert not any(codes), f'exit codes {codes}\n{logs}'

    def start(self, name: str, *arguments: str, before: str = '') -> Process:
        """Start a node by its folder in seg_ros.ros, or its module, after the code `before`."""
        module = name if '.' in name else f'seg_ros.ros.{name}.node'
        code = f'{before}\nimport sys\nfrom {module} import main\nsys.exit(main())'
        return self._run(name, '-c', code, '--ros-args', *arguments)

    def start_file(self, path: Path, *arguments: str) -> Process:
        """Start a node that is a file of its own, with ROS arguments."""
        return self._run(path.stem, str(path), '--ros-args', *arguments)

    def _run(self, name: str, *arguments: str) -> Process:
        log = self._folder / f'{name}_{len(self._processes)}.txt'
        process = Process(list(arguments), self._environment, log)
        self._processes.append(process)
        return process

    def until(self, condition: Callable[[], Value]) -> Value:
        """Spin until the condition returns a true value, and return it; fail with the logs."""
        give_up_s = time.monotonic() + TIMEOUT_S
        while not (value := condition()):
            logs = '\n'.join(process.log_text for process in self._processes)
            assert time.monotonic() < give_up_s, f'timed out; logs of the nodes:\n{logs}'
            self._executor.spin_once(timeout_sec=0.02)
        return value

    def subscribe(self, kind: type, topic: str, qos: QoSProfile | int = 10) -> list[Any]:
        """Subscribe to a topic; return the list to which its messages are appended."""
        received = []
        self.node.create_subscription(kind, topic, received.append, qos)
        return received

    def call(self, kind: type, service: str, request: Any) -> Any:
        """Call a service and return its response."""
        client = self.node.create_client(kind, service)
        self.until(client.service_is_ready)
        future = client.call_async(request)
        self.until(future.done)
        self.node.destroy_client(client)
        return future.result()

    def set_parameters(self, node: str, atomically: bool = False, **values: Any) -> list[str]:
        """Set parameters and return the reasons given, empty where they were accepted."""
        kind = SetParametersAtomically if atomically else SetParameters
        request = kind.Request(
            parameters=[
                Parameter(name, value=value).to_parameter_msg() for name, value in values.items()
            ]
        )
        service = 'set_parameters_atomically' if atomically else 'set_parameters'
        response = self.call(kind, f'{node}/{service}', request)
        results = [response.result] if atomically else response.results
        return ['' if result.successful else result.reason for result in results]

    def change_state(self, node: str, transition: int) -> bool:
        """Ask a managed node for a transition; return whether it succeeded."""
        request = ChangeState.Request(transition=Transition(id=transition))
        return self.call(ChangeState, f'{node}/change_state', request).success

    def state_of(self, node: str) -> int:
        """Return the state of a managed node, one of `State`."""
        return self.call(GetState, f'{node}/get_state', GetState.Request()).current_state.id

    def status_of(
        self,
        node: str,
        diagnostics: list[DiagnosticArray],
        level: bytes,
        text: str = '',
        name: str = 'frames',
    ) -> DiagnosticStatus:
        """Wait for a status of this name and level with this text in its message; return it."""
        full_name = f'{node.removeprefix("/")}: {name}'

        def find() -> DiagnosticStatus | None:
            return next(
                (
                    status
                    for array in diagnostics
                    for status in array.status
                    if status.name == full_name
                    and status.level == level
                    and text in status.message
                ),
                None,
            )

        diagnostics.clear()
        return self.until(find)


class Camera:
    """Sends one image again and again, every time with the stamp of the moment."""

    def __init__(
        self, domain: Domain, pixels: np.ndarray, topic: str = 'image', reliable: bool = True
    ) -> None:
        """Begin to send (H, W, 3) uint8 pixels as bgr8."""
        reliability = ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT
        self.is_on = True
        self.age_s = 0.0
        self.stamps = []
        self.message, view = image_message('bgr8', *pixels.shape[:2])
        view[:] = pixels
        self.message.header.frame_id = 'lens'
        self._node = domain.node
        self._publisher = domain.node.create_publisher(
            Image, topic, QoSProfile(depth=1, reliability=reliability)
        )
        domain.node.create_timer(0.05, self._send)

    def _send(self) -> None:
        if self.is_on:
            now = self._node.get_clock().now()
            self.message.header.stamp = (now - Duration(seconds=self.age_s)).to_msg()
            self.stamps.append(self.message.header.stamp)
            self._publisher.publish(self.message)
