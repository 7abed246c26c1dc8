# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The int8 twin of a network: uint8 activations, int8 weights, calibrated on real images."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    quantize_static,
    QuantType,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from seg_ros.datatypes import Image
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.preprocess import Preprocessor
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.fp16_weights import to_fp32
from seg_ros.training.upsample_rewrite import replace_upsampling


class _Reader(CalibrationDataReader):
    """Provides images as the segmenter prepares them."""

    def __init__(self, segmenter: Segmenter, images: Iterable[Image]) -> None:
        self._tensors = _tensors(segmenter, images)
        self._name = segmenter.io_spec.input.name

    def get_next(self) -> dict[str, np.ndarray] | None:
        tensor = next(self._tensors, None)
        return None if tensor is None else {self._name: tensor}


def quantize(model: str, images: Iterable[Image], path: Path, reduced: bool) -> None:
    """
    Write the int8 twin of a float model, whose manifest is the .yaml file beside it.

    Weights are quantized per channel. With `reduced` they have 7 bits: processors with AVX2 but
    without VNNI add products of 8 bits in 16 bits, which can overflow.
    """
    segmenter = Segmenter(SegmenterParameters(model=model))
    with TemporaryDirectory() as folder:
        fp32, prepared = Path(folder) / 'fp32.onnx', Path(folder) / 'prepared.onnx'
        graph = onnx.load(model)
        to_fp32(graph)
        onnx.save_model(graph, str(fp32))
        quant_pre_process(str(fp32), str(prepared), skip_symbolic_shape=True)
        graph = onnx.load(prepared)
        replace_upsampling(graph)
        onnx.save_model(graph, str(prepared))
        quantize_static(
            str(prepared),
            str(path),
            _Reader(segmenter, images),
            QuantFormat.QDQ,
            per_channel=True,
            reduce_range=reduced,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )


def _tensors(segmenter: Segmenter, images: Iterable[Image]) -> Iterator[np.ndarray]:
    preprocessor = Preprocessor(segmenter.manifest.input, segmenter.io_spec.input)
    for image in images:
        yield preprocessor.prepare(image)[0].copy()
