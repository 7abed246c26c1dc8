# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run a network file; the only module that imports onnxruntime and LiteRT."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile, is_zipfile, ZipFile

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as onnxruntime_errors

from seg_ros.errors import ModelError
from seg_ros.inference.io_spec import TensorSpec

CPU = 'CPUExecutionProvider'
AVAILABLE_PROVIDERS = tuple(onnxruntime.get_available_providers())

_RUN_ERRORS: tuple[type[Exception], ...] = (
    RuntimeError,
    ValueError,
    *(
        error
        for error in vars(onnxruntime_errors).values()
        if isinstance(error, type) and issubclass(error, Exception)
    ),
)
_MAX_TEXT_BYTES = 1_000_000
_NUMPY_NAMES = {'tensor(float)': 'float32', 'tensor(double)': 'float64'}


class Engine(Protocol):
    """
    A network that is ready to run: its inputs, outputs and execution provider.

    `metadata` has the texts that a training tool left in the file: the entries of an .onnx file,
    the associated text files of a .tflite file.
    """

    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    provider: str
    metadata: Mapping[str, str]

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Return the named outputs for the one image input; ModelError if the network fails."""


def open_engine(
    path: Path, providers: tuple[str, ...] = (CPU,), required_provider: str = '', threads: int = 2
) -> Engine:
    """
    Return the network of an .onnx or .tflite file, on the first available one of `providers`.

    Raises ModelError when the file is missing, of another type or unreadable, and when
    `required_provider` is given and not the one in use.
    """
    if path.suffix not in ('.onnx', '.tflite'):
        raise ModelError(f'a model must be an .onnx or .tflite file, got {path}')
    if not path.is_file():
        raise ModelError(f'model {path} does not exist')
    is_onnx = path.suffix == '.onnx'
    engine = _OnnxEngine(path, providers, threads) if is_onnx else _LiteRtEngine(path, threads)
    if required_provider not in ('', engine.provider):
        raise ModelError(
            f'required_provider must be the one in use, which is {engine.provider} '
            f'(available: {", ".join(AVAILABLE_PROVIDERS)}), got {required_provider}'
        )
    return engine


class _OnnxEngine:
    """An ONNX graph run by onnxruntime."""

    def __init__(self, path: Path, providers: tuple[str, ...], threads: int) -> None:
        available = [name for name in providers if name in AVAILABLE_PROVIDERS]
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), _session_options(threads), providers=available or [CPU]
            )
        except _RUN_ERRORS as error:
            raise ModelError(f'onnxruntime cannot load {path}: {_one_line(error)}') from None
        self.inputs = tuple(_onnx_spec(node) for node in self._session.get_inputs())
        self.outputs = tuple(_onnx_spec(node) for node in self._session.get_outputs())
        self.provider = self._session.get_providers()[0]
        self.metadata: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Return the named outputs for the one image input; ModelError if the network fails."""
        try:
            return self._session.run(list(names), {self.inputs[0].name: tensor})
        except _RUN_ERRORS as error:
            raise ModelError(_failure(tensor, error)) from None


class _LiteRtEngine:
    """A TFLite file run by LiteRT on the CPU."""

    provider = CPU

    def __init__(self, path: Path, threads: int) -> None:
        try:
            from ai_edge_litert.interpreter import Interpreter
        except ImportError:
            raise ModelError(
                f'{path} needs LiteRT, which is not installed: pip install ai-edge-litert'
            ) from None
        try:
            self._interpreter = Interpreter(str(path), num_threads=threads)
            self._interpreter.allocate_tensors()
        except _RUN_ERRORS as error:
            raise ModelError(f'LiteRT cannot load {path}: {_one_line(error)}') from None
        inputs = self._interpreter.get_input_details()
        outputs = self._interpreter.get_output_details()
        self.inputs = tuple(map(_litert_spec, inputs))
        self.outputs = tuple(map(_litert_spec, outputs))
        self._image, self._shape = inputs[0]['index'], tuple(inputs[0]['shape'])
        self._indices = {output['name']: output['index'] for output in outputs}
        self.metadata: Mapping[str, str] = _associated_texts(path)

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Return the named outputs for the one image input; ModelError if the network fails."""
        try:
            if tensor.shape != self._shape:
                self._interpreter.resize_tensor_input(self._image, tensor.shape)
                self._interpreter.allocate_tensors()
                self._shape = tensor.shape
            self._interpreter.set_tensor(self._image, tensor)
            self._interpreter.invoke()
        except _RUN_ERRORS as error:
            raise ModelError(_failure(tensor, error)) from None
        return [self._interpreter.get_tensor(self._indices[name]) for name in names]


def _session_options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    options.add_session_config_entry('session.intra_op.allow_spinning', '0')
    return options


def _onnx_spec(node: Any) -> TensorSpec:
    sizes = tuple(size if isinstance(size, int) and size > 0 else None for size in node.shape)
    dtype = _NUMPY_NAMES.get(node.type, node.type.removeprefix('tensor(').removesuffix(')'))
    return TensorSpec(node.name, sizes, dtype)


def _litert_spec(detail: dict[str, Any]) -> TensorSpec:
    sizes = tuple(int(size) if size > 0 else None for size in detail['shape_signature'])
    scale, zero_point = detail['quantization']
    dtype = np.dtype(detail['dtype']).name
    return TensorSpec(detail['name'], sizes, dtype, scale or None, zero_point)


def _associated_texts(path: Path) -> dict[str, str]:
    """Return the text files that TFLite metadata appends to a network as a ZIP archive."""
    if not is_zipfile(path):
        return {}
    try:
        with ZipFile(path) as archive:
            return {
                entry.filename: archive.read(entry).decode('utf-8', 'replace')
                for entry in archive.infolist()
                if entry.filename.endswith(('.txt', '.json'))
                and entry.file_size <= _MAX_TEXT_BYTES
            }
    except (BadZipFile, NotImplementedError, OSError, RuntimeError):
        return {}  # the network runs without


def _failure(tensor: np.ndarray, error: Exception) -> str:
    return f'the network failed on {tensor.shape} {tensor.dtype}: {_one_line(error)}'


def _one_line(error: Exception) -> str:
    return ' '.join(str(error).split())[:300]
