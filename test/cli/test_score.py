# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Metrics of class maps against labels, and errors where they do not match."""

import json

import cv2
import numpy as np
import pytest

from seg_ros.cli.main import main


@pytest.fixture
def folders(tmp_path):
    """Return folders with two maps of 0 soil 1 plant and labels of 0 soil 1 weed 2 crop."""
    maps = {'good': [[0, 0, 1, 1]], 'poor': [[0, 255, 0, 1]]}
    labels = {'good': [[0, 0, 1, 2]], 'poor': [[0, 0, 1, 2]]}
    for folder, images in (('maps', maps), ('labels', labels)):
        (tmp_path / folder).mkdir()
        for name, ids in images.items():
            cv2.imwrite(str(tmp_path / folder / f'{name}.png'), np.array(ids, np.uint8))
    return [str(tmp_path / 'maps'), str(tmp_path / 'labels')]


def test_json_has_the_agreed_keys(folders, capsys):
    assert main(['score', *folders, '--map', '1:1,2:1', '--json']) == 0
    captured = capsys.readouterr()
    figures = json.loads(captured.out)
    assert list(figures) == ['iou', 'miou', 'accuracy', 'boundary_f1', 'images', 'worst']
    assert figures['iou'] == pytest.approx({'0': 3 / 5, '1': 3 / 4})
    assert figures['miou'] == pytest.approx((3 / 5 + 3 / 4) / 2)
    assert figures['accuracy'] == pytest.approx(6 / 8)
    assert figures['images'] == 2
    assert figures['worst'] == {'image': 'poor', 'miou': pytest.approx((1 / 3 + 1 / 2) / 2)}
    assert captured.err == ''


def test_a_label_that_is_ignored_does_not_count(folders, capsys):
    assert main(['score', *folders, '--ignore', '2', '--json']) == 0
    assert json.loads(capsys.readouterr().out)['iou'] == pytest.approx({'0': 3 / 5, '1': 1 / 2})


def test_labels_of_one_class_alone_are_a_warning(folders, capsys, tmp_path):
    for name in ('good', 'poor'):
        cv2.imwrite(str(tmp_path / 'labels' / f'{name}.png'), np.uint8([[0, 0, 255, 255]]))
    assert main(['score', *folders]) == 1
    assert '--map 255:1 makes it class 1' in capsys.readouterr().err
    assert main(['score', *folders, '--ignore', '255']) == 0
    assert capsys.readouterr().err == (
        'seg_ros: warning: all labels are of class 0, use --map 255:1 instead of --ignore 255 if '
        'they are masks of 0 and 255\n'
    )
    assert main(['score', *folders, '--map', '255:1']) == 0
    assert capsys.readouterr().err == ''
    assert main(['score', *folders, '--map', '0:1', '--ignore', '255']) == 0
    assert capsys.readouterr().err == 'seg_ros: warning: all labels are of class 1\n'


def test_the_table_has_the_worst_image_and_classes_without_labels(folders, capsys):
    assert main(['score', *folders, '--map', '1:1,2:1']) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        'id   class         IoU  of labels  of prediction',
        '0                0.600     50.00%         50.00%',
        '1                0.750     50.00%         37.50%',
        '255  unlabelled      -      0.00%         12.50%',
    ]
    assert lines[-1] == 'worst: poor, mIoU 0.417'


def test_names_of_classes_and_masks_come_from_a_manifest(folders, capsys, tmp_path):
    (tmp_path / 'net.onnx').write_bytes(b'')
    (tmp_path / 'net.yaml').write_text(
        'manifest_version: 1\nclasses:\n'
        '  - {name: soil, color: [9, 9, 9]}\n  - {name: plant, color: [0, 9, 0]}\n'
        'groups:\n  green: [plant]\n'
    )
    assert main(['score', *folders, '--map', '2:1', '--model', str(tmp_path / 'net.onnx')]) == 0
    shown = capsys.readouterr().out
    assert '1    plant ' in shown and 'mask green: IoU 0.' in shown


@pytest.mark.parametrize(
    'options, code, pattern',
    [
        (['--map', '1:255'], 1, 'a class id must be 0..254, got 255'),
        (['--ignore', '0', '1', '2'], 1, 'every label is ignored'),
        (['--model', 'no_such_network'], 1, 'no_such_network'),
    ],
)
def test_refusals_are_one_line(folders, capsys, options, code, pattern):
    assert main(['score', *folders, *options]) == code
    said = capsys.readouterr().err
    assert pattern in said and said.startswith('seg_ros: error: ') and said.count('\n') == 1


def test_a_malformed_map_is_a_usage_error(folders, capsys):
    with pytest.raises(SystemExit) as stop:
        main(['score', *folders, '--map', '1'])
    assert stop.value.code == 2
    assert 'expected LABEL:CLASS,...' in capsys.readouterr().err
