# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The format of a folder or a file."""

from collections.abc import Callable
from pathlib import Path
import shutil

from label_fixtures import write_photo
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.class_table import ClassRule
from seg_ros.label_formats.open_export import open_export


@pytest.mark.parametrize(
    'name, format_name, count',
    [
        ('coco', 'COCO JSON', 2),
        ('cvat', 'CVAT for images 1.1', 2),
        ('cvat_masks', 'Segmentation mask 1.1', 2),
        ('label_studio', 'Label Studio JSON', 2),
        ('label_studio_png', 'Label Studio PNG', 1),
        ('labelme', 'Labelme JSON', 2),
        ('yolo', 'YOLO segmentation', 2),
    ],
)
def test_examples(example: Callable[[str], Path], name: str, format_name: str, count: int) -> None:
    export = open_export(example(name))
    assert export.format_name == format_name and len(export.images) == count
    assert all(image.read().objects > 0 for image in export.images)


def test_roboflow(tmp_path: Path) -> None:
    (tmp_path / '_classes.csv').write_text('Pixel Value, Class\n0, background\n1, weed\n')
    assert open_export(tmp_path).format_name == 'Roboflow masks'


def test_a_file_and_images_in_another_folder(
    example: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = example('cvat')
    photos = tmp_path / 'photos'
    photos.mkdir()
    for name in 'ab':
        shutil.move(folder / f'{name}.jpg', photos / f'{name}.jpg')
    with pytest.raises(InputError, match='add --images FOLDER'):
        open_export(folder).images[0].read()
    export = open_export(folder / 'annotations.xml', photos, ClassRule('ground'))
    assert export.classes.classes[0].name == 'ground'
    assert export.images[0].read().objects == 2


def test_the_json_of_label_studio_goes_before_its_png(example: Callable[[str], Path]) -> None:
    folder = example('label_studio')
    shutil.copytree(example('label_studio_png'), folder, dirs_exist_ok=True)
    assert open_export(folder).format_name == 'Label Studio JSON'


def test_two_formats(example: Callable[[str], Path]) -> None:
    folder = example('cvat')
    shutil.copytree(example('yolo'), folder, dirs_exist_ok=True)
    says = r'must hold one format, got CVAT for .*annotations.xml\); YOLO .*data.yaml\); name one'
    with pytest.raises(InputError, match=says):
        open_export(folder)
    assert open_export(folder / 'data.yaml').format_name == 'YOLO segmentation'


@pytest.mark.parametrize(
    'files, says',
    [
        ((), r'must hold labels: annotations.xml \(CVAT .*; got no file. Export one of these'),
        (('a.jpg', 'b.jpg', 'c.png'), 'got 2 .jpg, 1 .png. Export'),
        (('LICENSE', 'settings.json', 'a.xml'), 'got 1 no suffix, 1 .xml, 1 .json'),
        (('dataset.yaml', 'labels/a.png'), 'is a dataset already: seg_ros train'),
        (('data.yaml', 'classes.txt'), 'got 1 .txt, 1 .yaml. Export'),
    ],
)
def test_none(tmp_path: Path, files: tuple[str, ...], says: str) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('{"version": 1}')
    with pytest.raises(InputError, match=says) as raised:
        open_export(tmp_path)
    assert '\n' not in str(raised.value)


def test_formats_without_a_reader(tmp_path: Path) -> None:
    (tmp_path / '7.txt').write_text('0 0.1 0.2 0.3 0.4')
    with pytest.raises(InputError, match='7.txt has YOLO boxes: boxes have no outlines'):
        open_export(tmp_path)


def test_other_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='none does not exist'):
        open_export(tmp_path / 'none')
    with pytest.raises(InputError, match='a.png must hold labels: .*; got 1 .png'):
        open_export(write_photo(tmp_path / 'a.png'))
