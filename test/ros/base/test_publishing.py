# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A gate that is shut lets nothing pass, and waits for what is just passing."""

from threading import Event, Thread

from seg_ros.ros.base.publishing import PublishGate


def test_it_is_shut_until_it_is_opened() -> None:
    gate = PublishGate()
    assert not gate.is_open
    gate.open()
    assert gate.is_open
    gate.close()
    assert not gate.is_open


def test_who_passes_sees_at_once_that_it_shuts_and_is_waited_for() -> None:
    gate, passed, done = PublishGate(), Event(), Event()
    gate.open()

    def shut() -> None:
        gate.close()
        assert passed.is_set()
        done.set()

    with gate:
        closer = Thread(target=shut, daemon=True)
        closer.start()
        while gate.is_open:
            closer.join(0.001)
        passed.set()
    assert done.wait(10.0)
