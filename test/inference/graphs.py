# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Small networks built in memory: each channel is a color, and the brightest one wins."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
from onnx import helper, ModelProto, NodeProto, numpy_helper, TensorProto, ValueInfoProto

TYPES = {
    'float32': TensorProto.FLOAT,
    'float16': TensorProto.FLOAT16,
    'uint8': TensorProto.UINT8,
    'int8': TensorProto.INT8,
    'int32': TensorProto.INT32,
    'int64': TensorProto.INT64,
}
AXES = {
    'NCHW': ('N', 'C', 'H', 'W'),
    'NHWC': ('N', 'H', 'W', 'C'),
    'NHW': ('N', 'H', 'W'),
    'NCL': ('N', 'C', 'L'),
    'NLC': ('N', 'L', 'C'),
    'NL': ('N', 'L'),
}


@dataclass(frozen=True)
class Head:
    """
    One output of a tiny network.

    `kind` is logits, probabilities, sigmoid (raw), class_map or vector (image means, no map).
    Channel c is input channel c; of sigmoid and of one channel it is channel c minus the next one,
    so that it is positive where c is the brighter. Channels beyond those of the input repeat them,
    1 lower each time. Float logits are 1 lower, so that they are below 0, which probabilities are
    not. `weights` (channels, input channels) replaces all that. `stride` averages cells of that
    many pixels. uint8 and int8 scores are quantized with `scale` and `zero_point`.
    """

    name: str = 'scores'
    kind: str = 'logits'
    layout: str = 'NCHW'
    dtype: str = 'float32'
    channels: int = 3
    stride: int = 1
    weights: tuple[tuple[float, ...], ...] = ()
    scale: float = 1.0
    zero_point: int = 0


def tiny_graph(
    heads: tuple[Head, ...] = (Head(),),
    layout: str = 'NCHW',
    dtype: str = 'float32',
    size: tuple[int, int] | None = (8, 12),
    batch: int | None = 1,
    channels: int = 3,
) -> ModelProto:
    """Return a network with input `image`; a size or batch of None is left open in the graph."""
    height, width = size or ('height', 'width')
    extent = {'N': batch or 'batch', 'C': channels, 'H': height, 'W': width}
    image = _value('image', dtype, [extent[axis] for axis in AXES[layout]])
    nodes = _to_planes('image', layout)
    for head in heads:
        nodes += _head_nodes(head, channels)
    outputs = [_output(head, extent) for head in heads]
    graph = helper.make_graph(nodes, 'tiny', [image], outputs)
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid('', 17)])


def instance_graph(classes: tuple[int, ...]) -> ModelProto:
    """
    Return an instance network for 64 x 96 pixels: outputs `table` and `prototypes` of stride 4.

    Its objects cover the whole image, one for each of `classes` (0 or 1), with falling scores from
    0.8 in steps of 0.1. The mask of class 0 is where red is brighter than blue, of 1 the opposite.
    """
    table = np.zeros((1, 7, 8 * 12 + 4 * 6 + 2 * 3), np.float32)
    for number, each in enumerate(classes):
        table[0, :4, number] = 48, 32, 96, 64
        table[0, 4 + each, number] = 0.8 - 0.1 * number
        table[0, 6, number] = 1 - 2 * each
    red_less_blue = np.array([1, 0, -1], np.float32).reshape(1, 3, 1, 1)
    nodes = [
        helper.make_node('Constant', [], ['table'], value=numpy_helper.from_array(table)),
        helper.make_node('Constant', [], ['w'], value=numpy_helper.from_array(red_less_blue)),
        helper.make_node(
            'AveragePool', ['image'], ['pooled'], kernel_shape=[4, 4], strides=[4, 4]
        ),
        helper.make_node('Conv', ['pooled', 'w'], ['prototypes']),
    ]
    outputs = [
        _value('table', 'float32', list(table.shape)),
        _value('prototypes', 'float32', [1, 1, 16, 24]),
    ]
    image = _value('image', 'float32', [1, 3, 64, 96])
    graph = helper.make_graph(nodes, 'instances', [image], outputs)
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid('', 17)])


