# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs, exit codes and errors in one line."""

import subprocess
import sys

import pytest

from seg_ros import __version__
from seg_ros.cli import main as command_line
from seg_ros.cli.main import main, VERBS
from seg_ros.errors import InputError


class Verb:
    """A verb with the outcome that a test sets."""

    def __init__(self, outcome):
        """Store an exit code to return or an exception to raise."""
        self.outcome = outcome

    def add_arguments(self, parser):
        """Declare one number."""
        parser.add_argument('--number', type=int)

    def main(self, args):
        """Return or raise."""
        if isinstance(self.outcome, int):
            return self.outcome
        raise self.outcome


@pytest.fixture
def verb(monkeypatch):
    """Replace every verb by one with the given outcome."""
    return lambda outcome: monkeypatch.setattr(
        command_line, 'import_module', lambda name: Verb(outcome)
    )


def test_without_arguments_every_verb_is_listed_with_a_line(capsys):
    assert main([]) == 0
    shown = capsys.readouterr().out
    pattern = ' '.join(shown.split())
    assert all(f'{name} {summary}' in pattern for name, (_, summary) in VERBS.items())


@pytest.mark.parametrize(
    'outcome, code, pattern',
    [
        (0, 0, ''),
        (3, 3, ''),
        (InputError('no such file'), 1, 'seg_ros: error: no such file\n'),
        (
            PermissionError(13, 'Permission denied', 'out'),
            1,
            "seg_ros: error: [Errno 13] Permission denied: 'out'\n",
        ),
        (KeyboardInterrupt(), 130, 'seg_ros: interrupted\n'),
    ],
)
def test_exit_codes(verb, capsys, outcome, code, pattern):
    verb(outcome)
    assert main(['score']) == code
    assert capsys.readouterr().err == pattern


def test_a_bug_is_not_hidden(verb):
    verb(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        main(['score'])


@pytest.mark.parametrize(
    'arguments, code',
    [
        (['--version'], 0),
        (['score', '--help'], 0),
        (['fly'], 2),
        (['score', '--number', 'x'], 2),
    ],
)
def test_argparse_leaves_with_its_own_codes(verb, arguments, code):
    verb(0)
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == code


def test_python_m_seg_ros():
    run = subprocess.run(
        [sys.executable, '-m', 'seg_ros', '--version'], capture_output=True, text=True, check=True
    )
    assert run.stdout == f'seg_ros {__version__}\n'


def test_the_list_of_verbs_comes_without_heavy_imports():
    code = 'import sys; from seg_ros.cli.main import main; main([]); print(*sys.modules)'
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
    assert not {'cv2', 'numpy', 'onnxruntime', 'rclpy'} & set(run.stdout.split())


def test_a_closed_pipe_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, '-m', 'seg_ros', 'params'], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    with process.stderr as pattern:
        assert pattern.read() == b''
    process.wait(30)
