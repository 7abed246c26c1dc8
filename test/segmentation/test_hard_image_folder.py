# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A folder of hard images is a dataset, whatever interrupts it, and nothing in it is replaced."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ManifestError, ParameterError
from seg_ros.segmentation.hard_image_folder import (
    HardImage,
    HardImageFolder,
    HardImageRecord,
    PARTS,
    RecordedPose,
)

CLASSES = (ClassLabel(0, 'soil', (90, 60, 30)), ClassLabel(1, 'weed', (250, 0, 50)))
GROUPS = (ClassGroup('weed', (1,)),)
RECORD = HardImageRecord(1_700_000_000_250_000_000, 'camera', 'bgr8', 'weeds', 0.25, 0.9)
POSE = RecordedPose(
    1_700_000_000_240_000_000, 'odom', 'base_link', (1.0, 2.0, 0.0), (0, 0, 0, 1.0)
)


def hard_image(record: HardImageRecord = RECORD, suffix: str = '.png') -> HardImage:
    """Return 4 x 8 gray pixels; weed on the right half, unsure in the last two columns."""
    file = cv2.imencode(suffix, np.full((4, 8, 3), 120, np.uint8))[1].tobytes()
    class_map, confidence = np.zeros((4, 8), np.uint8), np.full((4, 8), 250, np.uint8)
    class_map[:, 4:], confidence[:, 6:] = 1, 100
    return HardImage(file, suffix, (4, 8), class_map, confidence, record)


def open_folder(root: Path) -> HardImageFolder:
    return HardImageFolder(root, CLASSES, GROUPS)


def read(root: Path, part: str, name: str) -> np.ndarray:
    return cv2.imread(str(root / part / f'{name}.png'), cv2.IMREAD_UNCHANGED)


def stems(root: Path) -> dict[str, list[str]]:
    return {part: sorted(file.stem for file in (root / part).iterdir()) for part in PARTS}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / 'robot' / 'hard'


def test_an_image_has_labels_that_ignore_what_was_unsure(root: Path) -> None:
    image = hard_image()
    assert open_folder(root).add('one', image) == 'one'
    assert (root / 'images' / 'one.png').read_bytes() == image.file
    assert read(root, 'labels', 'one')[0].tolist() == [0, 0, 0, 0, 1, 1, 255, 255]
    assert np.array_equal(read(root, 'class_maps', 'one'), image.class_map)
    assert np.array_equal(read(root, 'confidence', 'one'), image.confidence)


def test_planes_of_another_size_get_that_of_the_image(root: Path) -> None:
    image = hard_image()
    small = HardImage(
        image.file, '.png', (4, 8), image.class_map[::2, ::2], image.confidence[::2, ::2], RECORD
    )
    open_folder(root).add('one', small)
    assert read(root, 'labels', 'one').shape == (4, 8)
    assert read(root, 'labels', 'one')[0, [0, 7]].tolist() == [0, 255]
    assert np.array_equal(read(root, 'class_maps', 'one'), image.class_map)


@pytest.mark.parametrize('pose', [None, POSE])
def test_the_record_is_plain_yaml(root: Path, pose: RecordedPose | None) -> None:
    record = HardImageRecord(RECORD.stamp_ns, 'camera', 'bgr8', 'weeds', 0.25, 0.9, pose)
    open_folder(root).add('one', hard_image(record))
    content = yaml.safe_load((root / 'records' / 'one.yaml').read_text())
    assert content['stamp_ns'] == RECORD.stamp_ns and content['unsure_share'] == 0.25
    assert (content['pose'] or {}).get('position_m') == (pose and [1.0, 2.0, 0.0])


def test_the_description_is_that_of_a_dataset(root: Path) -> None:
    open_folder(root)
    content = yaml.safe_load((root / 'dataset.yaml').read_text())
    assert [one['name'] for one in content['classes']] == ['soil', 'weed']
    assert content['groups'] == {'weed': ['weed']} and content['ignore'] == [255]


