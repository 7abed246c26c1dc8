# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Properties that are read from a graph are those that a run of it shows."""

from pathlib import Path
import sys

from graphs import Head, tiny_graph
import numpy as np
import onnx
from onnx import helper, numpy_helper, TensorProto
import pytest

from seg_ros.errors import InputError, ModelError
from seg_ros.inference.engine import open_engine
from seg_ros.inference.graph_info import GraphFacts, read_graph

SIDE = 64

Layer = tuple[str, tuple[np.ndarray, ...], dict]


def kernel(side: int, channels: int = 1) -> np.ndarray:
    return np.ones((channels, 1, side, side), np.float32)


def conv(side: int, stride: int = 1, dilation: int = 1) -> Layer:
    padding = (side - 1) * dilation // 2
    return (
        'Conv',
        (kernel(side),),
        {'strides': [stride] * 2, 'dilations': [dilation] * 2, 'pads': [padding] * 4},
    )


def pool(kind: str, side: int, stride: int) -> Layer:
    return (kind, (), {'kernel_shape': [side] * 2, 'strides': [stride] * 2})


def resize(scale: float, mode: str) -> Layer:
    scales = np.array([1, 1, scale, scale], np.float32)
    return ('Resize', (np.zeros(0, np.float32), scales), {'mode': mode})


def chain(layers: tuple[Layer, ...], side: int | None = SIDE, opset: int = 18) -> onnx.ModelProto:
    """Return a network of one channel that applies the layers one after the other."""
    nodes, weights, current = [], [], 'image'
    for index, (kind, constants, attributes) in enumerate(layers):
        names = [f'weight_{index}_{position}' for position in range(len(constants))]
        weights += map(numpy_helper.from_array, constants, names)
        nodes.append(helper.make_node(kind, [current, *names], [f'map_{index}'], **attributes))
        current = f'map_{index}'
    image = helper.make_tensor_value_info(
        'image', TensorProto.FLOAT, [1, 1, side or 'height', side or 'width']
    )
    result = helper.make_tensor_value_info(current, TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, 'chain', [image], [result], weights)
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid('', opset)])


def properties(
    folder: Path, graph: onnx.ModelProto, shape: tuple[int, ...] | None = None
) -> GraphFacts:
    onnx.save(graph, str(folder / 'chain.onnx'))
    return read_graph(folder / 'chain.onnx', shape)


