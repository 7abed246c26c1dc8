# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The latest item is the next one."""

from threading import Thread

from seg_ros.ros.base.latest_queue import LatestQueue


def test_a_new_item_replaces_one_that_was_not_taken() -> None:
    queue: LatestQueue[str] = LatestQueue()
    assert [queue.put(item) for item in 'abc'] == [False, True, True]
    assert not queue.is_empty and queue.take() == 'c' and queue.is_empty
    assert queue.put('d') is False


def test_a_thread_waits_for_an_item_and_for_the_end() -> None:
    queue: LatestQueue[str] = LatestQueue()
    taken: list[str | None] = []
    thread = Thread(target=lambda: taken.extend(iter(queue.take, None)), daemon=True)
    thread.start()
    queue.put('a')
    while not taken:
        thread.join(0.001)
    queue.close()
    thread.join(10.0)
    assert taken == ['a'] and not thread.is_alive()


def test_what_waits_is_dropped_by_discard_and_by_close() -> None:
    queue: LatestQueue[str] = LatestQueue()
    assert queue.discard() is False
    queue.put('a')
    assert queue.discard() is True and queue.is_empty
    queue.put('b')
    queue.close()
    assert queue.take() is None
