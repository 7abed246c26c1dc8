# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The int8 TFLite file of a micro U-Net: types, scores, size, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')
pytest.importorskip('onnx', reason='onnx is not installed')
pytest.importorskip('ai_edge_litert', reason='LiteRT is an extra and not installed')

from seg_ros.errors import ModelError  # noqa: E402
from seg_ros.inference.engine import open_engine  # noqa: E402
from seg_ros.training import tflite  # noqa: E402
from seg_ros.training.config import DataConfig, TrainingConfig  # noqa: E402
from seg_ros.training.export import ExportOptions  # noqa: E402
from seg_ros.training.micro_interpreter import lowest_arena_bytes, run_micro  # noqa: E402
from seg_ros.training.nets.build import build  # noqa: E402
from seg_ros.training.normalization import as_tensor  # noqa: E402

MICRO = TrainingConfig(net='micro')
SIZE = (32, 48)


def crops(count: int) -> list[np.ndarray]:
    """Return noise in blocks of 8 pixels."""
    random = np.random.default_rng(0)
    blocks = random.integers(0, 256, (count, SIZE[0] // 8, SIZE[1] // 8, 3), np.uint8)
    return list(blocks.repeat(8, axis=1).repeat(8, axis=2))


@pytest.fixture(scope='module')
def net() -> 'torch.nn.Module':
    """Return a micro U-Net whose normalizations have statistics, and whose scores spread."""
    torch.manual_seed(0)
    net = build(MICRO, 3).train()
    torch.nn.init.normal_(net.get_submodule('head').weight)
    net(as_tensor(np.stack(crops(8)), torch.device('cpu')))
    return net.eval()


@pytest.fixture(scope='module')
def model(net: 'torch.nn.Module', tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the TFLite file of the network."""
    pytest.importorskip('litert_torch', reason='litert-torch is not installed')
    path = tmp_path_factory.mktemp('tflite') / 'net.tflite'
    path.write_bytes(tflite.to_tflite(net, crops(20)))
    return path


def test_input_and_output_are_int8_and_a_pixel_is_one_step(model: Path) -> None:
    engine = open_engine(model)
    (image,), (scores,) = engine.inputs, engine.outputs
    assert (image.shape, image.dtype) == ((1, *SIZE, 3), 'int8')
    assert image.scale == pytest.approx(1 / 255) and image.zero_point == -128
    assert (scores.shape, scores.dtype) == ((1, SIZE[0] // 2, SIZE[1] // 2, 3), 'int8')
    assert model.stat().st_size < 150_000


def test_scores_are_nearly_those_of_the_network(model: Path, net: 'torch.nn.Module') -> None:
    engine = open_engine(model)
    (spec,) = engine.outputs
    images = crops(4)
    with torch.inference_mode():
        expected = net(as_tensor(np.stack(images), torch.device('cpu'))).numpy()
    quantized = np.concatenate(
        [engine.run(tflite.as_input(image), (spec.name,))[0] for image in images]
    )
    scores = (quantized.astype(np.float32) - spec.zero_point) * spec.scale
    scores = scores.transpose(0, 3, 1, 2)
    assert np.abs(scores - expected).mean() < 0.05 * expected.std()
    assert np.mean(scores.argmax(1) == expected.argmax(1)) > 0.95


def test_tflite_micro_has_the_operators_and_the_classes(model: Path) -> None:
    pytest.importorskip('tflite_micro', reason='tflite-micro is not installed')
    engine = open_engine(model)
    inputs = [tflite.as_input(image) for image in crops(2)]
    run = run_micro(model.read_bytes(), inputs)
    for tensor, scores in zip(inputs, run.outputs):
        (expected,) = engine.run(tensor, (engine.outputs[0].name,))
        assert np.mean(scores.argmax(-1) == expected.argmax(-1)) > 0.95
    assert lowest_arena_bytes(model.read_bytes()) < run.arena_bytes < 100_000


def test_a_file_that_is_too_large_is_refused() -> None:
    tflite.refuse_large(bytes(10**6))
    with pytest.raises(ModelError, match='must give at most 1000000 bytes, got 1000001'):
        tflite.refuse_large(bytes(10**6 + 1))


@pytest.mark.parametrize(
    'config, classes, size, pattern',
    [
        (TrainingConfig(), 2, SIZE, 'takes runs of --architecture micro, got unet'),
        (MICRO, 5, SIZE, 'takes at most 4 classes, got 5: train with --only'),
        (MICRO, 4, None, 'must come with --size'),
        (MICRO, 4, (32, 2048), 'must be at most 1024 with --tflite, got 2048'),
        (MICRO, 4, (32, 44), 'must be multiples of 8 for this network, got 32 and 44'),
    ],
)
def test_what_is_not_small_is_refused(
    config: TrainingConfig, classes: int, size: tuple | None, pattern: str
) -> None:
    with pytest.raises(ModelError, match=pattern):
        tflite.size_of_small(config, classes, ExportOptions(size))


def test_four_classes_are_accepted() -> None:
    assert tflite.size_of_small(MICRO, 4, ExportOptions(SIZE)) == SIZE


@pytest.mark.parametrize('size', [(16, 24), (48, 64)])
def test_calibration_crops_have_the_size_of_the_input(folder: Path, size: tuple) -> None:
    images = tflite.calibration_crops(DataConfig(str(folder)), MICRO, size)
    assert {image.shape for image in images} == {(*size, 3)}
    assert len({image.tobytes() for image in images}) > 50


def test_pixels_become_rgb_minus_128() -> None:
    assert tflite.as_input(np.array([[[0, 128, 255]]], np.uint8)).tolist() == [[[[127, 0, -128]]]]
