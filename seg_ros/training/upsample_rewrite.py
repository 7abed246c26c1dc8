# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Upsampling by two rewritten as copies of pixels and rows, which is faster in int8."""

from typing import Any

import numpy as np
from onnx import GraphProto, helper, ModelProto, NodeProto, numpy_helper, TensorProto

NEAREST = {
    'mode': b'nearest',
    'coordinate_transformation_mode': b'asymmetric',
    'nearest_mode': b'floor',
}
"""Attributes of Resize as PyTorch exports upsampling by nearest neighbor."""

DOUBLE = [1, 1, 2, 2]


def replace_upsampling(model: ModelProto) -> None:
    """
    Replace every Resize by two of (1, C, H, W), nearest neighbor; outputs stay the same.

    onnxruntime computes int8 networks channels last, where a pixel is C contiguous bytes, and has
    no fast Resize for that layout. Shapes must have been inferred; other Resize nodes stay.
    """
    graph = model.graph
    shapes = {
        value.name: [side.dim_value for side in value.type.tensor_type.shape.dim]
        for value in graph.value_info
    }
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes, replaced = [], set()
    for node in graph.node:
        shape = shapes.get(node.input[0], []) if _is_upsampling(node, tensors) else []
        if shape[:1] == [1] and shape[1] > 0:
            copies, constants = _copies(node, shape[1])
            nodes += copies
            graph.initializer.extend(constants)
            replaced.add(node.input[2])
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    unused = replaced - _used_names(graph)
    for tensor in [tensor for tensor in graph.initializer if tensor.name in unused]:
        graph.initializer.remove(tensor)


def _is_upsampling(node: NodeProto, tensors: dict[str, np.ndarray]) -> bool:
    if node.op_type != 'Resize' or len(node.input) != 3:
        return False
    attributes = {
        attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute
    }
    scales = tensors.get(node.input[2], np.empty(0)).tolist()
    return NEAREST.items() <= attributes.items() and scales == DOUBLE


def _used_names(graph: GraphProto) -> set[str]:
    """Return the inputs of all nodes, also of those in subgraphs."""
    subgraphs = [
        attribute.g
        for node in graph.node
        for attribute in node.attribute
        if attribute.HasField('g')
    ]
    return set().union(*(node.input for node in graph.node), *map(_used_names, subgraphs))


def _copies(node: NodeProto, channels: int) -> tuple[list[NodeProto], list[TensorProto]]:
    name = node.output[0]
    wide, high = f'{name}_wide', f'{name}_high'

    def step(kind: str, inputs: list[str], output: str, **attributes: Any) -> NodeProto:
        return helper.make_node(kind, inputs, [output], f'{output}_{kind}', **attributes)

    return [
        step('Transpose', [node.input[0]], f'{name}_last', perm=[0, 2, 3, 1]),
        step('Concat', [f'{name}_last'] * 2, f'{name}_pixels', axis=3),
        step('Reshape', [f'{name}_pixels', wide], f'{name}_rows'),
        # Two copies on the batch axis, whose rows are then interleaved.
        step('Concat', [f'{name}_rows'] * 2, f'{name}_twins', axis=0),
        step('Transpose', [f'{name}_twins'], f'{name}_pairs', perm=[1, 0, 2, 3]),
        step('Reshape', [f'{name}_pairs', high], f'{name}_doubled'),
        step('Transpose', [f'{name}_doubled'], name, perm=[0, 3, 1, 2]),
    ], [
        numpy_helper.from_array(np.array([0, 0, -1, channels]), wide),
        numpy_helper.from_array(np.array([1, -1, 0, 0]), high),
    ]
