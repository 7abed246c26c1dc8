# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros train`: stops, goes on, and reports."""

import json
from pathlib import Path
import sys

import pytest

from seg_ros.cli.main import main

sys.path.insert(0, str(Path(__file__).parents[1] / 'training'))

SHORT = [
    '--architecture',
    'micro',
    '--crop-height-px',
    '32',
    '--crop-width-px',
    '32',
    '--batch-size',
    '2',
    '--steps',
    '3',
    '--validate-every',
    '2',
]


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """Return a short training on painted squares."""
    pytest.importorskip('torch', reason='torch is not installed')
    from training_fixtures import write_squares

    folder = tmp_path / 'squares'
    write_squares(folder)
    return ['train', str(folder), *SHORT, '--out', str(tmp_path / 'run')]


def test_report_and_resume(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert main([*command, '--minutes', '0']) == 0
    assert capsys.readouterr().out.startswith('1 of 3 steps')
    assert main([*command, '--resume']) == 0
    assert 'best at step' in capsys.readouterr().out
    report = json.loads((tmp_path / 'run' / 'report.json').read_text())
    assert [entry['step'] for entry in report['history']] == [2, 3]
    assert report['recipe']['net'] == 'micro'
    assert {path.name for path in (tmp_path / 'run').iterdir()} == {
        'best.pt',
        'checkpoint.pt',
        'report.json',
        'curves.png',
        'confusion.png',
        'worst.png',
    }


def test_a_run_is_not_overwritten(command: list[str], capsys: pytest.CaptureFixture) -> None:
    assert main(command) == 0
    assert main(command) == 1
    assert 'go on with --resume' in capsys.readouterr().err


def test_without_a_dataset_it_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    pytest.importorskip('torch', reason='torch is not installed')
    assert main(['train', str(tmp_path), '--out', str(tmp_path / 'run')]) == 1
    assert 'must have a dataset.yaml' in capsys.readouterr().err


def test_without_torch_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr('seg_ros.training.optional_dependencies.find_spec', lambda name: None)
    assert main(['train']) == 1
    assert capsys.readouterr().err == (
        'seg_ros: error: torch and matplotlib must be installed for this, which is not so: '
        'pip install torch matplotlib\n'
    )
