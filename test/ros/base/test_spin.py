# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A node runs until its future says so, and leaves nothing behind at every turn."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.ros
CODE = """
import sys
from rclpy.node import Node
from rclpy.task import Future
from seg_ros.errors import InputError
from seg_ros.ros.base.spin import run_node


class Counting(Future):
    callbacks = 0

    def add_done_callback(self, callback):
        self.callbacks += 1
        super().add_done_callback(callback)


class Ticking(Node):
    def __init__(self):
        super().__init__('ticking')
        self.ended, self.ticks = Counting(), 0

    def start(self):
        self.create_timer(0.001, self.tick)

    def tick(self):
        self.ticks += 1
        if self.ticks == 100:
            print('callbacks', self.ended.callbacks, flush=True)
            END


sys.exit(run_node('ticking', Ticking, None))
"""


@pytest.mark.parametrize(
    'end, code, pattern',
    [
        ('self.ended.set_result(None)', 0, ''),
        ("self.ended.set_exception(InputError('no such image'))", 1, 'no such image'),
        ("self.ended.set_exception(KeyError('a bug'))", 1, 'Traceback'),
    ],
)
def test_it_ends_as_its_future_says(domain, tmp_path: Path, end, code, pattern) -> None:
    script = tmp_path / 'ticking.py'
    script.write_text(CODE.replace('END', end))
    process = domain.start_file(script)
    domain.until(lambda: process.has_ended)
    assert process.wait() == code and pattern in process.log_text
    (count,) = (
        int(line.split()[1])
        for line in process.log_text.splitlines()
        if line.startswith('callbacks')
    )
    assert count < 5


def test_a_thread_may_end_a_node_that_has_nothing_to_do(domain, tmp_path: Path) -> None:
    script = tmp_path / 'idle.py'
    later = 'Timer(1.0, self.ended.set_result, [None]).start()'
    script.write_text(
        'from threading import Timer'
        + CODE.replace('self.create_timer(0.001, self.tick)', later).replace('END', 'pass')
    )
    process = domain.start_file(script)
    domain.until(lambda: process.has_ended)
    assert process.wait() == 0
