# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Training data and validation data."""

from pathlib import Path
from shutil import copytree

import cv2
import numpy as np
import PIL.Image
import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import InputError, ManifestError, ParameterError
from seg_ros.segmentation.hard_image_folder import HardImage, HardImageFolder, HardImageRecord
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.data.open_dataset import open_data, open_validation

CONFIG = TrainingConfig(crop_height_px=32, crop_width_px=32)


def test_validation_images_are_not_trained_on(folder: Path) -> None:
    data_config = DataConfig(str(folder), every=5)
    data, validation = open_data(data_config, CONFIG), open_validation(data_config, CONFIG)
    assert [sample.name for sample in validation.samples] == ['00', '05']
    assert len(data.source.counts) == 8
    assert np.array_equal(data.counts, data.source.counts.sum(axis=0))
    assert data.licence == validation.licence == 'CC0'


def test_another_folder_for_validation(folder: Path) -> None:
    data_config = DataConfig(str(folder), validation=str(folder))
    assert len(open_data(data_config, CONFIG).source.counts) == 10
    assert len(open_validation(data_config, CONFIG).samples) == 10


def test_a_folder_for_validation_must_have_the_same_classes(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / 'other'
    copytree(folder, other)
    data_config = DataConfig(str(folder), validation=str(other))
    (other / 'dataset.yaml').write_text('classes: [{name: gray}, {name: red}]')
    assert len(open_validation(data_config, CONFIG).samples) == 10
    (other / 'dataset.yaml').write_text('classes: [{name: gray}, {name: blue}]')
    with pytest.raises(InputError, match='0 gray, 1 red, 2 blue, got 0 gray, 1 blue;') as refusal:
        open_validation(data_config, CONFIG)
    assert f'classes of {other}/dataset.yaml must' in str(refusal.value)
    (other / 'dataset.yaml').write_text('classes: gray')
    with pytest.raises(ManifestError, match=f'^{other}/dataset.yaml: .* must be a list'):
        open_validation(data_config, CONFIG)
    described = DataConfig(str(folder), f'{folder}/dataset.yaml', validation=str(other))
    assert len(open_validation(described, CONFIG).samples) == 10
    (other / 'dataset.yaml').unlink()
    assert len(open_validation(data_config, CONFIG).samples) == 10


def test_the_simulated_field_cannot_be_scaled() -> None:
    with pytest.raises(ParameterError, match='--scale must be 1 without a FOLDER, got 0.5'):
        open_data(DataConfig(), TrainingConfig(scale=0.5))


def test_one_class_against_all_others(folder: Path) -> None:
    config = TrainingConfig(crop_height_px=32, crop_width_px=32, only='red')
    data = open_data(DataConfig(str(folder)), config)
    assert [label.name for label in data.label_map.network_label_set.classes] == ['not_red', 'red']
    assert data.counts.tolist()[1] > 0 and len(data.counts) == 2


def labels_as(folder: Path, value: int) -> None:
    """Make masks of the labels: 0, and a value for the squares."""
    for path in (folder / 'labels').iterdir():
        ids = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        cv2.imwrite(str(path), np.where(ids == 9, 0, ids > 0).astype(np.uint8) * value)


def described(folder: Path, line: str) -> DataConfig:
    path = folder / 'dataset.yaml'
    path.write_text(path.read_text().replace('ignore: [9]', line))
    return DataConfig(str(folder))


def test_a_mask_is_refused_unless_it_is_mapped(folder: Path) -> None:
    labels_as(folder, 255)
    with pytest.raises(
        InputError,
        match='got a mask of 0 and 255; if 255 is red, write `map: .*, or `ignore: .255.` if',
    ):
        open_data(DataConfig(str(folder)), CONFIG)
    with pytest.raises(InputError, match='got gray alone .* instead of `ignore: .255.`'):
        open_data(described(folder, 'ignore: [255]'), CONFIG)
    text = (folder / 'dataset.yaml').read_text().replace('ignore: [255]', 'map: {255: 1}')
    (folder / 'dataset.yaml').write_text(text)
    assert open_data(DataConfig(str(folder)), CONFIG).counts[:2].all()


def hard_images(root: Path, ids: list[int]) -> DataConfig:
    """Return four images of 4 x 8 with these class ids, unsure on the right."""
    folder = HardImageFolder(
        root, (ClassLabel(0, 'soil', (9, 9, 9)), ClassLabel(1, 'weed', (250, 0, 50))), ()
    )
    file = cv2.imencode('.png', np.zeros((4, 8, 3), np.uint8))[1].tobytes()
    confidence = np.full((4, 8), 250, np.uint8)
    confidence[:, 6:] = 100
    record = HardImageRecord(0, 'camera', 'bgr8', 'weeds', 0.25, 0.9)
    for number in range(4):
        class_map = np.tile(np.repeat(np.array(ids, np.uint8), 8 // len(ids)), (4, 1))
        image = HardImage(file, '.png', (4, 8), class_map, confidence, record)
        folder.add(str(number), image)
    folder.close()
    return DataConfig(str(root), every=2)


def test_unsure_pixels_of_hard_images_are_no_mask(tmp_path: Path) -> None:
    data = open_data(hard_images(tmp_path / 'hard', [0, 1]), CONFIG)
    assert data.counts.tolist() == [2 * 16, 2 * 8] and data.findings == ()
    with pytest.raises(InputError, match='got soil alone .* if the labels are masks of 0 and 255'):
        open_data(hard_images(tmp_path / 'soil', [0]), CONFIG)
    with pytest.raises(InputError, match='got weed alone and no pixel of soil$'):
        open_data(hard_images(tmp_path / 'weed', [1]), CONFIG)


def test_a_class_without_pixels_is_a_finding(folder: Path) -> None:
    assert open_data(DataConfig(str(folder)), CONFIG).findings == ()
    labels_as(folder, 1)
    data_config = DataConfig(str(folder))
    (training,) = open_data(data_config, CONFIG).findings
    (validation,) = open_validation(data_config, CONFIG).findings
    assert training.message.startswith('no pixel of blue in the images for training')
    assert validation.message.startswith('no pixel of blue in the images for validation')


def as_palette(path: Path, order: list[int], colored: bool) -> None:
    """Write labels with classes in another order, as a palette image or in its colors."""
    ids = np.argsort(order).astype(np.uint8)[cv2.imread(str(path), cv2.IMREAD_UNCHANGED) % 9]
    image = PIL.Image.fromarray(ids).convert('P')
    colors = [(128, 128, 128), (255, 0, 0), (0, 0, 255)]
    image.putpalette([part for class_id in order for part in colors[class_id]])
    (image.convert('RGB') if colored else image).save(path)


@pytest.mark.parametrize('colored', [False, True])
def test_labels_by_color_are_those_by_id(folder: Path, colored: bool) -> None:
    expected = open_data(described(folder, 'map: {9: 0}'), CONFIG).counts.tolist()
    for number, path in enumerate(sorted((folder / 'labels').iterdir())):
        as_palette(path, [2, 0, 1] if number % 2 else [0, 1, 2], colored)
    says = 'RGB image needs a color table' if colored else 'labels must have one palette'
    for read in (open_data, open_validation):
        with pytest.raises(InputError, match=says):
            read(DataConfig(str(folder)), CONFIG)
    path = folder / 'dataset.yaml'
    path.write_text(path.read_text() + 'colors: classes')
    data = open_data(DataConfig(str(folder)), CONFIG)
    assert data.counts.tolist() == expected and data.findings == ()


def test_a_palette_of_other_colors_is_a_finding(folder: Path) -> None:
    data_config = described(folder, 'map: {9: 0}')
    for path in (folder / 'labels').iterdir():
        as_palette(path, [0, 2, 1], colored=False)
    (finding,) = open_data(data_config, CONFIG).findings
    assert finding.message.startswith('label id 1 is read as red, but its palette shows it in')
    assert open_validation(data_config, CONFIG).findings == (finding,)
