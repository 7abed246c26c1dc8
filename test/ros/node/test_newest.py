# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The newest item is the next one."""

from threading import Thread

from seg_ros.ros.node.newest import Newest


def test_the_newest_takes_the_place_of_what_nobody_took() -> None:
    newest = Newest()
    assert [newest.put(item) for item in 'abc'] == [False, True, True]
    assert newest.take() == 'c'
    assert newest.put('d') is False


def test_closing_lets_go_who_waits() -> None:
    newest = Newest()
    taken = []
    thread = Thread(target=lambda: taken.append(newest.take()))
    thread.start()
    newest.close()
    thread.join(timeout=10)
    assert taken == [None]


def test_what_lies_there_is_dropped_by_closing() -> None:
    newest = Newest()
    newest.put('a')
    newest.close()
    assert newest.take() is None