@pytest.mark.parametrize('suffix', ['.png', '.jpg'])
def test_nothing_is_replaced_and_names_go_on_after_a_restart(root: Path, suffix: str) -> None:
    first = open_folder(root)
    first.add('one', hard_image())
    first.close()
    (root / 'labels' / 'one.png').write_bytes(b'corrected by a person')
    again = open_folder(root)
    assert again.add('one', hard_image(suffix=suffix)) == 'one_2'
    assert again.add('one', hard_image()) == 'one_3'
    assert (root / 'labels' / 'one.png').read_bytes() == b'corrected by a person'
    assert len(again.written_s()) == 3


def test_every_interruption_leaves_an_image_whole_or_not_there(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fail at each call to the disk in turn, as a power cut would: nothing after it happens."""
    calls_left = [0]

    class PowerCutError(BaseException):
        pass

    def failing(function):
        def call(*args, **keywords):
            calls_left[0] -= 1
            if calls_left[0] < 0:
                raise PowerCutError
            return function(*args, **keywords)

        return call

    complete = []
    for calls in range(100):
        folder = open_folder(root)
        assert len({tuple(names) for names in stems(root).values()}) == 1
        with monkeypatch.context() as patch:
            for owner, name in ((Path, 'mkdir'), (Path, 'rename'), (Path, 'open'), (os, 'fsync')):
                patch.setattr(owner, name, failing(getattr(owner, name)))
            patch.setattr('shutil.rmtree', failing(__import__('shutil').rmtree))
            calls_left[0] = calls
            try:
                folder.add('one', hard_image())
                break
            except PowerCutError:
                complete.append(len(stems(root)['images']))
            finally:
                folder.close()
    # Calls before and after the one that decides were both among those that failed.
    assert 10 < calls < 99 and complete[0] == 0
    assert sum(1 for _ in (root / 'images').iterdir()) > 1
    assert [path.name for path in (root / '.partial').iterdir()] == ['lock']


def test_a_disk_that_is_full_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = open_folder(root)

    def full(descriptor: int) -> None:
        raise OSError(28, 'No space left on device')

    with monkeypatch.context() as patch:
        patch.setattr(os, 'fsync', full)
        with pytest.raises(OSError, match='No space left'):
            folder.add('one', hard_image())
    assert set(map(tuple, stems(root).values())) == {()}
    assert folder.add('one', hard_image()) == 'one'


def test_a_move_that_fails_is_completed_by_the_next_start(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rename = open_folder(root), Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.parent.name == 'records':
            raise OSError(5, 'Input/output error')
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, 'rename', failing)
        with pytest.raises(OSError, match='Input/output error'):
            folder.add('one', hard_image())
    folder.close()
    assert stems(root)['images'] == []
    open_folder(root)
    assert set(map(tuple, stems(root).values())) == {('one',)}


def test_a_folder_that_is_gone_is_not_made_anew(root: Path) -> None:
    folder = open_folder(root)
    os.rename(root, root.with_name('pulled'))
    with pytest.raises(OSError):
        folder.add('one', hard_image())
    with pytest.raises(OSError):
        _ = folder.free_bytes
    assert not root.exists()


def test_one_node_at_a_time(root: Path) -> None:
    first = open_folder(root)
    with pytest.raises(ParameterError, match='must be a folder of one node'):
        open_folder(root)
    first.close()
    open_folder(root)


@pytest.mark.parametrize('name', ['file/hard', 'file'])
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / 'file').touch()
    with pytest.raises(ParameterError, match='must be a folder that can be written') as refusal:
        open_folder(tmp_path / name)
    assert '\n' not in str(refusal.value)


def test_labels_of_other_classes_are_not_mixed(root: Path) -> None:
    open_folder(root).close()
    crops = (*CLASSES, ClassLabel(2, 'crop', (0, 200, 0)))
    with pytest.raises(ParameterError, match='0 soil, 1 weed, 2 crop, got .*dataset.yaml with 0'):
        HardImageFolder(root, crops, ())
    open_folder(root).close()
    (root / 'dataset.yaml').write_text('label_set: soil_weed_crop')
    HardImageFolder(root, crops, ()).close()
    (root / 'dataset.yaml').write_text(']')
    with pytest.raises(ManifestError, match='not readable YAML'):
        HardImageFolder(root, crops, ())
    (root / 'dataset.yaml').unlink()
    open_folder(root)
