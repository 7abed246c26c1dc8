# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The results and the errors of `seg_ros demo`."""

import json
from pathlib import Path
import subprocess
import sys

import cv2
import numpy as np
import pytest

from seg_ros.cli.animation import HEIGHT_PX
from seg_ros.cli.demo import MARK, prepare_folder, replace_results
from seg_ros.errors import InputError

pytest.importorskip('rclpy', reason='ROS 2 is not here')
pytest.importorskip('rosbags', reason='rosbags, of the extra `demo`, is not installed')


def demo(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, '-m', 'seg_ros', 'demo', *arguments],
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a folder with a green image."""
    folder = tmp_path / 'photos'
    folder.mkdir()
    cv2.imwrite(str(folder / 'green.png'), np.full((48, 64, 3), (30, 160, 40), np.uint8))
    return folder


@pytest.mark.ros
def test_the_simulated_field_is_sprayed_recorded_and_shown(tmp_path: Path) -> None:
    out = tmp_path / 'out'
    done = demo('--out', str(out), '--length', '1')
    assert done.returncode == 0, done.stderr
    assert 'weeds_hit' in done.stdout and '/patch_node/spray_runs' in done.stdout
    assert json.loads((out / 'score.json').read_text())['weeds_hit'] > 0.8
    assert cv2.imread(str(out / 'sheet.png')).shape[1] == 2 * 640
    assert cv2.imread(str(out / 'strip_000.png')).shape[1] == 500
    assert list((out / 'recording').glob('*.mcap'))
    animation = cv2.VideoCapture(str(next(out.glob('animation.*'))))
    assert animation.read()[1].shape[0] == HEIGHT_PX
    figures = json.loads((out / 'figures.json').read_text())
    counts = {reported['topic']: reported['messages'] for reported in figures}
    assert counts['/patch_node/points'] == counts['/patch_node/spray_runs'] > 20
    assert '/segmentation_node/masks/weed' in counts


@pytest.mark.ros
def test_a_folder_of_images_is_segmented_and_shown(tmp_path: Path, photos: Path) -> None:
    out = tmp_path / 'out'
    done = demo('--out', str(out), '--source', str(photos), '--frames', '4')
    assert done.returncode == 0, done.stderr
    assert cv2.imread(str(out / 'sheet.png')).shape[1] == 2 * 64
    assert '/segmentation_node/masks/drivable' in (out / 'topics.txt').read_text()
    assert not list(out.glob('animation.*'))


def test_a_network_without_weeds_is_refused_before_the_drive(
    tmp_path: Path, tiny_model: Path
) -> None:
    done = demo('--out', str(tmp_path / 'out'), '--model', str(tiny_model))
    assert done.returncode == 1
    assert done.stderr.count('\n') == 1 and 'group weed or vegetation' in done.stderr
    assert not (tmp_path / 'out').exists()


def test_a_missing_source_is_refused_in_one_line(tmp_path: Path) -> None:
    done = demo('--out', str(tmp_path / 'out'), '--source', 'nowhere')
    assert done.returncode == 1
    assert done.stderr.count('\n') == 1
    assert done.stderr.startswith('seg_ros: error:') and 'nowhere' in done.stderr
    assert not (tmp_path / 'out').exists()


@pytest.mark.ros
def test_the_last_line_of_a_failed_node_is_shown(tmp_path: Path, photos: Path) -> None:
    (tmp_path / 'broken.onnx').write_bytes(b'no graph')
    manifest = Path(__file__).parents[2] / 'config/manifests/deeplabv3_mnv2_pascal_quant.yaml'
    done = demo(
        '--out',
        str(tmp_path / 'out'),
        '--frames',
        '2',
        '--source',
        str(photos),
        '--model',
        str(tmp_path / 'broken.onnx'),
        '--manifest',
        str(manifest),
    )
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith('seg_ros: error:') and 'broken.onnx' in last


def test_only_results_of_a_demo_are_removed(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / 'sheet.png'), np.zeros((2, 2), np.uint8))
    (tmp_path / 'recording').mkdir()
    (tmp_path / 'mine.txt').write_text('keep')
    with pytest.raises(InputError, match='--out must be new, empty or of an earlier demo'):
        prepare_folder(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    (tmp_path / MARK).touch()
    for _ in range(2):
        unfinished = prepare_folder(tmp_path)
        assert [path.name for path in unfinished.iterdir()] == ['logs']
        assert (tmp_path / 'sheet.png').exists() and (tmp_path / 'recording').exists()
    (unfinished / 'topics.txt').write_text('new')
    replace_results(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [MARK, 'logs', 'mine.txt', 'topics.txt']


def test_a_folder_of_a_demo_is_new_or_empty(tmp_path: Path) -> None:
    for folder in (tmp_path / 'empty', tmp_path / 'new'):
        if folder.name == 'empty':
            folder.mkdir()
        prepare_folder(folder)
        prepare_folder(folder)
    (tmp_path / 'file').write_text('')
    with pytest.raises(InputError, match='--out must be new'):
        prepare_folder(tmp_path / 'file')
