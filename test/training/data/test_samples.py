# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Pairs of image and label files, and files without a partner."""

from pathlib import Path
from shutil import rmtree

import cv2
import numpy as np
import PIL.Image
import pytest

from seg_ros.errors import InputError
from seg_ros.training.data.dataset import open_dataset
from seg_ros.training.data.label_map import IGNORED
from seg_ros.training.data.samples import paired_files, read_sample, split

EXIF_LIES_ON_ITS_SIDE = bytes.fromhex(
    'ffe1002245786966000049492a00080000000100120103000100000006000000000000 00'.replace(' ', '')
)


def test_a_sample_has_the_pixels_and_channels_of_its_files(folder: Path) -> None:
    dataset = open_dataset(folder)
    sample = read_sample(dataset.files[3], dataset.label_map)
    assert sample.name == '03'
    assert sample.pixels.shape == (48, 64, 3)
    assert np.unique(sample.channels).tolist() == [0, 1, 2, IGNORED]
    assert (sample.channels[-2:] == IGNORED).all()


@pytest.mark.parametrize(
    'labels, pattern',
    [
        (np.zeros((48, 60), np.uint8), '64x48, got 60x48$'),
        (np.zeros((64, 48), np.uint8), r'64x48, got 48x64 \(one of them is rotated'),
        (np.full((48, 64), 77, np.uint8), 'got 77 in 3072 pixels'),
        (np.full((48, 64), 255, np.uint8), r'got a mask of 0 and 255; .* `map: {255: 1}`'),
        (np.full((48, 64, 3), (1, 2, 3), np.uint8), r'a color table.*CLASS: \[3, 2, 1\]'),
        (np.full((48, 64), 256, np.uint16), '16-bit gray image must hold class ids 0..255'),
    ],
    ids=['size', 'rotated', 'id', 'mask', 'colors', '16 bits'],
)
def test_wrong_labels_are_refused_by_name(folder: Path, labels: np.ndarray, pattern: str) -> None:
    path = folder / 'labels' / '04.png'
    cv2.imwrite(str(path), labels)
    dataset = open_dataset(folder)
    with pytest.raises(InputError, match=pattern) as refusal:
        read_sample(dataset.files[4], dataset.label_map)
    assert str(path) in str(refusal.value)


def test_labels_of_colors_are_read_by_a_table(folder: Path) -> None:
    dataset = open_dataset(folder)
    labels = np.zeros((48, 64, 3), np.uint8)
    labels[:, 32:] = (0, 0, 255)
    cv2.imwrite(str(dataset.files[4].labels), labels)
    table = {(0, 0, 0): 2, (255, 0, 0): 1}
    sample = read_sample(dataset.files[4], dataset.label_map, table)
    assert np.unique(sample.channels[:, :32]) == 2 and np.unique(sample.channels[:, 32:]) == 1
    assert sample.palette == ()


def test_a_sample_has_the_palette_of_its_label_file(folder: Path) -> None:
    dataset = open_dataset(folder)
    image = PIL.Image.fromarray(np.eye(48, 64, dtype=np.uint8)).convert('P')
    image.putpalette([5, 6, 7, 255, 0, 0])
    image.save(dataset.files[4].labels)
    sample = read_sample(dataset.files[4], dataset.label_map)
    assert sample.channels.tolist() == np.eye(48, 64).tolist()
    assert sample.palette == ((0, (5, 6, 7)), (1, (255, 0, 0)))


def test_labels_must_have_the_size_of_the_upright_image(folder: Path) -> None:
    jpeg = cv2.imencode('.jpg', np.zeros((48, 64, 3), np.uint8))[1].tobytes()
    (folder / 'images' / '04.png').write_bytes(jpeg[:2] + EXIF_LIES_ON_ITS_SIDE + jpeg[2:])
    dataset = open_dataset(folder)
    with pytest.raises(InputError, match='48x64, got 64x48'):
        read_sample(dataset.files[4], dataset.label_map)


def test_truncated_files_are_refused(folder: Path) -> None:
    dataset = open_dataset(folder)
    for path in (dataset.files[0].labels, dataset.files[1].image):
        path.write_bytes(path.read_bytes()[:-20])
    for file, path in ((dataset.files[0], 'labels'), (dataset.files[1], 'images')):
        with pytest.raises(InputError, match=f'{path}/{file.name}.png cannot be read'):
            read_sample(file, dataset.label_map)


def test_a_file_without_partner_is_refused(folder: Path) -> None:
    (folder / 'labels' / '07.png').unlink()
    with pytest.raises(InputError, match='1 missing, the first is 07'):
        paired_files(folder / 'images', folder / 'labels')


def renamed(folder: Path, suffix: str) -> None:
    for path in folder.glob('*.png'):
        path.rename(path.with_name(f'{path.stem}{suffix}.png'))


def test_labels_may_end_in_mask(folder: Path) -> None:
    renamed(folder / 'labels', '_mask')
    files = paired_files(folder / 'images', folder / 'labels')
    assert (files[7].name, files[7].labels.name) == ('07', '07_mask.png')


def test_images_and_labels_may_be_in_one_folder(folder: Path) -> None:
    renamed(folder / 'labels', '_mask')
    for path in [*(folder / 'labels').iterdir()]:
        path.rename(folder / 'images' / path.name)
    files = paired_files(folder / 'images', folder / 'images')
    assert len(files) == 10
    assert (files[7].image.name, files[7].labels.name) == ('07.png', '07_mask.png')
    files[7].labels.unlink()
    with pytest.raises(InputError, match='1 missing, the first is 07$'):
        paired_files(folder / 'images', folder / 'images')


def test_one_folder_needs_a_suffix(folder: Path) -> None:
    with pytest.raises(InputError, match='as in row7_001_mask.png, or .* a folder each'):
        paired_files(folder / 'images', folder / 'images')


def test_annotations_in_place_of_label_images_are_refused(folder: Path) -> None:
    rmtree(folder / 'labels')
    with pytest.raises(InputError, match='labels must be a folder'):
        paired_files(folder / 'images', folder / 'labels')
    (folder / 'images' / '07.json').write_text('{"shapes": [], "imagePath": "07.png"}')
    with pytest.raises(InputError, match='labels as Labelme JSON .07.json'):
        paired_files(folder / 'images', folder / 'labels')


def test_labels_of_another_format_are_refused(folder: Path) -> None:
    for path in (folder / 'labels').iterdir():
        path.rename(path.with_suffix('.jpg'))
    with pytest.raises(InputError, match=r'labels must have files \(.png .* got .jpg'):
        paired_files(folder / 'images', folder / 'labels')


def test_a_name_that_occurs_twice_is_refused(folder: Path) -> None:
    (folder / 'images' / '07.jpg').write_bytes(b'')
    with pytest.raises(InputError, match='holds 07 more than once'):
        paired_files(folder / 'images', folder / 'labels')


def test_every_third_image_by_name_is_for_validation(folder: Path) -> None:
    training, validation = split(paired_files(folder / 'images', folder / 'labels'), 3)
    assert [file.name for file in validation] == ['00', '03', '06', '09']
    assert [file.name for file in training] == ['01', '02', '04', '05', '07', '08']


@pytest.mark.parametrize('every', [0, 1, 11])
def test_a_split_that_leaves_nothing_is_refused(folder: Path, every: int) -> None:
    with pytest.raises(InputError, match='2 to the number of images, 10'):
        split(paired_files(folder / 'images', folder / 'labels'), every)
