# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Output of Python and of native code is read, and shown again afterwards."""

import os
import sys

import pytest

from seg_ros.training.native_output import native_output


def test_output_is_read_and_not_shown(capfd: pytest.CaptureFixture) -> None:
    with native_output() as printed:
        print('from Python')
        print('an error', file=sys.stderr)
        os.write(1, b'from native code\n')
        os.write(2, b'its error\n')
        lines = printed().splitlines()
        os.write(1, b'more\n')
        assert printed().splitlines() == [*lines, 'more']
    assert sorted(lines) == ['an error', 'from Python', 'from native code', 'its error']
    assert capfd.readouterr() == ('', '')


def test_output_is_shown_again_after_an_error(capfd: pytest.CaptureFixture) -> None:
    with pytest.raises(ValueError), native_output():
        raise ValueError
    print('from Python')
    os.write(2, b'from native code\n')
    assert capfd.readouterr() == ('from Python\n', 'from native code\n')
