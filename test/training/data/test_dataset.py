# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Folders of images and labels, and the YAML about them."""

from pathlib import Path
from shutil import copytree

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
    'groups, expected',
    [
        ('', {'weed': (1,), 'vegetation': (1,)}),
        ('groups: {}', {}),
        ('groups: {spray: [weed]}', {'spray': (1,)}),
    ],
)
def test_classes_without_groups_get_those_of_their_names(
    folder: Path, tmp_path: Path, groups: str, expected: dict[str, tuple[int, ...]]
) -> None:
    content = tmp_path / 'plain.yaml'
    content.write_text(f'classes: [{{name: soil}}, {{name: weed}}]\n{groups}')
    label_set = open_dataset(folder, content).label_map.label_set
    assert {group.name: group.class_ids for group in label_set.groups} == expected


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
        ('label_set: camvid\nmap: {255: 3}\nignore: [9, 255]', 'no label id in common, got 255'),
        ('label_set: camvid\ncolors: {lawn: [0, 0, 0]}', "classes sky, .*, got 'lawn'"),
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


def test_a_folder_of_a_tool_is_refused_with_its_name(folder: Path) -> None:
    (folder / 'dataset.yaml').unlink()
    (folder / 'annotations').mkdir()
    (folder / 'annotations' / 'all.json').write_text(
        '{"images": [], "categories": [], "annotations": []}'
    )
    with pytest.raises(InputError, match='labels as COCO JSON .annotations/all.json'):
        open_dataset(folder)


def test_a_color_table(folder: Path) -> None:
    path = folder / 'dataset.yaml'
    assert open_dataset(folder).colors is None
    path.write_text(f'{path.read_text()}\ncolors: classes')
    assert open_dataset(folder).colors == {(128, 128, 128): 0, (255, 0, 0): 1, (0, 0, 255): 2}


LABELMAP = """# label:color_rgb:parts:actions
background:0,0,0::
red:255,0,0::
blue:0,0,255::
"""


@pytest.fixture
def cvat(folder: Path) -> Path:
    """Return the dataset as an export of CVAT, with a labelmap.txt and no dataset.yaml."""
    (folder / 'dataset.yaml').unlink()
    (folder / 'labelmap.txt').write_text(LABELMAP)
    (folder / 'images').rename(folder / 'JPEGImages')
    (folder / 'labels').rename(folder / 'SegmentationClass')
    return folder


def test_a_labelmap_alone_names_the_classes(cvat: Path) -> None:
    dataset = open_dataset(cvat)
    classes = dataset.label_map.label_set.classes
    assert [(label.id, label.name) for label in classes] == [
        (0, 'background'),
        (1, 'red'),
        (2, 'blue'),
    ]
    assert dataset.colors == {(0, 0, 0): 0, (255, 0, 0): 1, (0, 0, 255): 2}
    assert dataset.files[3].image == cvat / 'JPEGImages' / '03.png'
    assert dataset.files[3].labels == cvat / 'SegmentationClass' / '03.png'


def test_a_labelmap_alone_has_groups_by_the_names_of_its_labels(cvat: Path) -> None:
    text = LABELMAP.replace('red', 'weed').replace('blue', 'crop')
    (cvat / 'labelmap.txt').write_text(text)
    groups = open_dataset(cvat).label_map.label_set.groups
    assert [group.name for group in groups] == ['weed', 'crop', 'vegetation']


def test_a_labelmap_gives_colors_to_the_classes_of_a_yaml(cvat: Path) -> None:
    path = cvat / 'dataset.yaml'
    classes = 'classes: [{name: gray, color: [9, 9, 9]}, {name: blue, color: [1, 1, 1]}]'
    path.write_text(f'{classes}\ncolors: {{gray: [0, 0, 0], 255: [255, 0, 0]}}\nignore: [255]')
    assert open_dataset(cvat).colors == {(0, 0, 0): 0, (255, 0, 0): 255, (0, 0, 255): 1}
    path.write_text(classes)
    with pytest.raises(ManifestError, match='classes gray, blue, got background, red; say what'):
        open_dataset(cvat)


def test_images_may_be_elsewhere_than_those_of_cvat(cvat: Path) -> None:
    (cvat / 'JPEGImages').rename(cvat / 'images')
    assert open_dataset(cvat).files[0].image == cvat / 'images' / '00.png'


def test_another_folder_is_read_by_its_own_labelmap(cvat: Path, tmp_path: Path) -> None:
    other = tmp_path / 'other'
    copytree(cvat, other)
    (other / 'labelmap.txt').write_text('blue:0,0,200::\nbackground:0,0,0::\n')
    dataset = open_dataset(other, cvat / 'dataset.yaml')
    assert dataset.colors == {(0, 0, 200): 2, (0, 0, 0): 0}
    with pytest.raises(InputError, match='street.yaml does not exist'):
        open_dataset(other, cvat / 'street.yaml')
