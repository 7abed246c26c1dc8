# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Folders of images and labels, and the YAML about them."""

from pathlib import Path

import pytest

from seg_ros.errors import InputError, ManifestError
from seg_ros.training.data.dataset import open_dataset


def test_a_folder_with_its_yaml(folder: Path) -> None:
    dataset = open_dataset(folder)
    assert [file.name for file in dataset.files] == [f'{number:02}' for number in range(10)]
    assert [label.name for label in dataset.label_map.label_set.classes] == ['gray', 'red', 'blue']
    assert dataset.label_map.ignored == (9,)
    assert dataset.licence == 'CC0'


def test_another_yaml_file_and_an_included_label_set(folder: Path, tmp_path: Path) -> None:
    content = tmp_path / 'street.yaml'
    content.write_text('label_set: camvid\nignore: [11]\nmap: {30: 3}')
    label_map = open_dataset(folder, content).label_map
    assert len(label_map.label_set.classes) == 11
    assert 'drivable' in [group.name for group in label_map.label_set.groups]
    assert label_map.class_of == ((30, 3),)


def test_a_class_needs_no_color(folder: Path, tmp_path: Path) -> None:
    content = tmp_path / 'plain.yaml'
    content.write_text('classes: [{name: soil}, {name: weed}, {name: crop}]')
    classes = open_dataset(folder, content).label_map.label_set.classes
    assert len({label.color for label in classes}) == 3


@pytest.mark.parametrize(
    'content, pattern',
    [
        ('label_set: camvid\nclasses: []', 'one of the keys label_set and classes, got both'),
        ('ignore: [1]', 'one of the keys label_set and classes, got neither'),
        ('label_set: camvid\nignored: [1]', 'did you mean ignore'),
        ('label_set: camvid\nignore: 11', 'dataset field ignore must be a list of whole numbers'),
        ('label_set: camvid\nignore: [256]', '0..255, got 256'),
        ('label_set: camvid\nmap: {1: 77}', 'got 77'),
        ('classes: [{name: a, color: [1, 1, 1]}, {name: a, color: [1, 1, 1]}]', 'unique names'),
        ('label_set: camvid\nmap: [1]', 'label ids to class ids'),
        ('label_set: camvid\nimages: 3', 'dataset field images must be a text'),
    ],
)
def test_a_wrong_yaml_is_refused_by_name(folder: Path, content: str, pattern: str) -> None:
    (folder / 'dataset.yaml').write_text(content)
    with pytest.raises(ManifestError, match=pattern) as refusal:
        open_dataset(folder)
    assert str(refusal.value).startswith(str(folder / 'dataset.yaml'))


def test_a_folder_without_yaml_is_refused(folder: Path) -> None:
    (folder / 'dataset.yaml').unlink()
    with pytest.raises(InputError, match='needs a dataset.yaml'):
        open_dataset(folder)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='must be a folder'):
        open_dataset(tmp_path / 'none')
