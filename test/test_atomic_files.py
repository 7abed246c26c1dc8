# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Files are there whole or not at all."""

from contextlib import closing

import cv2
import numpy as np
import pytest

from seg_ros.atomic_files import new_folder, replacing, VideoWriter, write_image
from seg_ros.errors import InputError


def test_write_image_makes_folders_and_leaves_nothing_beside(tmp_path):
    ids = np.array([[0, 1], [255, 7]], np.uint8)
    write_image(tmp_path / 'new' / 'ids.png', ids)
    read = cv2.imread(str(tmp_path / 'new' / 'ids.png'), cv2.IMREAD_UNCHANGED)
    assert read.tolist() == ids.tolist()
    assert [path.name for path in (tmp_path / 'new').iterdir()] == ['ids.png']


@pytest.mark.parametrize('interruption', [KeyboardInterrupt, ValueError])
def test_an_interruption_leaves_what_was_there_before(tmp_path, interruption):
    path = tmp_path / 'film.mp4'
    path.write_text('old')
    with pytest.raises(interruption):
        with replacing(path) as part:
            part.write_text('half')
            raise interruption
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [('film.mp4', 'old')]


def test_a_file_that_cannot_be_written_is_named_in_one_line(tmp_path):
    (tmp_path / 'file').write_text('no folder')
    with pytest.raises(InputError, match=r'file/ids\.png cannot be written: (Not a|File)'):
        write_image(tmp_path / 'file' / 'ids.png', np.zeros((2, 2), np.uint8))
    (tmp_path / 'taken.png').mkdir()
    with pytest.raises(InputError, match=r'taken\.png cannot be written: Is a directory'):
        write_image(tmp_path / 'taken.png', np.zeros((2, 2), np.uint8))


def test_errors_about_other_files_stay_what_they_are(tmp_path):
    with pytest.raises(FileNotFoundError):
        with replacing(tmp_path / 'copy.txt') as part:
            part.write_text((tmp_path / 'missing' / 'original.txt').read_text())


@pytest.mark.parametrize('height, width', [(48, 64), (45, 63)])
def test_a_film_has_its_images(tmp_path, height, width):
    path = tmp_path / 'film.mp4'
    with closing(VideoWriter(path, 10.0)) as film:
        for level in (0, 100, 200):
            film.add(np.full((height, width, 3), level, np.uint8))
    capture = cv2.VideoCapture(str(path))
    levels = [capture.read()[1].mean() for _ in range(3)]
    assert levels == pytest.approx([0, 100, 200], abs=8)
    assert not capture.read()[0]


def test_a_folder_is_there_at_the_end_and_nothing_beside_it(tmp_path):
    out = tmp_path / 'new' / 'out'
    with new_folder(out) as part:
        (part / 'a.txt').write_text('a')
        assert not out.exists()
    assert [path.name for path in out.iterdir()] == ['a.txt']
    assert [path.name for path in out.parent.iterdir()] == ['out']
    with pytest.raises(InputError, match='out must be a new or empty folder, got one with files'):
        with new_folder(out):
            pytest.fail('it must not get this far')


@pytest.mark.parametrize('interruption', [KeyboardInterrupt, ValueError])
def test_an_interruption_leaves_no_folder(tmp_path, interruption):
    (tmp_path / '.out.part').mkdir()
    (tmp_path / '.out.part' / 'of_a_killed_run').touch()
    with pytest.raises(interruption):
        with new_folder(tmp_path / 'out') as part:
            assert not any(part.iterdir())
            (part / 'a.txt').write_text('a')
            raise interruption
    assert not any(tmp_path.iterdir())


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / 'out').mkdir()
    with new_folder(tmp_path / 'out') as part:
        (part / 'a.txt').write_text('a')
    assert [path.name for path in (tmp_path / 'out').iterdir()] == ['a.txt']


def test_a_folder_that_cannot_be_written_is_named_in_one_line(tmp_path):
    (tmp_path / 'file').write_text('no folder')
    with pytest.raises(InputError, match='out cannot be written: (Not a|File)'):
        with new_folder(tmp_path / 'file' / 'out'):
            pytest.fail('it must not get this far')
