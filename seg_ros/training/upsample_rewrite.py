# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Planes doubled by copies of whole pixels and rows, which int8 networks do fast."""

from typing import Any

import numpy as np
from onnx import GraphProto, helper, ModelProto, NodeProto, numpy_helper, TensorProto

NEAREST = {
    'mode': b'nearest',
    'coordinate_transformation_mode': b'asymmetric',
    'nearest_mode': b'floor',
}
"""How PyTorch exports its enlarging by the nearest pixel."""

DOUBLE = [1, 1, 2, 2]


def copy_to_double(model: ModelProto) -> None:
    """
    Replace every Resize that doubles (1, C, H, W) by the nearest pixel; its numbers stay the same.

    onnxruntime keeps the channels of int8 networks last, and has no fast Resize for that. There a
    pixel is C bytes in a row. Shapes must have been inferred; what is of another kind stays.
    """
    graph = model.graph
    shapes = {
        value.name: [side.dim_value for side in value.type.tensor_type.shape.dim]
        for value in graph.value_info
    }
    numbers = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes, replaced = [], set()
    for node in graph.node:
        shape = shapes.get(node.input[0], []) if _doubles(node, numbers) else []
        if shape[:1] == [1] and shape[1] > 0:
            copies, constants = _copies(node, shape[1])
            nodes += copies
            graph.initializer.extend(constants)
            replaced.add(node.input[2])
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    unread = replaced - _names_read(graph)
    for tensor in [tensor for tensor in graph.initializer if tensor.name in unread]:
        graph.initializer.remove(tensor)


def _doubles(node: NodeProto, numbers: dict[str, np.ndarray]) -> bool:
    if node.op_type != 'Resize' or len(node.input) != 3:
        return False
    how = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    scales = numbers.get(node.input[2], np.empty(0)).tolist()
    return NEAREST.items() <= how.items() and scales == DOUBLE


def _names_read(graph: GraphProto) -> set[str]:
    """Return what the nodes read, those in the branches of nodes included."""
    branches = [
        attribute.g
        for node in graph.node
        for attribute in node.attribute
        if attribute.HasField('g')
    ]
    return set().union(*(node.input for node in graph.node), *map(_names_read, branches))


def _copies(node: NodeProto, channels: int) -> tuple[list[NodeProto], list[TensorProto]]:
    name = node.output[0]
    wide, high = f'{name}_wide', f'{name}_high'

    def step(kind: str, inputs: list[str], output: str, **attributes: Any) -> NodeProto:
        return helper.make_node(kind, inputs, [output], f'{output}_{kind}', **attributes)

    return [
        step('Transpose', [node.input[0]], f'{name}_last', perm=[0, 2, 3, 1]),
        step('Concat', [f'{name}_last'] * 2, f'{name}_pixels', axis=3),
        step('Reshape', [f'{name}_pixels', wide], f'{name}_rows'),
        # As if they were two images, whose rows then alternate.
        step('Concat', [f'{name}_rows'] * 2, f'{name}_twins', axis=0),
        step('Transpose', [f'{name}_twins'], f'{name}_pairs', perm=[1, 0, 2, 3]),
        step('Reshape', [f'{name}_pairs', high], f'{name}_doubled'),
        step('Transpose', [f'{name}_doubled'], name, perm=[0, 3, 1, 2]),
    ], [
        numpy_helper.from_array(np.array([0, 0, -1, channels]), wide),
        numpy_helper.from_array(np.array([1, -1, 0, 0]), high),
    ]
