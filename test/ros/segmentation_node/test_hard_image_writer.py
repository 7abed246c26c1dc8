# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A writer never keeps those waiting who hand items in, and ends in time."""

from collections.abc import Iterator
from threading import Event
import time

import pytest
from rclpy.task import Future

from seg_ros.errors import InputError
from seg_ros.ros.segmentation_node.hard_image_writer import HardImageWriter

TIMEOUT_S = 10.0


class Disk:
    """Writes to memory; `go` lets it, `entered` says that it was asked."""

    def __init__(self) -> None:
        self.items: list[int] = []
        self.entered, self.go, self.closed = Event(), Event(), Event()

    def write(self, item: int) -> None:
        self.entered.set()
        assert self.go.wait(TIMEOUT_S)
        if item < 0:
            raise InputError('the disk is full: buy another')
        self.items.append(1000 // (item - 99))


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    yield disk
    disk.go.set()


def writer_on(disk: Disk) -> HardImageWriter[int]:
    return HardImageWriter(disk.write, disk.closed.set, Future())


def test_items_are_written_in_order_and_finished_at_the_end(disk: Disk) -> None:
    disk.go.set()
    writer = writer_on(disk)
    assert writer.put(100)
    while not disk.items:
        assert disk.entered.wait(TIMEOUT_S)
    assert writer.put(200) and writer.close()
    assert disk.items == [1000, 9] and writer.written == 2 and disk.closed.is_set()


def test_a_disk_that_hangs_holds_two_items_and_nobody_else(disk: Disk) -> None:
    writer = writer_on(disk)
    assert writer.put(1) and disk.entered.wait(TIMEOUT_S)
    assert [writer.put(number) for number in range(2, 1000)] == [True] + [False] * 997
    assert writer.dropped == 997 and writer.is_behind and writer.busy_s > 0.0
    start_s = time.monotonic()
    assert not writer.close() and time.monotonic() - start_s < 2.0
    assert not disk.closed.is_set()
    disk.go.set()
    # What waited is dropped: the one that hung is the last that is written.
    assert disk.closed.wait(TIMEOUT_S) and len(disk.items) == 1


def test_a_failure_is_reported_until_an_item_is_written(disk: Disk) -> None:
    disk.go.set()
    ended = Future()
    writer = HardImageWriter(disk.write, disk.closed.set, ended)
    writer.put(-1)
    assert disk.entered.wait(TIMEOUT_S)
    while not writer.failure:
        assert not disk.closed.wait(0.001)
    assert writer.failure == 'the disk is full: buy another' and writer.written == 0
    writer.put(100)
    assert writer.close() and writer.failure == '' and not ended.done()


def test_a_bug_ends_the_node(disk: Disk) -> None:
    disk.go.set()
    ended = Future()
    writer = HardImageWriter(disk.write, disk.closed.set, ended)
    writer.put(99)
    assert disk.closed.wait(TIMEOUT_S) and writer.close()
    assert isinstance(ended.exception(), ZeroDivisionError)
