# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a tool exported becomes a dataset that `train` reads."""

import json
from pathlib import Path
import shutil
import zipfile

import cv2
import numpy as np
import pytest

from seg_ros.cli.main import main
from seg_ros.training.data.dataset import open_dataset
from seg_ros.training.data.samples import read_sample


def shape(label: str, left: float, right: float) -> dict[str, object]:
    return {'label': label, 'shape_type': 'rectangle', 'points': [[left, 0], [right, 8]]}


def write(folder: Path, name: str, *shapes: dict[str, object], suffix: str = '.jpg') -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pixels = np.full((8, 12, 3), 90, np.uint8)
    cv2.imwrite(str(folder / f'{name}{suffix}'), pixels)
    text = {'shapes': shapes, 'imagePath': f'{name}{suffix}', 'imageData': None}
    (folder / f'{name}.json').write_text(json.dumps(text))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / 'export'
    write(folder, 'one', shape('weed', 0, 3), shape('crop', 6, 12))
    write(folder, 'two', shape('crop', 0, 6), shape('ignore', 6, 9), suffix='.bmp')
    write(folder, 'not_labeled')
    return folder


def test_a_dataset(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    out = tmp_path / 'sub' / 'out'
    assert main(['labels', str(export), str(out)]) == 0
    printed = capsys.readouterr().out
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob('*.*')) == [
        'contact_sheet.png',
        'dataset.yaml',
        'images/one.jpg',
        'images/two.bmp',
        'labels/one.png',
        'labels/two.png',
    ]
    assert (out / 'images' / 'one.jpg').read_bytes() == (export / 'one.jpg').read_bytes()
    dataset = open_dataset(out)
    label_set = dataset.label_map.network_label_set
    assert [label.name for label in label_set.classes] == ['soil', 'weed', 'crop']
    assert [group.name for group in label_set.groups] == ['weed', 'crop', 'vegetation']
    one, two = (read_sample(file, dataset.label_map) for file in dataset.files)
    assert one.channels[0].tolist() == [1, 1, 1, 0, 0, 0, 2, 2, 2, 2, 2, 2]
    assert two.channels[0].tolist() == [2, 2, 2, 2, 2, 2, 255, 255, 255, 0, 0, 0]
    assert cv2.imread(str(out / 'contact_sheet.png')).shape[1] == 2 * 400
    assert ['1', 'weed', '12.50%', '1'] in [line.split() for line in printed.splitlines()]
    assert '255  left out of training' in printed
    assert '1 image without objects left out (not_labeled)' in printed
    assert printed.endswith(f'Check {out}/contact_sheet.png, then: seg_ros train {out}\n')
    assert not list(tmp_path.rglob('.*'))


