# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images of a drive with their labels are a dataset."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.cli.main import main
from seg_ros.training.data.dataset import open_dataset
from seg_ros.training.data.samples import read_sample


def test_a_drive_writes_a_dataset(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    folder = tmp_path / 'frames'
    assert main(['sim', '--length', '2', '--images', str(folder)]) == 0
    dataset = open_dataset(folder)
    assert [label.name for label in dataset.label_map.network_label_set.classes] == [
        'soil',
        'weed',
        'crop',
    ]
    samples = [read_sample(file, dataset.label_map) for file in dataset.files]
    places_m = [int(sample.name) / 1000.0 for sample in samples]
    assert len(samples) >= 2 and places_m[0] >= 0.0 and np.diff(places_m).min() >= 1.0
    for sample in samples:
        assert sample.pixels.shape == (480, 640, 3)
        plants = sample.channels > 0
        excess = 2.0 * sample.pixels[..., 1] - sample.pixels[..., 0] - sample.pixels[..., 2]
        assert excess[plants].mean() > excess[~plants].mean() + 20.0


def test_ground_truth_has_perfect_scores(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    folder = tmp_path / 'frames'
    main(['sim', '--length', '1', '--images', str(folder), '--seed', '9'])
    capsys.readouterr()
    label = next((folder / 'labels').iterdir())
    ids = cv2.imread(str(label), cv2.IMREAD_UNCHANGED)
    assert ids.dtype == np.uint8 and set(np.unique(ids)) == {0, 1, 2}


@pytest.mark.parametrize(
    'options, pattern',
    [
        (['--ros'], '--images cannot be combined with --ros'),
        ([], '--images must be a new or empty folder'),
    ],
)
def test_refusals(
    tmp_path: Path, capsys: pytest.CaptureFixture, options: list[str], pattern: str
) -> None:
    (tmp_path / 'mine.txt').touch()
    assert main(['sim', '--length', '1', '--images', str(tmp_path), *options]) == 1
    assert pattern in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ['mine.txt']
