# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros evaluate` has the metrics of `segment` and `score` together."""

import json
from pathlib import Path
import shutil

import cv2
import numpy as np
import pytest

from seg_ros.cli.main import main


@pytest.fixture
def folders(tmp_path: Path, photo: Path) -> tuple[Path, Path]:
    """Return a folder with the photo, and one with labels: 0 left, 2 right, 9 in one row."""
    images, labels = tmp_path / 'images', tmp_path / 'labels'
    for folder in (images, labels):
        folder.mkdir()
    shutil.copy(photo, images / 'a.png')
    ids = np.zeros((8, 12), np.uint8)
    ids[:, 5:], ids[0] = 2, 9
    cv2.imwrite(str(labels / 'a.png'), ids)
    return images, labels


def test_the_same_figures_as_segment_and_score(
    tiny_model: Path, folders: tuple, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    images, labels = map(str, folders)
    assert (
        main(
            [
                'evaluate',
                images,
                labels,
                '--model',
                str(tiny_model),
                '--ignore',
                '9',
                '--json',
                '--out',
                str(tmp_path / 'out'),
            ]
        )
        == 0
    )
    ours = json.loads(capsys.readouterr().out)
    assert (
        main(['segment', images, '--model', str(tiny_model), '--out', str(tmp_path / 'maps')]) == 0
    )
    capsys.readouterr()
    assert main(['score', str(tmp_path / 'maps'), labels, '--ignore', '9', '--json']) == 0
    assert ours == json.loads(capsys.readouterr().out)
    assert ours['iou']['0'] == pytest.approx(5 / 6)
    assert sorted(path.name for path in (tmp_path / 'out').iterdir()) == [
        'confusion.png',
        'worst.png',
    ]


def test_the_table_names_the_classes(
    tiny_model: Path, folders: tuple, capsys: pytest.CaptureFixture
) -> None:
    assert main(['evaluate', *map(str, folders), '--model', str(tiny_model), '--map', '9:0']) == 0
    shown = capsys.readouterr().out
    assert 'blue' in shown and 'mIoU' in shown


@pytest.fixture
def colored(folders: tuple, tmp_path: Path) -> Path:
    """Write the labels in colors, and return a description of them."""
    labels = folders[1] / 'a.png'
    palette = np.zeros((256, 1, 3), np.uint8)
    palette[2], palette[9] = (250, 0, 0), (9, 9, 9)
    cv2.imwrite(str(labels), cv2.applyColorMap(cv2.imread(str(labels), -1), palette))
    path = tmp_path / 'colors.yaml'
    path.write_text(
        'classes: [{name: red, color: [0, 0, 0]}, {name: green, color: [0, 250, 0]}, '
        '{name: blue, color: [0, 0, 250]}]\ncolors: {9: [9, 9, 9]}\nignore: [9]\n'
    )
    return path


def test_a_description_of_a_dataset_has_the_colors(
    tiny_model: Path, folders: tuple, colored: Path, capsys: pytest.CaptureFixture
) -> None:
    command = ['evaluate', *map(str, folders), '--model', str(tiny_model), '--json']
    assert main(command) == 1
    assert 'RGB image needs a color table' in capsys.readouterr().err
    assert main([*command, '--dataset', str(colored)]) == 0
    assert json.loads(capsys.readouterr().out)['iou']['0'] == pytest.approx(5 / 6)
    assert main([*command, '--dataset', str(colored), '--ignore', '9']) == 1
    assert '--dataset must be without --map and --ignore' in capsys.readouterr().err
    colored.write_text(colored.read_text().replace('red', 'sky'))
    assert main([*command, '--dataset', str(colored)]) == 1
    assert 'those of the model, 0 red, 1 green, 2 blue, got 0 sky,' in capsys.readouterr().err


def test_an_unknown_label_is_one_line(
    tiny_model: Path, folders: tuple, capsys: pytest.CaptureFixture
) -> None:
    assert main(['evaluate', *map(str, folders), '--model', str(tiny_model)]) == 1
    pattern = capsys.readouterr().err
    assert pattern.count('\n') == 1 and 'a.png: label ids must be of the classes' in pattern


def test_without_matplotlib_only_the_plots_are_refused(
    tiny_model: Path,
    folders: tuple,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    monkeypatch.setattr('seg_ros.training.optional_dependencies.find_spec', lambda name: None)
    command = ['evaluate', *map(str, folders), '--model', str(tiny_model), '--ignore', '9']
    assert main(command) == 0
    assert main([*command, '--out', str(tmp_path / 'out')]) == 1
    assert capsys.readouterr().err.endswith('pip install matplotlib\n')
    assert not (tmp_path / 'out').exists()