def test_empty_images_are_kept_on_request(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    out = tmp_path / 'out'
    options = ['--keep-empty', '--background', 'ground']
    assert main(['labels', str(export), str(out), *options]) == 0
    assert len(open_dataset(out).files) == 3
    assert 'objects left out' not in capsys.readouterr().out
    assert open_dataset(out).label_map.network_label_set.classes[0].name == 'ground'


def test_an_included_label_set(export: Path, tmp_path: Path) -> None:
    out = tmp_path / 'out'
    write(export, 'one', shape('crop', 6, 12))
    assert main(['labels', str(export), str(out), '--label-set', 'soil_weed_crop']) == 0
    dataset = open_dataset(out)
    one = read_sample(dataset.files[0], dataset.label_map)
    assert one.channels[0].tolist() == [0] * 6 + [2] * 6


def test_splits_stay_apart(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    whole = tmp_path / 'whole'
    for split in ('train', 'valid', 'test'):
        shutil.copytree(export, whole / split)
    out = tmp_path / 'out'
    assert main(['labels', str(whole), str(out)]) == 0
    assert len(open_dataset(out / 'valid').files) == 2
    command = f'seg_ros train {out}/train --validation {out}/valid\n'
    assert capsys.readouterr().out.endswith(command)


def test_images_of_one_name_get_their_folders(export: Path, tmp_path: Path) -> None:
    whole = tmp_path / 'whole'
    for day in ('monday', 'friday'):
        shutil.copytree(export, whole / day)
    write(whole, 'three', shape('weed', 1, 5))
    assert main(['labels', str(whole), str(tmp_path / 'out')]) == 0
    assert sorted(path.stem for path in (tmp_path / 'out' / 'labels').iterdir()) == [
        'friday_one',
        'friday_two',
        'monday_one',
        'monday_two',
        'three',
    ]


def test_a_zip_file(export: Path, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / 'export'), 'zip', export)
    assert main(['labels', archive, str(tmp_path / 'out')]) == 0
    assert len(open_dataset(tmp_path / 'out').files) == 2


def test_errors_name_the_zip_file(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (export / 'one.jpg').unlink()
    archive = shutil.make_archive(str(tmp_path / 'export'), 'zip', export)
    assert main(['labels', archive, str(tmp_path / 'out')]) == 1
    error = capsys.readouterr().err
    assert f"{archive}/one.json: the image 'one.jpg' must be in {archive}, which" in error
    (tmp_path / 'masks' / 'SegmentationClass').mkdir(parents=True)
    (tmp_path / 'masks' / 'SegmentationClass' / 'a.png').touch()
    (tmp_path / 'masks' / 'labelmap.txt').write_text('weed:red::\n')
    archive = shutil.make_archive(str(tmp_path / 'masks'), 'zip', tmp_path / 'masks')
    assert main(['labels', archive, str(tmp_path / 'out')]) == 1
    assert f'{archive}/labelmap.txt must have lines LABEL:R,G,B::' in capsys.readouterr().err


def test_a_wrong_labelmap_is_named_in_the_zip_file(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / 'export' / 'SegmentationClass').mkdir(parents=True)
    (tmp_path / 'export' / 'labelmap.txt').write_text('weed')
    cv2.imwrite(str(tmp_path / 'export/SegmentationClass/a.png'), np.zeros((8, 12, 3), np.uint8))
    archive = shutil.make_archive(str(tmp_path / 'export'), 'zip', tmp_path / 'export')
    assert main(['labels', archive, str(tmp_path / 'out')]) == 1
    error = capsys.readouterr().err
    assert f'{archive}/labelmap.txt' in error and error.count('\n') == 1


@pytest.mark.parametrize(
    'method', [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_damaged_zip_file(method: int, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = tmp_path / 'export.zip'
    with zipfile.ZipFile(path, 'w', method) as archive:
        archive.writestr('a.json', bytes(range(256)) * 40)
    data = bytearray(path.read_bytes())
    start = 30 + len('a.json')
    data[start : start + 20] = b'\xff' * 20
    path.write_bytes(data)
    assert main(['labels', str(path), str(tmp_path / 'out')]) == 1
    error = capsys.readouterr().err
    assert f'{path} cannot be unpacked: ' in error and error.count('\n') == 1


def test_all_or_nothing(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    write(export, 'zzz', {'label': 'weed', 'shape_type': 'line', 'points': [[0, 0], [1, 1]]})
    out = tmp_path / 'out'
    assert main(['labels', str(export), str(out)]) == 1
    error = capsys.readouterr().err
    assert f'{export}/zzz.json: shape 1 (weed): shape_type must be polygon' in error
    assert error.count('\n') == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ['export']


def test_refusals(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(['labels', str(export), str(export)]) == 1
    assert 'must be a new or empty folder' in capsys.readouterr().err
    for name in ('one', 'two'):
        (export / f'{name}.json').unlink()
    assert main(['labels', str(export), str(tmp_path / 'out')]) == 1
    assert 'labels must have 1 to 254 classes' in capsys.readouterr().err
    (tmp_path / 'cut.zip').write_bytes(b'PK\x05\x06' + bytes(18))
    assert main(['labels', str(tmp_path / 'cut.zip'), str(tmp_path / 'out')]) == 1
    assert 'must hold labels' in capsys.readouterr().err
    assert not (tmp_path / 'out').exists()
