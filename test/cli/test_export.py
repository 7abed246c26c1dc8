# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros export` and `seg_ros quantize`: from a run to a float and an int8 model."""

from pathlib import Path
import sys

import cv2
import numpy as np
import pytest

from seg_ros.cli.main import main
from seg_ros.datatypes import Image
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter

sys.path.insert(0, str(Path(__file__).parents[1] / 'training'))
pytestmark = pytest.mark.filterwarnings('ignore::DeprecationWarning')


@pytest.fixture(scope='module')
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with painted `squares` and a short `run` on them."""
    for package in ('torch', 'onnx'):
        pytest.importorskip(package, reason=f'{package} is not installed')
    from training_fixtures import write_squares

    root = tmp_path_factory.mktemp('trained')
    write_squares(root / 'squares')
    assert (
        main(
            [
                'train',
                str(root / 'squares'),
                '--architecture',
                'micro',
                '--crop-height-px',
                '32',
                '--crop-width-px',
                '32',
                '--steps',
                '40',
                '--lr',
                '0.01',
                '--out',
                str(root / 'run'),
            ]
        )
        == 0
    )
    return root


def test_export_and_its_twin(trained: Path, capsys: pytest.CaptureFixture) -> None:
    model, twin = trained / 'models' / 'net.onnx', trained / 'models' / 'twin.onnx'
    assert main(['export', str(trained / 'run'), '--out', str(model), '--half']) == 0
    shown = capsys.readouterr().out
    assert 'same class as PyTorch' in shown and 'expected calibration error' in shown
    assert (
        main(
            [
                'quantize',
                str(model),
                str(trained / 'squares' / 'images'),
                '--out',
                str(twin),
                '--labels',
                str(trained / 'squares' / 'labels'),
                '--ignore',
                '9',
            ]
        )
        == 0
    )
    assert 'int8, weights of 7 bits' in capsys.readouterr().out
    for path in (model, twin):
        segmenter = Segmenter(SegmenterParameters(model=str(path)))
        assert segmenter.self_test() == 1.0
        assert segmenter.manifest.licence == 'CC0'
        assert [label.name for label in segmenter.classes] == ['gray', 'red', 'blue']
    assert twin.stat().st_size < model.stat().st_size


def test_the_self_test_has_the_given_image(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    wanted = sorted((trained / 'squares' / 'images').iterdir())[1]
    assert (
        main(
            [
                'export',
                str(trained / 'run'),
                '--out',
                str(tmp_path / 'net.onnx'),
                '--self-test',
                str(wanted),
            ]
        )
        == 0
    )
    shown, expected = (cv2.imread(str(path)) for path in (tmp_path / 'net_test.png', wanted))
    assert np.array_equal(shown, expected)
    assert Segmenter(SegmenterParameters(model=str(tmp_path / 'net.onnx'))).self_test() == 1.0


def test_export_for_tflite_micro(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    pytest.importorskip('litert_torch', reason='litert-torch is not installed')
    model = tmp_path / 'net.tflite'
    verb = ['export', str(trained / 'run'), '--tflite', 'int8', '--size', '48', '64']
    assert main([*verb, '--out', str(model)]) == 0
    shown = dict(line.split('  ', 1) for line in capsys.readouterr().out.splitlines())
    assert {'arena', 'mIoU', 'same class as float'} <= set(shown)
    assert float(shown['same class as float'].split('%')[0]) > 95.0
    segmenter = Segmenter(SegmenterParameters(model=str(model)))
    assert segmenter.self_test() == 1.0
    assert segmenter.io_spec.input.layout == 'NHWC' and segmenter.io_spec.input.dtype == 'int8'
    squares = trained / 'squares'
    folders = [str(squares / name) for name in ('images', 'labels')]
    assert main(['evaluate', *folders, '--ignore', '9', '--model', str(model)]) == 0
    assert 'images: 10' in capsys.readouterr().out
    assert main(['inspect', str(model)]) == 0
    assert '1 x 48 x 64 x 3' in capsys.readouterr().out


def test_without_the_converter_the_command_to_install_it_is_printed(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(
        'seg_ros.training.optional_dependencies.find_spec',
        lambda name: None if name == 'litert_torch' else True,
    )
    verb = ['export', str(trained / 'run'), '--tflite', 'int8', '--size', '32', '32']
    assert main([*verb, '--out', str(tmp_path / 'net.tflite')]) == 1
    assert (
        'litert_torch must be installed, try: pip install litert_torch' in capsys.readouterr().err
    )


def test_labels_of_a_twin_are_read_as_described(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    squares = trained / 'squares'
    model = tmp_path / 'net.onnx'
    assert main(['export', str(trained / 'run'), '--out', str(model)]) == 0
    command = ['quantize', str(model), str(squares / 'images'), '--out', str(tmp_path / 't.onnx')]
    described = ['--dataset', str(squares / 'dataset.yaml')]
    assert main([*command, *described]) == 1
    assert 'must come with --labels' in capsys.readouterr().err
    labels = ['--labels', str(squares / 'labels')]
    assert main([*command, *labels, *described, '--ignore', '9']) == 1
    assert '--dataset must be without' in capsys.readouterr().err
    tables = []
    for rule in (described, ['--ignore', '9']):
        assert main([*command, *labels, *rule, '--force']) == 0
        tables.append([line.split()[-2:] for line in capsys.readouterr().out.splitlines()])
    assert tables[0] == tables[1]


def test_the_class_of_a_high_cost_is_predicted_more(trained: Path, tmp_path: Path) -> None:
    pixels = cv2.imread(str(sorted((trained / 'squares' / 'images').iterdir())[0]))
    shares = []
    for cost in ('blue=0.001', 'blue=1', 'blue=1000'):
        model = tmp_path / f'{cost}.onnx'
        assert main(['export', str(trained / 'run'), '--out', str(model), '--cost', cost]) == 0
        found = Segmenter(SegmenterParameters(model=str(model))).process(Image(pixels, 'bgr'))
        shares.append((found.class_map == 2).mean())
    assert shares[0] < shares[1] < shares[2]


@pytest.mark.parametrize('cost', ['crop', 'crop=', 'crop=0', 'crop=-1', 'crop=inf', '=2'])
def test_a_cost_is_a_class_and_a_number(cost: str, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        main(['export', 'run', '--out', 'net.onnx', '--cost', cost])
    assert 'expected CLASS=X with a number above 0' in capsys.readouterr().err


@pytest.mark.parametrize(
    'verb, pattern',
    [
        (['export', 'RUN', '--out', 'net.onnx', '--self-test', 'nowhere.png'], 'nowhere.png'),
        (['export', 'RUN', '--out', 'net.tflite'], 'must be an .onnx file, got net.tflite'),
        (['export', 'RUN', '--out', __file__], 'must be an .onnx file'),
        (['export', 'nowhere', '--out', 'net.onnx'], 'best.pt does not exist'),
        (
            ['export', 'RUN', '--out', 'net.onnx', '--cost', 'corn=3'],
            "gray, red, blue, got 'corn'",
        ),
        (['export', 'RUN', '--out', 'net.onnx', '--size', '60', '64'], 'must be multiples of 8'),
        (['export', 'RUN', '--tflite', 'int8', '--out', 'net.onnx'], 'must be a .tflite file'),
        (
            ['export', 'RUN', '--tflite', 'int8', '--half', '--out', 'net.tflite'],
            '--half must be left out',
        ),
        (['quantize', 'vegetation', 'RUN', '--out', 'twin.tflite'], 'other than the model'),
    ],
)
def test_refusals_are_one_line(
    trained: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
    verb: list,
    pattern: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([str(trained / 'run') if word == 'RUN' else word for word in verb]) == 1
    error = capsys.readouterr().err
    assert error.count('\n') == 1 and pattern in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize('name', ['net.onnx', 'net.yaml', 'net_test.png', 'net_test_mask.png'])
def test_a_file_is_not_replaced_unasked(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b'precious')
    for verb in (
        ['export', str(trained / 'run')],
        ['quantize', 'vegetation', str(trained / 'squares' / 'images')],
    ):
        assert main([*verb, '--out', str(tmp_path / 'net.onnx')]) == 1
        assert 'add --force' in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == [path] and path.read_bytes() == b'precious'
