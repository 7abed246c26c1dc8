# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The newest item is the next one."""

from collections.abc import Callable
from threading import Thread
import time

from seg_ros.ros.base.latest_queue import LatestQueue


def test_the_newest_takes_the_place_of_what_nobody_took() -> None:
    newest = LatestQueue()
    assert [newest.put(item) for item in 'abc'] == [False, True, True]
    assert newest.take() == 'c'
    assert newest.put('d') is False


def awaited(head_start_s: float) -> tuple[LatestQueue, list]:
    """Return a mailbox before which a thread waits, and with what it has left Python so far."""
    newest, left_with = LatestQueue(head_start_s), []

    def work() -> None:
        while (item := newest.take()) is not None:
            left_with.append(item)
            newest.out_of_python()

    Thread(target=work, daemon=True).start()
    wait_until(lambda: newest.is_awaited)
    return newest, left_with


def wait_until(ask: Callable[[], bool]) -> None:
    give_up_s = time.monotonic() + 10.0
    while not ask() and time.monotonic() < give_up_s:
        time.sleep(0.001)
    assert ask()


def test_who_puts_gives_way_until_the_other_leaves_python() -> None:
    newest, left_with = awaited(head_start_s=10.0)
    newest.put('a')
    assert left_with == ['a']
    newest.close()


def test_who_puts_does_not_wait_for_ever() -> None:
    newest, taken = LatestQueue(head_start_s=0.001), []
    thread = Thread(target=lambda: taken.append(newest.take()))
    thread.start()
    wait_until(lambda: newest.is_awaited)
    newest.put('a')
    thread.join(timeout=10)
    assert taken == ['a']


def test_who_puts_does_not_wait_for_one_at_work() -> None:
    newest, start_s = LatestQueue(head_start_s=10.0), time.monotonic()
    newest.put('a')
    assert newest.take() == 'a'
    assert newest.put('b') is False and time.monotonic() - start_s < 5.0


def test_closing_lets_go_who_waits() -> None:
    newest = LatestQueue()
    taken = []
    thread = Thread(target=lambda: taken.append(newest.take()))
    thread.start()
    newest.close()
    thread.join(timeout=10)
    assert taken == [None]


def test_what_lies_there_is_dropped_by_closing() -> None:
    newest = LatestQueue()
    newest.put('a')
    newest.close()
    assert newest.take() is None
