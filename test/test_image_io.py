# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images come from folders, files and videos in order, upright and whole."""

from itertools import islice
from pathlib import Path
import struct

import cv2
import numpy as np
import pytest

from seg_ros.errors import FrameError, InputError
from seg_ros.image_io import decode_image, open_frames

RED = np.full((4, 6, 3), (0, 0, 255), np.uint8)
BLUE = np.full((4, 6, 3), (255, 0, 0), np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cv2.imwrite(str(tmp_path / 'b.png'), RED)
    cv2.imwrite(str(tmp_path / 'a.png'), BLUE)
    (tmp_path / 'notes.txt').write_text('not an image')
    return tmp_path


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / 'drive.avi'
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*'MJPG'), 10.0, (64, 48))
    for level in (50, 100, 150):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    return path


def test_a_folder_is_read_in_order(folder) -> None:
    frames = open_frames(str(folder))
    assert frames.count == 2
    read = [(name, image.order, image.pixels[0, 0].tolist()) for name, image in frames]
    assert read == [('a', 'bgr', [255, 0, 0]), ('b', 'bgr', [0, 0, 255])]


def test_one_image_is_a_source(folder) -> None:
    assert [name for name, _ in open_frames(str(folder / 'b.png'))] == ['b']


def test_a_loop_begins_again(folder) -> None:
    frames = open_frames(str(folder), loop=True)
    assert [name for name, _ in islice(frames, 5)] == list('ababa')


def test_after_an_unreadable_file_comes_the_next(folder) -> None:
    (folder / 'a.png').write_bytes(b'no image')
    frames = open_frames(str(folder))
    with pytest.raises(InputError, match='a.png cannot be read: image data must be JPEG, PNG'):
        next(frames)
    assert next(frames)[0] == 'b'
    assert list(frames) == []


@pytest.mark.parametrize('loop, grays', [(False, [50, 100, 150]), (True, [50, 100, 150, 50])])
def test_a_video_is_read_frame_by_frame(video, loop, grays) -> None:
    frames = open_frames(str(video), loop)
    assert frames.count == 3
    read = list(islice(frames, 4))
    assert [round(float(image.pixels.mean())) for _, image in read] == pytest.approx(grays, abs=2)
    assert read[0][0] == '000001'


@pytest.mark.parametrize(
    'source, pattern',
    [
        ('', "source must be a folder, a file or a camera device, got ''"),
        ('nowhere', "a camera device, got '.*nowhere'"),
        ('empty', r'folder .*empty must hold an image \(.bmp .*\), got none'),
        ('notes.txt', 'notes.txt must be a video or a camera, got something unreadable'),
    ],
)
def test_sources_without_pictures_are_refused(folder, source, pattern) -> None:
    (folder / 'empty').mkdir()
    with pytest.raises(InputError, match=pattern) as refused:
        open_frames(str(folder / source) if source else '')
    assert '\n' not in str(refused.value)


def test_a_video_cut_to_nothing_is_refused(video) -> None:
    video.write_bytes(video.read_bytes()[:40])
    with pytest.raises(InputError):
        next(open_frames(str(video)))


@pytest.mark.parametrize('suffix', ['.jpg', '.png'])
def test_a_file_cut_off_is_refused(suffix) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    data = cv2.imencode(suffix, noise)[1].tobytes()
    assert decode_image(data + bytes(10)).pixels.shape == (64, 64, 3)
    with pytest.raises(FrameError, match='must be complete, got [0-9]+ bytes'):
        decode_image(data[: len(data) * 2 // 3])


def test_a_thumbnail_does_not_pass_for_the_whole() -> None:
    thumbnail = cv2.imencode('.jpg', RED)[1].tobytes()
    data = cv2.imencode('.jpg', np.zeros((64, 64, 3), np.uint8))[1].tobytes()
    data = data[:2] + b'\xff\xe5' + struct.pack('>H', len(thumbnail) + 2) + thumbnail + data[2:]
    assert decode_image(data).height_px == 64
    with pytest.raises(FrameError, match='that lack a part'):
        decode_image(data[:-20])


def test_exif_orientation_is_honoured() -> None:
    wide = np.zeros((20, 40, 3), np.uint8)
    wide[:, :20] = 255
    data = cv2.imencode('.jpg', wide)[1].tobytes()
    quarter_turn = struct.pack('<HHIHH', 0x112, 3, 1, 6, 0)
    tiff = b'II*\0' + struct.pack('<IH', 8, 1) + quarter_turn + bytes(4)
    exif = b'Exif\0\0' + tiff
    data = data[:2] + b'\xff\xe1' + struct.pack('>H', len(exif) + 2) + exif + data[2:]
    image = decode_image(data)
    assert (image.height_px, image.width_px) == (40, 20)
    assert image.pixels[5, 10].min() > 250 and image.pixels[35, 10].max() < 5


def test_16_bit_files_are_scaled_to_8() -> None:
    deep = np.full((4, 6, 3), (0, 128 * 257, 65535), np.uint16)
    image = decode_image(cv2.imencode('.png', deep)[1].tobytes())
    assert image.pixels[0, 0].tolist() == [0, 128, 255]


@pytest.mark.parametrize('data', [b'', b'\xff', b'\xff\xd8', b'\x89PNG', b'GIF'])
def test_rubbish_is_refused(data) -> None:
    with pytest.raises(FrameError):
        decode_image(data)


def test_a_header_of_absurd_size_is_refused() -> None:
    data = bytearray(cv2.imencode('.jpg', np.zeros((8, 8, 3), np.uint8))[1].tobytes())
    size = data.index(b'\xff\xc0') + 5
    data[size : size + 4] = b'\xff\xdc\xff\xdc'
    with pytest.raises(FrameError):
        decode_image(bytes(data))


def test_fill_bytes_before_a_marker_are_legal() -> None:
    data = cv2.imencode('.jpg', np.full((8, 8, 3), 90, np.uint8))[1].tobytes()
    assert decode_image(data[:2] + b'\xff\xff' + data[2:]).pixels[0, 0, 0] == 90


def test_a_folder_may_be_named_by_a_number(folder, monkeypatch) -> None:
    folder.rename(folder.parent / '2024')
    monkeypatch.chdir(folder.parent)
    assert open_frames('2024').count == len(open_frames(str(folder.parent / '2024')).files)


def test_a_video_that_breaks_off_in_the_middle_is_refused(video, monkeypatch) -> None:
    frames = open_frames(str(video))
    frames.count = 9
    with pytest.raises(InputError, match='must give 9 frames, got no more after 3'):
        list(frames)
