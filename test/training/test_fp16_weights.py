# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""float16 weights in the file, float32 in computation."""

import numpy as np
import onnxruntime
import pytest

onnx = pytest.importorskip('onnx', reason='onnx is not installed')

from seg_ros.training.fp16_weights import to_fp16, to_fp32  # noqa: E402


def network() -> 'onnx.ModelProto':
    """Return y = x * weights + 0.1, with many weights and one summand."""
    weights = np.random.default_rng(0).normal(size=(1, 100)).astype(np.float32)
    graph = onnx.helper.make_graph(
        [
            onnx.helper.make_node('Mul', ['x', 'weights'], ['z']),
            onnx.helper.make_node('Add', ['z', 'one'], ['y']),
        ],
        'net',
        [onnx.helper.make_tensor_value_info('x', onnx.TensorProto.FLOAT, [1, 100])],
        [onnx.helper.make_tensor_value_info('y', onnx.TensorProto.FLOAT, [1, 100])],
        [
            onnx.numpy_helper.from_array(weights, 'weights'),
            onnx.numpy_helper.from_array(np.float32([0.1]), 'one'),
        ],
    )
    opsets = [onnx.helper.make_opsetid('', 17)]
    return onnx.helper.make_model(graph, ir_version=8, opset_imports=opsets)


def answer(model: 'onnx.ModelProto') -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {'x': np.ones((1, 100), np.float32)})[0]


def test_fp16_weights_halve_the_file_and_hardly_change_the_output() -> None:
    whole, half = network(), network()
    to_fp16(half)
    onnx.checker.check_model(half, full_check=True)
    assert {t.name: t.data_type for t in half.graph.initializer} == {
        'weights_half': onnx.TensorProto.FLOAT16,
        'one': onnx.TensorProto.FLOAT,
    }
    assert answer(half) == pytest.approx(answer(whole), abs=1e-3)


def test_to_fp32_restores_float32_weights() -> None:
    model = network()
    to_fp16(model)
    expected = answer(model)
    to_fp32(model)
    assert [node.op_type for node in model.graph.node] == ['Mul', 'Add']
    assert all(t.data_type == onnx.TensorProto.FLOAT for t in model.graph.initializer)
    assert np.array_equal(answer(model), expected)
