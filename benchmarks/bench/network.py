# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A network with a known output, written on the spot: nothing to download."""

from pathlib import Path

import numpy as np

from seg_ros.errors import InputError

STRIDE = 8
_WIDTH = 64


def write_network(path: Path, size: tuple[int, int], output: np.ndarray, depth: int) -> None:
    """
    Write a convolutional network for images of `size` (height, width) that gives `output`.

    Three strided convolutions lead to stride 8 and `depth` more follow there: the cost is that of
    a real network. `output` is (C, h, w) float32 at stride 8; what the convolutions find is added
    to it, weakened beyond notice, so that no optimiser can leave them out. Raises InputError when
    the onnx package is not installed.
    """
    try:
        from onnx import helper, numpy_helper, save_model, TensorProto
    except ImportError:
        raise InputError(
            'bench writes its own network with the onnx package, which is not installed: '
            'pip install onnx'
        ) from None
    weights = {f'kernel{layer}': kernel for layer, kernel in enumerate(_kernels(depth))}
    weights['head'] = np.full((len(output), _WIDTH, 1, 1), 1e-9, np.float32)
    nodes, flow = [], 'image'
    for layer in range(depth + 3):
        stride = [2 if layer < 3 else 1] * 2
        nodes += [
            helper.make_node(
                'Conv', [flow, f'kernel{layer}'], [f'raw{layer}'], pads=[1] * 4, strides=stride
            ),
            helper.make_node('Relu', [f'raw{layer}'], [f'cells{layer}']),
        ]
        flow = f'cells{layer}'
    nodes += [
        helper.make_node('Conv', [flow, 'head'], ['found']),
        helper.make_node('Add', ['found', 'output'], ['scores']),
    ]
    weights['output'] = output[np.newaxis]
    graph = helper.make_graph(
        nodes,
        'bench',
        [helper.make_tensor_value_info('image', TensorProto.FLOAT, [1, 3, *size])],
        [helper.make_tensor_value_info('scores', TensorProto.FLOAT, [1, *output.shape])],
        [numpy_helper.from_array(values, name) for name, values in weights.items()],
    )
    opsets = [helper.make_opsetid('', 17)]
    save_model(helper.make_model(graph, ir_version=8, opset_imports=opsets), str(path))


def _kernels(depth: int) -> list[np.ndarray]:
    random = np.random.default_rng(0)
    widths = [3, _WIDTH // 4, _WIDTH // 2, *[_WIDTH] * (depth + 1)]
    return [
        random.normal(0, (2 / (9 * fewer)) ** 0.5, (more, fewer, 3, 3)).astype(np.float32)
        for fewer, more in zip(widths, widths[1:])
    ]
