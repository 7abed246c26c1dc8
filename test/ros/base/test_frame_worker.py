# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""One thread, one snapshot, one decision: what becomes of a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event, Thread, Timer
import time
from types import SimpleNamespace
from typing import Any

import pytest
from rclpy.task import Future
from std_msgs.msg import Header

from seg_ros.errors import FrameError
from seg_ros.ros.base import frame_worker
from seg_ros.ros.base.frame_worker import Frame, FrameWorker

NOW_S = 50


class FakeLogger:
    """Stands in for a logger."""

    def __init__(self) -> None:
        """Start with nothing logged."""
        self.warnings: list[str] = []

    def warning(self, text: str, throttle_duration_sec: float) -> None:
        """Keep a warning."""
        self.warnings.append(text)


class Echo:
    """Publishes the part `x` of a frame with the state; a list stands in for the publisher."""

    def __init__(self) -> None:
        """Start with nothing published."""
        self.sent: list[tuple[Any, Any]] = []
        self.confirmed: list[Any] = []
        self.tasks: list[Callable[[], None]] = []

    def process(self, frame: Frame) -> Any:
        """Return the part, or do what it says."""
        part = frame.parts['x']
        if isinstance(part, Exception):
            raise part
        return part() if callable(part) else part

    def messages(self, frame: Frame, result: Any) -> Iterator[tuple[Any, Callable[[], Any]]]:
        """Yield the result twice."""
        publisher = SimpleNamespace(publish=self.sent.append)
        for _ in range(2):
            yield publisher, lambda: (result, frame.state)

    def on_published(self, frame: Frame, result: Any) -> None:
        """Keep it."""
        self.confirmed.append(result)

    def background_task(self) -> Callable[[], None] | None:
        """Return the next task."""
        return self.tasks.pop(0) if self.tasks else None


