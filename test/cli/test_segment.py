# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros segment` with a tiny network whose class is the brightest color."""

from contextlib import closing
from pathlib import Path
from shutil import copy

import cv2
import numpy as np
import pytest

from seg_ros.atomic_files import VideoWriter
from seg_ros.cli import segment
from seg_ros.cli.main import main

RED_AND_BLUE = [[0] * 6 + [2] * 6] * 8


def ids(path: Path) -> list:
    """Return the pixels of a PNG of one channel."""
    pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert pixels.dtype == np.uint8
    return pixels.tolist()


def files_of(folder: Path) -> set[str]:
    """Return the files in a folder and its subfolders."""
    return {str(path.relative_to(folder)) for path in folder.rglob('*') if path.is_file()}


@pytest.fixture
def run(tiny_model):
    """Return a function that runs the verb with the tiny network and the folder `out`."""

    def run(*arguments):
        options = ('--model', str(tiny_model), '--out', 'out')
        return main(['segment', *options, *map(str, arguments)])

    return run


@pytest.fixture(autouse=True)
def out(tmp_path, monkeypatch):
    """Change to a temporary folder and return the one for the results."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / 'out'


def test_an_image(run, photo, out, capsys):
    assert run(photo) == 0
    assert files_of(out) == {'photo.png', 'overlay/photo.jpg', 'masks/cold/photo.png'}
    assert ids(out / 'photo.png') == RED_AND_BLUE
    assert ids(out / 'masks' / 'cold' / 'photo.png') == [[0] * 6 + [255] * 6] * 8
    assert cv2.imread(str(out / 'overlay' / 'photo.jpg')).shape == (8, 12, 3)
    captured = capsys.readouterr()
    assert [line.split() for line in captured.out.splitlines()[:3]] == [
        ['id', 'class', 'share'],
        ['0', 'red', '50.00%'],
        ['2', 'blue', '50.00%'],
    ]
    assert captured.err == ''


def test_an_unavailable_provider_is_a_warning(run, photo, capsys):
    assert run(photo, '--providers', 'NpuExecutionProvider', 'CPUExecutionProvider') == 0
    said = capsys.readouterr().err
    assert said.count('\n') == 1
    assert 'warning: runs on CPUExecutionProvider instead of NpuExecutionProvider' in said


def test_parameters_are_options(run, photo, out):
    assert run(photo, '--confidence-threshold', '1') == 0
    assert ids(out / 'photo.png') == [[255] * 12] * 8


@pytest.mark.parametrize('depth, shades', [(np.uint8, 1), (np.uint16, 257)])
def test_gray_and_16_bit_images(run, photo, out, depth, shades):
    colors = cv2.imread(str(photo))
    cv2.imwrite('deep.png', colors.astype(depth) * shades)
    cv2.imwrite('gray.png', np.full((8, 12), 200 * shades, depth))
    assert run('deep.png', 'gray.png') == 0
    assert ids(out / 'deep.png') == RED_AND_BLUE
    assert ids(out / 'gray.png') == [[0] * 12] * 8


def test_a_rotated_image_is_read_upright(run, photo, tmp_path, out):
    upright = cv2.imread(str(photo))
    lying = cv2.rotate(upright, cv2.ROTATE_90_COUNTERCLOCKWISE)
    jpeg = cv2.imencode('.jpg', lying, [cv2.IMWRITE_JPEG_QUALITY, 100])[1].tobytes()
    tag_turn_right = bytes.fromhex(
        'ffe1 0022 45786966 0000 4d4d002a00000008 0001 0112 0003 00000001 0006 0000 00000000'
    )
    (tmp_path / 'lying.jpg').write_bytes(jpeg[:2] + tag_turn_right + jpeg[2:])
    assert run('lying.jpg') == 0
    turned = np.array(ids(out / 'lying.png'))
    assert turned.shape == (8, 12)
    assert (turned[:, :5] == 0).all() and (turned[:, 7:] == 2).all()


def test_a_damaged_image_among_many_is_skipped(run, photo, out, tmp_path, capsys):
    (tmp_path / 'images').mkdir()
    for name in ('a.png', 'c.png'):
        copy(photo, tmp_path / 'images' / name)
    (tmp_path / 'images' / 'b.jpg').write_bytes(b'no image')
    assert run('images') == 1
    captured = capsys.readouterr()
    said = captured.err.splitlines()
    assert len(said) == 2 and 'skipped: images/b.jpg' in said[0]
    assert said[1] == 'seg_ros: error: 1 of 3 inputs could not be read'
    assert '2 images segmented' in captured.out
    assert ids(out / 'a.png') == ids(out / 'c.png') == RED_AND_BLUE
    assert not (out / 'b.png').exists()


def test_a_video(run, out):
    frames = np.zeros((3, 64, 96, 3), np.uint8)
    frames[:2, ..., 2] = frames[2, ..., 0] = 200
    with closing(VideoWriter(Path('ride.mp4'), 10.0)) as film:
        for frame in frames:
            film.add(frame)
    assert run('ride.mp4') == 0
    names = {f'ride/00000{number}.png' for number in (1, 2, 3)}
    assert files_of(out) == {*names, *(f'masks/cold/{name}' for name in names), 'overlay/ride.mp4'}
    assert [ids(out / name)[32][48] for name in sorted(names)] == [0, 0, 2]
    capture = cv2.VideoCapture(str(out / 'overlay' / 'ride.mp4'))
    assert capture.get(cv2.CAP_PROP_FRAME_COUNT) == 3
    assert capture.get(cv2.CAP_PROP_FPS) == 10.0


def test_an_interruption_leaves_only_complete_files(run, out, monkeypatch, capsys):
    with closing(VideoWriter(Path('ride.mp4'), 10.0)) as film:
        for _ in range(3):
            film.add(np.zeros((64, 96, 3), np.uint8))
    written = []

    def write_then_stop(path, pixels):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)

    monkeypatch.setattr(segment, 'write_image', write_then_stop)
    assert run('ride.mp4') == 130
    assert capsys.readouterr().err == 'seg_ros: interrupted\n'
    assert files_of(out) == set()


@pytest.mark.parametrize(
    'name, content',
    [
        ('empty.png', b''),
        ('text.jpg', b'no image'),
        ('short.jpg', b'\xff\xd8\xff\xe0'),
        ('broken.mp4', b'no video'),
        ('notes.txt', b'no video either'),
        ('missing.png', None),
        ('folder/notes.txt', b'a folder without images'),
    ],
)
def test_unreadable_input_is_one_line(run, out, tmp_path, capfd, name, content):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    assert run(name.split('/')[0]) == 1
    captured = capfd.readouterr()
    assert captured.err.startswith('seg_ros: error: ') and captured.err.count('\n') == 1
    assert name.split('/')[0] in captured.err
    assert captured.out == '' and not out.exists()


@pytest.mark.parametrize(
    'options, pattern',
    [
        (['--model', 'away.onnx'], 'model away.onnx does not exist'),
        (['--model', 'photo.png'], 'a model must be an .onnx or .tflite file'),
        (['--manifest', 'away.yaml'], 'manifest away.yaml does not exist'),
        (['--confidence-threshold', '2'], '--confidence-threshold must be 0.0 to 1.0, got 2.0'),
        (['--groups', 'warm: yellow'], 'yellow'),
        (['--required-provider', 'NoneSuch'], 'required_provider'),
        (['--out', '.'], 'would be overwritten'),
    ],
)
def test_refused_before_the_first_image(run, photo, out, capfd, options, pattern):
    assert run(photo, *options) == 1
    captured = capfd.readouterr()
    assert pattern in captured.err and captured.err.count('\n') == 1
    assert captured.out == '' and not out.exists()


def test_a_corrupt_network_is_one_line(photo, tmp_path, capfd):
    (tmp_path / 'net.onnx').write_bytes(b'no graph')
    (tmp_path / 'net.yaml').write_text(
        'manifest_version: 1\nclasses: [{name: a, color: [0, 0, 0]}]\n'
    )
    assert main(['segment', str(photo), '--model', 'net.onnx']) == 1
    assert capfd.readouterr().err.startswith('seg_ros: error: onnxruntime cannot load net.onnx')
