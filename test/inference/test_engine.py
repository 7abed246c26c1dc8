# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The engine runs every dtype and layout, reports its provider, and refuses in one line."""

from pathlib import Path
import sys
from zipfile import ZipFile

from graphs import Head, tiny_graph
import numpy as np
import onnx
import pytest

from seg_ros.errors import ModelError
from seg_ros.inference.engine import CPU, open_engine
from seg_ros.inference.io_spec import TensorSpec

DEEPLAB = 'deeplabv3_mnv2_pascal_quant'


def save(folder: Path, graph: onnx.ModelProto) -> Path:
    path = folder / 'tiny.onnx'
    onnx.save(graph, str(path))
    return path


@pytest.mark.parametrize('dtype', ['float32', 'float16', 'uint8', 'int8'])
@pytest.mark.parametrize('layout, shape', [('NCHW', (1, 3, 8, 12)), ('NHWC', (1, 8, 12, 3))])
@pytest.mark.parametrize('size, batch', [((8, 12), 1), (None, None)])
def test_inputs(tmp_path: Path, layout: str, shape: tuple, dtype: str, size, batch) -> None:
    graph = tiny_graph(layout=layout, dtype=dtype, size=size, batch=batch)
    engine = open_engine(save(tmp_path, graph))
    open_sizes = tuple(length if length == 3 or size else None for length in shape)
    assert engine.inputs == (TensorSpec('image', open_sizes, dtype),)
    (scores,) = engine.run(np.ones(shape, dtype), ('scores',))
    np.testing.assert_array_equal(scores, np.zeros((1, 3, 8, 12)))


def test_the_named_outputs_are_returned_in_the_order_requested(tmp_path: Path) -> None:
    heads = (Head('a', 'class_map', 'NHW', 'int64'), Head('b', stride=2), Head('c', 'vector'))
    engine = open_engine(save(tmp_path, tiny_graph(heads)))
    assert [(spec.name, spec.shape, spec.dtype) for spec in engine.outputs] == [
        ('a', (1, 8, 12), 'int64'),
        ('b', (1, 3, 4, 6), 'float32'),
        ('c', (1, 3), 'float32'),
    ]
    vector, labels = engine.run(np.zeros((1, 3, 8, 12), np.float32), ('c', 'a'))
    assert vector.shape == (1, 3)
    assert labels.dtype == np.int64


@pytest.mark.parametrize('providers', [(), (CPU,), ('NoSuchProvider', CPU), ('NoSuchProvider',)])
def test_the_first_available_provider_is_used(tmp_path: Path, providers: tuple[str, ...]) -> None:
    assert open_engine(save(tmp_path, tiny_graph()), providers, CPU).provider == CPU


def test_a_required_provider_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match='NoSuchProvider') as refusal:
        open_engine(save(tmp_path, tiny_graph()), ('NoSuchProvider',), 'NoSuchProvider')
    assert CPU in str(refusal.value)


@pytest.mark.parametrize('name', ['a.onnx', 'a.tflite'])
@pytest.mark.parametrize('content', [b'', b'not a network', b'\x08\x07' * 500])
def test_a_corrupt_file_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    if name.endswith('tflite'):
        pytest.importorskip('ai_edge_litert', reason='LiteRT is an extra and not installed')
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=name) as refusal:
        open_engine(tmp_path / name)
    assert '\n' not in str(refusal.value)


@pytest.mark.parametrize(
    'name, pattern',
    [
        ('absent.onnx', 'does not exist'),
        ('absent.tflite', 'does not exist'),
        ('weights.pt', 'must be an .onnx or .tflite file'),
    ],
)
def test_a_wrong_path_is_refused(tmp_path: Path, name: str, pattern: str) -> None:
    with pytest.raises(ModelError, match=pattern):
        open_engine(tmp_path / name)


@pytest.mark.parametrize(
    'tensor', [np.zeros((1, 3, 9, 12), np.float32), np.zeros((1, 3, 8, 12), np.uint8)]
)
def test_a_wrong_tensor_is_refused_in_one_line(tmp_path: Path, tensor: np.ndarray) -> None:
    engine = open_engine(save(tmp_path, tiny_graph()))
    with pytest.raises(ModelError, match='network failed on') as refusal:
        engine.run(tensor, ('scores',))
    assert '\n' not in str(refusal.value)


def test_tflite_without_litert_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / 'a.tflite').write_bytes(b'')
    monkeypatch.setitem(sys.modules, 'ai_edge_litert.interpreter', None)
    with pytest.raises(ModelError, match='pip install ai-edge-litert'):
        open_engine(tmp_path / 'a.tflite')


def test_tflite_and_onnx_of_one_network_agree(shared_models: Path) -> None:
    pytest.importorskip('ai_edge_litert', reason='LiteRT is an extra and not installed')
    image = np.random.default_rng(0).integers(0, 256, (1, 513, 513, 3)).astype(np.uint8)
    lite = open_engine(shared_models / f'{DEEPLAB}.tflite')
    full = open_engine(shared_models / f'{DEEPLAB}.onnx')
    assert lite.inputs[0].shape == full.inputs[0].shape == image.shape
    assert lite.inputs[0].scale == pytest.approx(1 / 128)
    (left,), (right,) = lite.run(image, ('ArgMax',)), full.run(image, ('ArgMax',))
    assert np.mean(left == right) > 0.9
    with pytest.raises(ModelError, match='network failed on'):
        lite.run(image.astype(np.float32), ('ArgMax',))


def test_metadata_of_an_onnx_file(tmp_path: Path) -> None:
    graph = tiny_graph()
    assert open_engine(save(tmp_path, graph)).metadata == {}
    onnx.helper.set_model_props(graph, {'names': "{0: 'weed'}"})
    assert open_engine(save(tmp_path, graph)).metadata == {'names': "{0: 'weed'}"}


def test_text_files_in_a_tflite_file(tmp_path: Path, shared_models: Path) -> None:
    pytest.importorskip('ai_edge_litert', reason='LiteRT is an extra and not installed')
    network = shared_models / f'{DEEPLAB}.tflite'
    path = tmp_path / 'labeled.tflite'
    path.write_bytes(network.read_bytes())
    with ZipFile(path, 'a') as archive:
        archive.writestr('labels.txt', 'background\nplane\n')
        archive.writestr('icon.png', b'0')
        archive.writestr('large.txt', ' ' * 1_000_001)
    assert open_engine(network).metadata == {}
    assert open_engine(path).metadata == {'labels.txt': 'background\nplane\n'}