class Rig:
    """A worker with a clock that stands still and a state that a test sets."""

    def __init__(self) -> None:
        """Start the worker."""
        clock = SimpleNamespace(now=lambda: SimpleNamespace(nanoseconds=NOW_S * 10**9))
        self.logger, self.pipeline, self.state = FakeLogger(), Echo(), 'first'
        self.ended = Future()
        node = SimpleNamespace(get_clock=lambda: clock, get_logger=lambda: self.logger)
        self.worker = FrameWorker(
            node, self.pipeline, lambda: self.state, lambda state: 1.0, self.ended
        )
        self.worker.start()

    def put(self, part: Any, stamp_s: int = NOW_S, arrived_ago_s: float = 0.0) -> None:
        """Queue a frame."""
        header = Header()
        header.stamp.sec = stamp_s
        self.worker.put({'x': part}, header, time.monotonic() - arrived_ago_s)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition, at most 10 s."""
        give_up_s = time.monotonic() + 10.0
        while not condition():
            assert time.monotonic() < give_up_s
            time.sleep(0.001)


@pytest.fixture
def rig() -> Iterator[Rig]:
    opened = Rig()
    yield opened
    opened.worker.stop()


def test_a_frame_is_published_with_the_state_of_its_arrival(rig: Rig) -> None:
    running, go_on = Event(), Event()

    def wait() -> str:
        running.set()
        go_on.wait(10.0)
        return 'a'

    rig.put(wait)
    running.wait(10.0)
    rig.state = 'second'
    rig.put('b')
    go_on.set()
    rig.until(lambda: rig.pipeline.confirmed == ['a', 'b'])
    assert rig.pipeline.sent == [('a', 'first')] * 2 + [('b', 'second')] * 2
    assert rig.worker.statistics.published == 2


def test_a_frame_that_cannot_be_used_is_counted_and_warned_about(rig: Rig) -> None:
    rig.put(FrameError('too dark'))
    rig.until(lambda: rig.logger.warnings)
    assert rig.logger.warnings == ['mask dropped: too dark']
    assert (rig.worker.statistics.unreadable, rig.worker.statistics.rejection) == (1, 'too dark')


@pytest.mark.parametrize('stamp_s, arrived_ago_s', [(NOW_S - 2, 0.0), (NOW_S, 2.0)])
def test_a_stale_frame_is_not_processed(rig: Rig, stamp_s: int, arrived_ago_s: float) -> None:
    rig.put('a', stamp_s, arrived_ago_s)
    rig.until(lambda: rig.logger.warnings)
    assert 'older than 1 s' in rig.logger.warnings[0]
    assert rig.worker.statistics.stale == 1 and rig.pipeline.sent == []


def test_a_frame_that_became_stale_is_not_published(rig: Rig) -> None:
    rig.put(lambda: time.sleep(0.1) or 'a', arrived_ago_s=0.95)
    rig.until(lambda: rig.worker.statistics.stale)
    assert rig.pipeline.sent == [] and rig.pipeline.confirmed == []


def test_what_is_left_of_a_frame_is_not_published_after_the_stop(rig: Rig) -> None:
    begun = Event()

    class Slow:
        """Stops the worker while the first message is published."""

        def publish(self, message: object) -> None:
            """Wait until the gate closes."""
            begun.set()
            rig.until(lambda: not rig.worker._gate.is_open)
            rig.pipeline.sent.append(message)

    rig.pipeline.messages = lambda frame, result: iter([(Slow(), lambda: 1), (Slow(), lambda: 2)])
    rig.put('a')
    begun.wait(10.0)
    assert rig.worker.stop()
    assert rig.pipeline.sent == [1] and rig.pipeline.confirmed == []


def test_a_thread_that_hangs_is_not_waited_for(rig: Rig, monkeypatch) -> None:
    monkeypatch.setattr(frame_worker, 'JOIN_WITHIN_S', 0.05)
    running, go_on = Event(), Event()

    def hang() -> None:
        running.set()
        go_on.wait(10.0)

    rig.put(hang)
    running.wait(10.0)
    assert rig.worker.stop() is False
    go_on.set()


def test_a_bug_goes_to_the_future(rig: Rig) -> None:
    rig.put(KeyError('a bug'))
    rig.until(rig.ended.done)
    with pytest.raises(KeyError):
        rig.ended.result()


def test_a_background_task_waits_for_an_empty_queue(rig: Rig) -> None:
    done: list[int] = []
    running, go_on = Event(), Event()

    def wait() -> str:
        running.set()
        go_on.wait(10.0)
        return 'a'

    rig.pipeline.tasks = [lambda: done.append(len(rig.pipeline.confirmed))]
    rig.put(wait)
    running.wait(10.0)
    rig.put('b')
    go_on.set()
    rig.until(lambda: done)
    assert done == [2] and rig.worker.statistics.superseded == 0


def test_a_background_task_is_not_begun_after_the_stop(rig: Rig) -> None:
    done: list[int] = []
    running, go_on = Event(), Event()

    def wait() -> str:
        running.set()
        go_on.wait(10.0)
        return 'a'

    rig.pipeline.tasks = [lambda: done.append(1)]
    rig.put(wait)
    running.wait(10.0)
    timer = Timer(0.1, go_on.set)
    timer.start()
    assert rig.worker.stop() and not done
    timer.join()


def test_a_background_task_takes_the_place_of_a_frame_in_the_end(rig: Rig, monkeypatch) -> None:
    monkeypatch.setattr(frame_worker, 'BACKGROUND_WAIT_S', 0.2)
    done: list[int] = []
    rig.pipeline.tasks = [lambda: done.append(1)]
    stop = Event()

    def feed() -> None:
        while not stop.wait(0.001):
            rig.put(lambda: time.sleep(0.02) or 'a')

    feeder = Thread(target=feed, daemon=True)
    feeder.start()
    rig.until(lambda: done)
    stop.set()
    feeder.join()
    # Frames went on while the task waited.
    assert len(rig.pipeline.confirmed) >= 3
