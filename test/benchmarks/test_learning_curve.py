# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Runs of the learning curve are made once, and drawn."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip('matplotlib', reason='matplotlib is not installed')
pytest.importorskip('torch', reason='torch is not installed')

from benchmarks import learning_curve  # noqa: E402
from benchmarks.learning_curve import link, Run  # noqa: E402
from seg_ros.training.data.dataset import open_dataset  # noqa: E402


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a dataset of ten images."""
    for name, channels in (('images', 3), ('labels', 1)):
        (tmp_path / 'photos' / name).mkdir(parents=True)
        for number in range(10):
            pixels = np.full((4, 6, channels), number if channels == 3 else 0, np.uint8)
            cv2.imwrite(str(tmp_path / 'photos' / name / f'{number}.png'), pixels)
    (tmp_path / 'photos' / 'dataset.yaml').write_text('label_set: soil_weed_crop')
    return tmp_path / 'photos'


def test_runs_that_are_known_are_not_made_again(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def train(run: Run, others: tuple, kept: tuple, description: Path, folder: Path) -> dict:
        assert [file.name for file in kept] == ['0', '5'] and len(others) == 8
        made.append(run)
        return {'miou': 0.1 * run.photos}

    monkeypatch.setattr(learning_curve, 'train', train)
    monkeypatch.setattr(learning_curve, 'FIGURES', tmp_path / 'figures.json')
    runs = [Run('squares', photos=count, minutes=5.0, seed=0) for count in (3, 5)]
    learning_curve.train_all(runs[:1], photos, photos / 'dataset.yaml')
    learning_curve.train_all(runs, photos, photos / 'dataset.yaml')
    assert made == runs
    assert [row['photos'] for row in json.loads((tmp_path / 'figures.json').read_text())] == [3, 5]


def test_links_are_a_dataset(photos: Path, tmp_path: Path) -> None:
    files = open_dataset(photos).files[2:5]
    link(files, photos / 'dataset.yaml', tmp_path / 'chosen')
    chosen = open_dataset(tmp_path / 'chosen')
    assert [file.name for file in chosen.files] == ['2', '3', '4']
    assert chosen.files[0].image.read_bytes() == files[0].image.read_bytes()


def test_table_and_plot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / 'page.md'
    page.write_text('<!-- learning curve -->\n<!-- end of learning curve -->\n')
    monkeypatch.setattr(learning_curve, 'PAGE', page)
    monkeypatch.setattr(learning_curve, 'PLOTS', tmp_path / 'plots')
    results = [
        {'name': 'squares', 'photos': 3, 'minutes': 5.0, 'seed': seed, 'init': '', 'miou': miou}
        for seed, miou in enumerate((0.5, 0.8, 0.6))
    ]
    learning_curve.draw(results)
    assert '| squares | default | 3 | 5 | 3 | 0.600 (0.500 to 0.800) |' in page.read_text()
    assert cv2.imread(str(tmp_path / 'plots' / 'squares.png')) is not None
