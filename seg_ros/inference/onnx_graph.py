# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Read an .onnx file as a graph, with the optional onnx package."""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import Any, TYPE_CHECKING

from seg_ros.errors import InputError, ModelError

if TYPE_CHECKING:
    import onnx


def load_graph(path: Path, input_shape: tuple[int, ...] | None) -> onnx.ModelProto:
    """
    Return the model of an .onnx file without its external weights, with inferred shapes.

    `input_shape` replaces sizes that the graph leaves open. Raises InputError when the onnx
    package is not installed, ModelError when the file cannot be read.
    """
    try:
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError:
        raise InputError(
            'reading a graph needs the onnx package, which is not installed: pip install onnx'
        ) from None
    try:
        model = onnx.load(str(path), load_external_data=False)
    except (OSError, DecodeError) as error:
        raise ModelError(f'{path} is not a readable ONNX graph: {error}') from None
    if input_shape is not None:
        _fix_input(model.graph, input_shape)
    return onnx.shape_inference.infer_shapes(model, data_prop=True)


def constants_of(graph: onnx.GraphProto) -> dict[str, onnx.TensorProto]:
    """Return the weights and other constants by name."""
    constants = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == 'Constant' and node.attribute[0].name == 'value':
            constants[node.output[0]] = node.attribute[0].t
    return constants


def shapes_of(
    graph: onnx.GraphProto, constants: dict[str, onnx.TensorProto]
) -> dict[str, tuple[int | None, ...]]:
    """Return the shapes that are known by name, None for a size that stays open."""
    shapes = {name: tuple(tensor.dims) for name, tensor in constants.items()}
    for value in (*graph.input, *graph.value_info, *graph.output):
        if value.type.tensor_type.HasField('shape'):
            sizes = value.type.tensor_type.shape.dim
            shapes[value.name] = tuple(size.dim_value or None for size in sizes)
    return shapes


def attributes_of(node: onnx.NodeProto, constants: dict[str, onnx.TensorProto]) -> dict[str, Any]:
    """Return the attributes of an operator by name."""
    from onnx import helper, numpy_helper

    attributes = {entry.name: helper.get_attribute_value(entry) for entry in node.attribute}
    # Since opset 18 the axes of a reduction are an input.
    if node.op_type.startswith('Reduce') and len(node.input) > 1 and node.input[1] in constants:
        attributes['axes'] = numpy_helper.to_array(constants[node.input[1]]).tolist()
    return attributes


def size_bytes(tensor: onnx.TensorProto) -> int:
    """Return how much memory a constant takes."""
    from onnx import helper

    return prod(tensor.dims) * helper.tensor_dtype_to_np_dtype(tensor.data_type).itemsize


def _fix_input(graph: onnx.GraphProto, shape: tuple[int, ...]) -> None:
    stored = {tensor.name for tensor in graph.initializer}
    image = next(value for value in graph.input if value.name not in stored)
    for dimension, size in zip(image.type.tensor_type.shape.dim, shape):
        dimension.dim_value = size
    del graph.value_info[:]
