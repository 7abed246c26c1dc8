# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Weights stored as half floats and computed with as floats: half the file, the same speed."""

import numpy as np
from onnx import helper, ModelProto, numpy_helper, TensorProto

SMALLEST = 64
"""Numbers that a tensor must have to be worth it."""

_MARK = '_half'


def halve(model: ModelProto) -> None:
    """Store all large float tensors as float16, each with a Cast back that runtimes fold."""
    graph, casts = model.graph, []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size >= SMALLEST:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + _MARK))
            casts.append(helper.make_node('Cast', [name + _MARK], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def widen(model: ModelProto) -> None:
    """Undo `halve`, as far as rounding lets it: float32 tensors, no Cast."""
    graph = model.graph
    halves = {tensor.name: tensor for tensor in graph.initializer if tensor.name.endswith(_MARK)}
    casts = [node for node in graph.node if node.op_type == 'Cast' and node.input[0] in halves]
    for cast in casts:
        tensor = halves[cast.input[0]]
        values = numpy_helper.to_array(tensor).astype(np.float32)
        tensor.CopyFrom(numpy_helper.from_array(values, cast.output[0]))
        graph.node.remove(cast)
