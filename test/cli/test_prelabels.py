# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros segment --labels` with a tiny network whose class is the brightest color."""

import json
from xml.etree import ElementTree

import cv2
import pytest

from seg_ros.cli.main import main


@pytest.fixture
def run(tiny_model, tmp_path, monkeypatch):
    """Return a function that runs the verb in a temporary folder with the folder `out`."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        options = ('--model', str(tiny_model), '--out', 'out')
        return main(['segment', *options, *map(str, arguments)])

    return run


def test_labelme(run, photo, tmp_path, capsys):
    assert run(photo, '--labels', 'labelme', '--label-tolerance', '0') == 0
    content = json.loads((tmp_path / 'out/labelme/photo.json').read_text())
    shapes = {shape['label']: shape['points'] for shape in content['shapes']}
    assert list(shapes) == ['red', 'blue']
    assert sorted(shapes['blue']) == [[6.25, 0], [6.25, 8], [12, 0], [12, 8]]
    assert content['imagePath'] == '../../photo.png'
    assert 'labelme IMAGES --output out/labelme' in capsys.readouterr().out


def test_cvat(run, photo, tmp_path, capsys):
    other = tmp_path / 'other.jpg'
    cv2.imwrite(str(other), cv2.imread(str(photo)))
    assert run(photo, other, '--labels', 'cvat') == 0
    root = ElementTree.parse(tmp_path / 'out/cvat/annotations.xml').getroot()
    assert [image.get('name') for image in root.iter('image')] == ['photo.png', 'other.jpg']
    labels = [
        entry['name'] for entry in json.loads((tmp_path / 'out/cvat/labels.json').read_text())
    ]
    assert labels == ['red', 'green', 'blue', '__ignore__']
    assert 'CVAT 1.1' in capsys.readouterr().out


def test_cvat_masks(run, photo, tmp_path, capsys):
    assert run(photo, '--labels', 'cvat-masks') == 0
    mask = cv2.imread(str(tmp_path / 'out/cvat-masks/SegmentationClass/photo.png'))
    assert mask[0, [0, 11]].tolist() == [[0, 0, 255], [255, 0, 0]]
    assert 'green:0,255,0::' in (tmp_path / 'out/cvat-masks/labelmap.txt').read_text()
    assert 'Segmentation mask 1.1' in capsys.readouterr().out


def test_what_is_not_certain_is_to_be_ignored(run, photo, tmp_path):
    assert run(photo, '--labels', 'labelme', '--confidence-threshold', '1') == 0
    content = json.loads((tmp_path / 'out/labelme/photo.json').read_text())
    assert [shape['label'] for shape in content['shapes']] == ['__ignore__']


def test_small_regions_are_left_out(run, photo, tmp_path):
    image = cv2.imread(str(photo))
    image[2:4, 2:4] = (200, 0, 0)
    cv2.imwrite('spotted.png', image)
    assert run('spotted.png', '--labels', 'labelme', '--label-min-area', '4') == 0
    content = json.loads((tmp_path / 'out/labelme/spotted.json').read_text())
    assert [shape['label'] for shape in content['shapes']] == ['red', 'blue', 'blue']
    assert run('spotted.png', '--labels', 'cvat', '--label-min-area', '5') == 0
    root = ElementTree.parse(tmp_path / 'out/cvat/annotations.xml').getroot()
    assert [shape.get('label') for shape in root.iter('polygon')] == ['red', 'blue']


@pytest.mark.parametrize(
    'labels, file',
    [
        ('labelme', 'labelme/photo.json'),
        ('cvat', 'cvat/annotations.xml'),
        ('cvat-masks', 'cvat-masks/SegmentationClass/photo.png'),
    ],
)
def test_labels_that_may_be_corrected_are_never_replaced(run, photo, capsys, labels, file):
    assert run(photo, '--labels', labels) == 0
    assert run(photo, '--labels', labels) == 1
    said = capsys.readouterr().err
    assert f'out/{file} exists and may hold corrections' in said and said.count('\n') == 1


@pytest.mark.parametrize(
    'options, pattern',
    [
        (['--output-size', 'network'], '--output-size must be camera with --labels, got network'),
        (['ride.mp4'], 'ffmpeg -i ride.mp4 frames/%06d.png'),
    ],
)
def test_refused_before_the_first_image(run, photo, tmp_path, capsys, options, pattern):
    video = cv2.VideoWriter('ride.mp4', cv2.VideoWriter.fourcc(*'mp4v'), 10.0, (64, 48))
    video.write(cv2.resize(cv2.imread(str(photo)), (64, 48)))
    video.release()
    assert run(*options, photo, '--labels', 'labelme') == 1
    captured = capsys.readouterr()
    assert pattern in captured.err and captured.err.count('\n') == 1
    assert not (tmp_path / 'out').exists()


@pytest.mark.parametrize('value', ['-1', 'inf', 'nan', 'much'])
def test_a_wrong_tolerance_is_named_by_its_option(run, photo, capsys, value):
    with pytest.raises(SystemExit):
        run(photo, '--labels', 'labelme', '--label-tolerance', value)
    said = capsys.readouterr().err
    assert f"--label-tolerance: expected a number of at least 0, got '{value}'" in said
