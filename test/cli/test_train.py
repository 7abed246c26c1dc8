# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros train`: stops, resumes, and reports."""

from dataclasses import fields
import json
import os
from pathlib import Path
import signal
import sys

import pytest

from seg_ros.cli.main import main
from seg_ros.training.config import TrainingConfig

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


def test_report(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(command) == 0
    first, best, files, following = capsys.readouterr().out.splitlines()
    assert first.startswith('3 of 3 steps, ') and best.startswith('best at step')
    assert files == f'curves.png, confusion.png, worst.png and report.json are in {tmp_path}/run/'
    assert following == f'next: seg_ros export {tmp_path}/run --out run.onnx --half'
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


def test_minutes_are_kept_by_the_clock(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    by_clock = [text for text in command if text not in ('--steps', '3')]
    assert main([*by_clock, '--minutes', '0.02']) == 0
    words = capsys.readouterr().out.split()
    assert words[1:6] == ['steps', 'in', '0.0', 'of', '0.02'] and int(words[0]) >= 1
    report = json.loads((tmp_path / 'run' / 'report.json').read_text())
    assert report['history'][-1]['step'] == int(words[0])


def test_steps_and_minutes_together_are_refused(
    command: list[str], capsys: pytest.CaptureFixture
) -> None:
    assert main([*command, '--minutes', '1']) == 1
    assert 'a run has --steps or --minutes, got both' in capsys.readouterr().err


def test_a_run_is_resumed_with_its_own_options(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert main(command) == 0
    run = str(tmp_path / 'run')
    assert main(['train', '--out', run, '--resume']) == 0
    assert '3 of 3 steps' in capsys.readouterr().out
    assert main(['train', '--out', run, '--resume', '--lr', '0.1']) == 1
    assert '--lr must stay 0.001 when a run is resumed, got 0.1' in capsys.readouterr().err


def test_options_that_fit_the_data_are_printed(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    facts = tmp_path / 'squares' / 'dataset.yaml'
    facts.write_text(facts.read_text().replace('{colored:', '{weed: [red], colored:'))
    assert main(command) == 0
    assert capsys.readouterr().out.startswith(
        'options for these images and initial weights: --rotate 180.0 --flip both\n'
    )


def test_an_interrupt_ends_the_step_and_keeps_the_run(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    from seg_ros.training.training import Training

    train_step = Training._train_step

    def interrupted_step(training: Training, batch: tuple) -> float:
        os.kill(os.getpid(), signal.SIGINT)
        return train_step(training, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Training, '_train_step', interrupted_step)
        assert main(command) == 130
    assert '1 of 3 steps; continue with --resume' in capsys.readouterr().err
    assert main([*command, '--resume']) == 0
    assert capsys.readouterr().out.startswith('3 of 3 steps')


def test_a_second_interrupt_ends_at_once(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seg_ros.training.training import Training

    def interrupted_twice(training: Training, batch: tuple) -> float:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError('the second one raises')

    monkeypatch.setattr(Training, '_train_step', interrupted_twice)
    assert main(command) == 130
    assert not (tmp_path / 'run').exists()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_negative_number_of_workers_is_refused(
    command: list[str], capsys: pytest.CaptureFixture
) -> None:
    with pytest.raises(SystemExit):
        main([*command, '--workers', '-1'])
    assert "expected an integer of at least 0, got '-1'" in capsys.readouterr().err


def test_a_run_is_not_overwritten(command: list[str], capsys: pytest.CaptureFixture) -> None:
    assert main(command) == 0
    assert main(command) == 1
    assert 'continue with --resume' in capsys.readouterr().err


def test_a_folder_without_dataset_yaml_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    pytest.importorskip('torch', reason='torch is not installed')
    assert main(['train', str(tmp_path), '--out', str(tmp_path / 'run')]) == 1
    assert 'needs a dataset.yaml' in capsys.readouterr().err


def test_a_class_without_pixels_is_one_warning(
    command: list[str], capsys: pytest.CaptureFixture
) -> None:
    description = Path(command[1]) / 'dataset.yaml'
    description.write_text(description.read_text().replace('ignore: [9]', 'map: {9: 0, 2: 1}'))
    assert main(command) == 0
    warnings = [line for line in capsys.readouterr().err.splitlines() if 'warning' in line]
    assert warnings == [
        'seg_ros: warning: no pixel of blue in the images for training: label some, or take a '
        'label set without',
        'seg_ros: warning: no pixel of blue in the images for validation: no IoU of it is '
        'measured; --every and --validation choose other images',
    ]


def test_without_torch_the_command_to_install_it_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr('seg_ros.training.optional_dependencies.find_spec', lambda name: None)
    assert main(['train']) == 1
    assert capsys.readouterr().err == (
        'seg_ros: error: torch and matplotlib must be installed, try: '
        'pip install torch matplotlib\n'
    )


CHOICES_AND_TEXTS = {'net', 'encoder', 'stride', 'only', 'begin_with', 'flip', 'class_weights'}


@pytest.mark.parametrize(
    'name', [field.name for field in fields(TrainingConfig) if field.name not in CHOICES_AND_TEXTS]
)
def test_a_value_out_of_range_is_refused_with_its_option(
    name: str, capsys: pytest.CaptureFixture
) -> None:
    pytest.importorskip('torch', reason='torch is not installed')
    from training_fixtures import option_named

    option = option_named(name)
    assert main(['train', option, str(2**40)]) == 1
    assert f'error: {option} must be ' in capsys.readouterr().err


@pytest.mark.parametrize(
    'arguments, message',
    [
        (['--only', 'thistle'], '--only must be one of soil, weed, crop'),
        (['--scale', '0.5'], '--scale must be 1 without a FOLDER'),
        (['--init', 'nowhere'], '--init must be imagenet, none, the folder of a run, or a model'),
    ],
)
def test_errors_of_training_name_the_option(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    pytest.importorskip('torch', reason='torch is not installed')
    command = ['train', *SHORT, *arguments, '--out', str(tmp_path / 'run')]
    assert main(command) == 1
    assert f'error: {message}' in capsys.readouterr().err


def test_an_invalid_split_names_the_option(
    command: list[str], capsys: pytest.CaptureFixture
) -> None:
    assert main([*command, '--every', '1']) == 1
    assert '--every must be 2 to the number of images, 10, got 1' in capsys.readouterr().err
