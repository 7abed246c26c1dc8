# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Export of a trained micro U-Net to an int8 TFLite file, for TensorFlow Lite Micro.

Input and output are int8 NHWC. The input takes pixels minus 128, as a camera of a
microcontroller gives them: a depthwise convolution in the graph normalizes them.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from ai_edge_litert import schema_py_generated as schema
import numpy as np
import torch
from torch import nn, Tensor

from seg_ros.errors import ModelError
from seg_ros.inference.manifest import InputFacts, Manifest
from seg_ros.inference.model_files import sha256_of
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.data.open_dataset import open_data
from seg_ros.training.export import ExportOptions, folded
from seg_ros.training.native_output import native_output
from seg_ros.training.normalization import MEAN, STD

MAX_CLASSES = 4
MAX_BYTES = 10**6
MAX_SIDE_PX = 1024
CALIBRATION_CROPS = 100
MIN_CROP_PX = 32
"""Smallest side of the crops in training."""

_SIGNATURE, _INPUT = 'serving_default', 'args_0'


class _FromPixels(nn.Module):
    """Normalizes (N, 3, H, W) rgb of 0..1 in one layer, then runs a network."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        mean, std = torch.tensor(MEAN), torch.tensor(STD)
        self.normalize = nn.Conv2d(3, 3, 1, groups=3)
        self.normalize.weight = nn.Parameter((1.0 / std).reshape(3, 1, 1, 1))
        self.normalize.bias = nn.Parameter(-mean / std)
        self.net = net

    def forward(self, pixels: Tensor) -> Tensor:
        return self.net(self.normalize(pixels))


def size_of_small(config: TrainingConfig, classes: int, options: ExportOptions) -> tuple[int, int]:
    """
    Return (height, width) of the input.

    Raises ModelError unless it is given and small, for a micro U-Net of at most four classes.
    """
    if config.net != 'micro':
        raise ModelError(f'--tflite takes runs of --architecture micro, got {config.net}')
    if classes > MAX_CLASSES:
        raise ModelError(
            f'--tflite takes at most {MAX_CLASSES} classes, got {classes}: train with --only, or '
            'map label ids to fewer classes in dataset.yaml'
        )
    if options.size is None:
        raise ModelError('--tflite must come with --size, as an arena has a fixed size, got none')
    if max(options.size) > MAX_SIDE_PX:
        raise ModelError(
            f'--size must be at most {MAX_SIDE_PX} with --tflite, got {max(options.size)}'
        )
    options.check(config)
    return options.size


def calibration_crops(
    data_config: DataConfig, config: TrainingConfig, size: tuple[int, int]
) -> tuple[np.ndarray, ...]:
    """Return (h, w, 3) uint8 bgr crops of the training images, of `size` = (height, width)."""
    height, width = size
    cropped = replace(
        config,
        crop_height_px=max(MIN_CROP_PX, height),
        crop_width_px=max(MIN_CROP_PX, width),
    )
    source = open_data(data_config, cropped).source
    crops = (
        source.crop(number, np.random.default_rng(number))[0]
        for number in range(CALIBRATION_CROPS)
    )
    return tuple(crop[:height, :width] for crop in crops)


def to_tflite(net: nn.Module, crops: Sequence[np.ndarray]) -> bytes:
    """
    Return the int8 file of a network, whose input has the size of the crops.

    litert-torch converts, its quantizer takes the range of each tensor from the crops, which are
    (H, W, 3) uint8 bgr; weights are int8 per channel. Both run in a process of their own: they
    start threads, next to which the workers of a training must not be forked.
    """
    with ProcessPoolExecutor(1, get_context('spawn')) as process:
        return process.submit(_convert, folded(net), list(crops)).result()


def refuse_large(model: bytes) -> None:
    """Raise ModelError where a file is larger than one of the smallest boards holds."""
    if len(model) > MAX_BYTES:
        raise ModelError(f'--tflite must give at most {MAX_BYTES} bytes, got {len(model)}')


def _convert(net: nn.Module, crops: Sequence[np.ndarray]) -> bytes:
    # Both packages print, from their import on.
    with native_output():
        from ai_edge_quantizer import quantizer, recipe
        import litert_torch

        rgb = [crop[np.newaxis, ..., ::-1].astype(np.float32) / 255.0 for crop in crops]
        network = litert_torch.to_channel_last_io(_FromPixels(net), args=[0], outputs=[0])
        converted = litert_torch.convert(network.eval(), (torch.from_numpy(rgb[0]),))
        float_model = bytes(converted.model_content())
        quantizing = quantizer.Quantizer(float_model, recipe.static_wi8_ai8())
        ranges = quantizing.calibrate({_SIGNATURE: [{_INPUT: image} for image in rgb]})
        result = quantizing.quantize(ranges | _ranges_of_pixels(float_model))
        return bytes(result.quantized_model or b'')


def _ranges_of_pixels(float_model: bytes) -> dict[str, dict[str, np.ndarray]]:
    """
    Return the ranges of the input, and of the output of the first operator, which normalizes.

    They are those of all possible pixels: crops may lack the darkest and the brightest.
    """
    graph = schema.ModelT.InitFromPackedBuf(float_model, 0).subgraphs[0]
    first = graph.operators[0]
    limits = [(pixel - np.array(MEAN)) / STD for pixel in (0.0, 1.0)]
    known = {
        first.inputs[0]: (0.0, 1.0),
        first.outputs[0]: (limits[0].min(), limits[1].max()),
    }
    return {
        graph.tensors[index].name.decode(): {
            'min': np.full((1, 1, 1, 1), low, np.float32),
            'max': np.full((1, 1, 1, 1), high, np.float32),
        }
        for index, (low, high) in known.items()
    }


def as_input(crop: np.ndarray) -> np.ndarray:
    """Return the (1, H, W, 3) int8 input of (H, W, 3) uint8 bgr pixels: rgb minus 128."""
    return (crop[np.newaxis, ..., ::-1].astype(np.int16) - 128).astype(np.int8)


def tflite_manifest(manifest: Manifest, path: Path) -> Manifest:
    """Return the manifest of the file at `path`, made of the network of a float `manifest`."""
    return replace(
        manifest,
        input=InputFacts(layout='NHWC', resize=manifest.input.resize),
        outputs=tuple(replace(head, layout='NHWC') for head in manifest.outputs),
        sha256=sha256_of(path),
    )
