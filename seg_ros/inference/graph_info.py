# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Read the properties of a network from its .onnx file, without running it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, prod
from pathlib import Path
from typing import TYPE_CHECKING

from seg_ros.errors import ModelError
from seg_ros.inference.onnx_graph import (
    attributes_of,
    constants_of,
    load_graph,
    shapes_of,
    size_bytes,
)
from seg_ros.inference.receptive_field import Operator, receptive_field_of, ReceptiveField

if TYPE_CHECKING:
    import onnx

DATA_DEPENDENT = {
    'Compress',
    'If',
    'Loop',
    'NonMaxSuppression',
    'NonZero',
    'Scan',
    'Unique',
}
"""Operators whose run time or output size depends on the content of the image."""

_REARRANGING = ('Cast', 'Identity', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze')


@dataclass(frozen=True)
class GraphFacts:
    """
    The properties of a graph.

    `receptive_field` is the number of image pixels (rows, columns) that one cell of the output is
    computed from, without global pooling or attention, which `whole_image` stands for.
    `output_stride` is image pixels per cell of the output, `coarsest_stride` that of the coarsest
    feature map on the way. All three are None where shapes stay open. `class_count` is the number
    of classes of a class map, None for another output.
    """

    opset: int
    operators: int
    parameters: int
    weight_bytes: int
    receptive_field: tuple[float, float] | None
    whole_image: bool
    output_stride: tuple[float, float] | None
    coarsest_stride: tuple[float, float] | None
    class_count: int | None
    data_dependent: tuple[str, ...]


def read_graph(
    path: Path, input_shape: tuple[int, ...] | None = None, output: str | None = None
) -> GraphFacts:
    """
    Return the properties of the graph in an .onnx file, for one of its outputs (the first).

    `input_shape` replaces sizes that the graph leaves open. Raises InputError when the onnx
    package is not installed, ModelError when the file cannot be read or has no such output.
    """
    model = load_graph(path, input_shape)
    graph = model.graph
    name = output or graph.output[0].name
    constants = constants_of(graph)
    shapes = shapes_of(graph, constants)
    field = _receptive_fields(graph, shapes, constants).get(name)
    if field is None:
        raise ModelError(f'output {name!r} of {path} must come from the image, which it does not')
    return GraphFacts(
        opset=max(
            entry.version for entry in model.opset_import if entry.domain in ('', 'ai.onnx')
        ),
        operators=len(graph.node),
        parameters=sum(prod(tensor.dims) for tensor in constants.values()),
        weight_bytes=sum(map(size_bytes, constants.values())),
        receptive_field=_finite(field.size),
        whole_image=field.whole_image,
        output_stride=_finite(field.stride),
        coarsest_stride=_finite(field.coarsest),
        class_count=_class_count(graph, shapes, name),
        data_dependent=tuple(sorted(DATA_DEPENDENT & {node.op_type for node in graph.node})),
    )


def _receptive_fields(
    graph: onnx.GraphProto,
    shapes: dict[str, tuple[int | None, ...]],
    constants: dict[str, onnx.TensorProto],
) -> dict[str, ReceptiveField | None]:
    fields: dict[str, ReceptiveField | None] = {
        value.name: ReceptiveField() for value in graph.input if value.name not in constants
    }
    for node in graph.node:
        operator = Operator(
            node.op_type,
            attributes_of(node, constants),
            tuple(fields.get(name) for name in node.input),
            tuple(shapes.get(name) for name in node.input),
            shapes.get(node.output[0]),
        )
        fields.update(dict.fromkeys(node.output, receptive_field_of(operator)))
    return fields


def _class_count(
    graph: onnx.GraphProto, shapes: dict[str, tuple[int | None, ...]], name: str
) -> int | None:
    nodes = {output: node for node in graph.node for output in node.output}
    while name in nodes and nodes[name].op_type in _REARRANGING:
        name = nodes[name].input[0]
    if name not in nodes or nodes[name].op_type != 'ArgMax':
        return None
    axes = [entry.i for entry in nodes[name].attribute if entry.name == 'axis'] or [0]
    scores = shapes.get(nodes[name].input[0])
    return scores[axes[0]] if scores else None


def _finite(pair: tuple[float, ...]) -> tuple[float, float] | None:
    rows, columns = pair
    return (rows, columns) if isfinite(rows) and isfinite(columns) else None