def _value(name: str, dtype: str, shape: list[int | str]) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TYPES[dtype], shape)


def _to_planes(name: str, layout: str) -> list[NodeProto]:
    nodes = [helper.make_node('Cast', [name], ['real'], to=TensorProto.FLOAT)]
    order = (0, 1, 2, 3) if layout == 'NCHW' else (0, 3, 1, 2)
    return [*nodes, helper.make_node('Transpose', ['real'], ['planes'], perm=order)]


def _output(head: Head, extent: dict[str, int | str]) -> ValueInfoProto:
    if head.kind == 'vector':
        return _value(head.name, head.dtype, [extent['N'], head.channels])
    cells = {
        axis: extent[axis] // head.stride
        if isinstance(extent[axis], int)
        else f'{head.name}_{axis}'
        for axis in 'HW'
    }
    channels = 1 if head.kind == 'class_map' else head.channels
    flat = prod(cells.values()) if extent['H'] != 'height' else f'{head.name}_L'
    sizes = {'N': extent['N'], 'C': channels, 'L': flat, **cells}
    return _value(head.name, head.dtype, [sizes[axis] for axis in AXES[head.layout]])


def _weights(head: Head, channels: int) -> tuple[np.ndarray, np.ndarray]:
    if head.weights:
        weights = np.array(head.weights, np.float32)
        return weights, np.zeros(len(weights), np.float32)
    weights = np.zeros((head.channels, channels), np.float32)
    for channel in range(head.channels):
        weights[channel, channel % channels] += 1.0
        if head.kind == 'sigmoid' or head.channels == 1:
            weights[channel, (channel + 1) % channels] -= 1.0
    lower = np.arange(head.channels) // channels
    if head.kind == 'logits' and head.channels > 1 and head.dtype.startswith('float'):
        lower += 1
    return weights, -lower.astype(np.float32)


def _head_nodes(head: Head, channels: int) -> list[NodeProto]:
    weights, bias = _weights(head, channels)
    cell = [head.stride, head.stride]
    steps = [
        ('AveragePool', (), {'kernel_shape': cell, 'strides': cell}),
        ('Conv', (weights[:, :, None, None], bias), {}),
    ]
    if head.kind == 'probabilities':
        steps.append(('Sigmoid', (), {}) if head.channels == 1 else ('Softmax', (), {'axis': 1}))
    if head.kind == 'vector':
        steps.append(('ReduceMean', (), {'axes': [2, 3], 'keepdims': 0}))
    elif head.kind == 'class_map':
        steps.append(('ArgMax', (), {'axis': 1, 'keepdims': int(head.layout != 'NHW')}))
    elif head.layout == 'NHW':
        steps.append(('Squeeze', (np.array([1]),), {}))
    if head.layout in ('NHWC', 'NLC') and head.kind != 'vector':
        steps.append(('Transpose', (), {'perm': (0, 2, 3, 1)}))
    if 'L' in head.layout:
        count = 1 if head.kind == 'class_map' else head.channels
        shape = {'NCL': (1, count, -1), 'NLC': (1, -1, count), 'NL': (1, -1)}[head.layout]
        steps.append(('Reshape', (np.array(shape),), {}))
    if head.dtype in ('uint8', 'int8') and head.kind != 'class_map':
        zero_point = np.array(head.zero_point, head.dtype)
        steps.append(('QuantizeLinear', (np.float32(head.scale), zero_point), {}))
    steps.append(('Cast', (), {'to': TYPES[head.dtype]}))
    return _chain(head.name, steps)


def _chain(name: str, steps: list[tuple[str, tuple, dict]]) -> list[NodeProto]:
    nodes, current = [], 'planes'
    for index, (operator, constants, attributes) in enumerate(steps, 1):
        inputs = [current]
        for position, constant in enumerate(constants):
            inputs.append(f'{name}/{index}/{position}')
            value = numpy_helper.from_array(np.asarray(constant))
            nodes.append(helper.make_node('Constant', [], inputs[-1:], value=value))
        current = name if index == len(steps) else f'{name}/{index}'
        nodes.append(helper.make_node(operator, inputs, [current], **attributes))
    return nodes