def measured_field(path: Path) -> int:
    """Return how many rows of pixels change a cell in the middle, by one run for each."""
    engine = open_engine(path)
    probes = np.zeros((1, 1, SIDE, SIDE), np.float32)
    names = (engine.outputs[0].name,)
    count = 0
    for row in range(SIDE):
        probes[...] = 0
        probes[0, 0, row] = 1
        output = engine.run(probes, names)[0]
        count += output[0, 0, output.shape[2] // 2, output.shape[3] // 2] != 0
    return count


@pytest.mark.parametrize(
    'layers, field, stride, coarsest',
    [
        ((conv(3),), 3, 1, 1),
        ((conv(3, stride=2), conv(3)), 7, 2, 2),
        ((conv(3, dilation=4), conv(5)), None, 1, 1),
        ((conv(3, stride=2), pool('AveragePool', 2, 2), conv(3)), 13, 4, 4),
        ((pool('AveragePool', 3, 1), conv(3, stride=2), conv(3, stride=2)), 9, 4, 4),
        ((pool('AveragePool', 4, 4), resize(4, 'nearest')), 4, 1, 4),
        ((pool('AveragePool', 4, 4), resize(4, 'linear')), 8, 1, 4),
        (
            (pool('AveragePool', 4, 4), ('ConvTranspose', (kernel(2),), {'strides': [2, 2]})),
            4,
            2,
            4,
        ),
        (
            (pool('AveragePool', 2, 2), ('ConvTranspose', (kernel(4),), {'strides': [2, 2]})),
            4,
            1,
            2,
        ),
        (
            (('SpaceToDepth', (), {'blocksize': 2}), ('DepthToSpace', (), {'blocksize': 2})),
            None,
            1,
            2,
        ),
    ],
)
def test_receptive_field_and_strides(
    tmp_path: Path, layers: tuple[Layer, ...], field: int | None, stride: int, coarsest: int
) -> None:
    graph = properties(tmp_path, chain(layers))
    assert graph.output_stride == (stride, stride)
    assert graph.coarsest_stride == (coarsest, coarsest)
    assert not graph.whole_image
    if field is not None:
        assert graph.receptive_field == (field, field)
        assert measured_field(tmp_path / 'chain.onnx') == field


@pytest.mark.parametrize(
    'layer, whole',
    [
        (('GlobalAveragePool', (), {}), True),
        (pool('AveragePool', SIDE, 1), True),
        (('ReduceMean', (np.array([2, 3]),), {}), True),
        (('ReduceMax', (np.array([1]),), {}), False),
        (conv(1), False),
    ],
)
def test_global_pooling_reads_the_whole_image(tmp_path: Path, layer: Layer, whole: bool) -> None:
    assert properties(tmp_path, chain((layer,))).whole_image is whole


@pytest.mark.parametrize('shape, stride', [(None, None), ((1, 1, 64, 64), (1.0, 1.0))])
def test_open_sizes_leave_strides_unknown_until_they_are_given(
    tmp_path: Path, shape: tuple[int, ...] | None, stride: tuple[float, float] | None
) -> None:
    layers = (pool('MaxPool', 2, 2), resize(2, 'linear'))
    assert properties(tmp_path, chain(layers, side=None), shape).output_stride == stride


def test_weights_and_operators_are_counted(tmp_path: Path) -> None:
    graph = properties(tmp_path, chain((conv(3), ('Relu', (), {}), conv(5))))
    assert (graph.opset, graph.operators, graph.parameters) == (18, 3, 9 + 25)
    assert graph.weight_bytes == 4 * (9 + 25)


@pytest.mark.parametrize(
    'layers, names',
    [
        ((conv(3),), ()),
        ((conv(3), ('NonZero', (), {})), ('NonZero',)),
        ((('Unique', (), {}),), ('Unique',)),
    ],
)
def test_operators_that_depend_on_the_image_are_named(tmp_path: Path, layers, names) -> None:
    assert properties(tmp_path, chain(layers)).data_dependent == names


@pytest.mark.parametrize(
    'head, count',
    [
        (Head(kind='class_map', layout='NHW', dtype='int32', channels=5), 5),
        (Head(kind='class_map', layout='NHWC', dtype='uint8'), 3),
        (Head(), None),
    ],
)
def test_classes_of_a_class_map_are_counted(tmp_path: Path, head: Head, count) -> None:
    assert properties(tmp_path, tiny_graph((head,))).class_count == count


def test_any_output_can_be_requested(tmp_path: Path) -> None:
    onnx.save(tiny_graph((Head('a'), Head('b', stride=4))), str(tmp_path / 'tiny.onnx'))
    assert read_graph(tmp_path / 'tiny.onnx').output_stride == (1.0, 1.0)
    assert read_graph(tmp_path / 'tiny.onnx', output='b').output_stride == (4.0, 4.0)
    with pytest.raises(ModelError, match="output 'c' .* must come from the image"):
        read_graph(tmp_path / 'tiny.onnx', output='c')


def test_a_corrupt_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / 'bad.onnx').write_bytes(b'not a graph')
    with pytest.raises(ModelError, match='bad.onnx is not a readable ONNX graph'):
        read_graph(tmp_path / 'bad.onnx')


def test_without_onnx_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, 'onnx', None)
    with pytest.raises(InputError, match='pip install onnx'):
        read_graph(Path('tiny.onnx'))


@pytest.mark.parametrize(
    'name, classes',
    [('deeplab_mobilenet_edgetpu_slim_cityscapes_quant', 19), ('deeplabv3_mnv2_pascal_quant', 21)],
)
def test_real_networks(shared_models: Path, name: str, classes: int) -> None:
    graph = read_graph(shared_models / f'{name}.onnx')
    assert graph.whole_image
    assert (graph.output_stride, graph.coarsest_stride) == ((1.0, 1.0), (16.0, 16.0))
    assert graph.class_count == classes
    assert graph.data_dependent == ()
