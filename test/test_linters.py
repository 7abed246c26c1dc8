# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The code passes the linters of ROS 2, the type checker, the formatter and the spell checker."""

from importlib.util import find_spec
from pathlib import Path
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [
    str(ROOT / name)
    for name in (
        'seg_ros',
        'benchmarks',
        'examples',
        'launch',
        'docs',
        'test',
        'wheels',
        'setup.py',
    )
    if (ROOT / name).exists()
]
TEXTS = [str(path) for path in (*ROOT.glob('*.md'), ROOT / 'CHANGELOG.rst', ROOT / 'config')]


@pytest.mark.linter
def test_flake8() -> None:
    main = pytest.importorskip('ament_flake8.main', reason='ament_flake8 is not installed')
    count, errors = main.main_with_errors(argv=['--config', str(ROOT / 'setup.cfg'), *SOURCES])
    assert count == 0, '\n'.join(errors)


@pytest.mark.linter
def test_pep257(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level('WARNING', 'pydocstyle.utils')  # it names every file otherwise
    main = pytest.importorskip('ament_pep257.main', reason='ament_pep257 is not installed')
    assert main.main(argv=SOURCES) == 0


@pytest.mark.linter
@pytest.mark.parametrize(
    'module, arguments',
    [
        ('mypy', ()),
        ('ruff', ('format', '--check', '--diff')),
        ('codespell_lib', (*SOURCES, *TEXTS)),
    ],
)
def test_hooks_of_pre_commit(module: str, arguments: tuple[str, ...]) -> None:
    if find_spec(module) is None:
        pytest.skip(f'{module} is not installed')
    command = [sys.executable, '-m', module, *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
