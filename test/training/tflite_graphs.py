# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""TFLite files of a few operators on int8 tensors of one shape."""

from ai_edge_litert import schema_py_generated as schema
import flatbuffers
import numpy as np

SHAPE = (1, 4, 4, 2)


def tflite_graph(
    operators: list[tuple[str, tuple[int, ...], int]], shape: tuple[int, ...] = SHAPE
) -> bytes:
    """
    Return a model of operators: name, numbers of the input tensors, number of the output tensor.

    Tensor 0 is the input, the last one is the output; all are int8 of `shape` with scale 1.
    """
    count = operators[-1][2] + 1
    names = sorted({name for name, _, _ in operators})
    graph = schema.SubGraphT()
    graph.inputs, graph.outputs = np.array([0], np.int32), np.array([count - 1], np.int32)
    graph.tensors = [_tensor(number, shape) for number in range(count)]
    graph.operators = [
        _operator(names.index(name), inputs, output) for name, inputs, output in operators
    ]
    model = schema.ModelT()
    model.version, model.description = 3, b''
    model.operatorCodes = [_code(getattr(schema.BuiltinOperator, name)) for name in names]
    model.subgraphs, model.buffers = [graph], [schema.BufferT()]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b'TFL3')
    return bytes(builder.Output())


def _tensor(number: int, shape: tuple[int, ...]) -> schema.TensorT:
    tensor = schema.TensorT()
    tensor.name, tensor.shape = f'tensor {number}', np.array(shape, np.int32)
    tensor.type, tensor.buffer = schema.TensorType.INT8, 0
    tensor.quantization = schema.QuantizationParametersT()
    tensor.quantization.scale = np.array([1.0], np.float32)
    tensor.quantization.zeroPoint = np.array([0], np.int64)
    return tensor


def _operator(code: int, inputs: tuple[int, ...], output: int) -> schema.OperatorT:
    operator = schema.OperatorT()
    operator.opcodeIndex = code
    operator.inputs = np.array(inputs, np.int32)
    operator.outputs = np.array([output], np.int32)
    operator.builtinOptionsType = schema.BuiltinOptions.AddOptions
    operator.builtinOptions = schema.AddOptionsT()
    return operator


def _code(builtin: int) -> schema.OperatorCodeT:
    code = schema.OperatorCodeT()
    code.builtinCode, code.deprecatedBuiltinCode, code.version = builtin, min(builtin, 127), 1
    return code
