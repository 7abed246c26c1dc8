# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The TFLite file of `seg_ros export`, compared with the float network, and its arena."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from seg_ros.atomic_files import replacing, write_text
from seg_ros.inference.engine import open_engine
from seg_ros.inference.manifest import Manifest
from seg_ros.inference.manifest_yaml import dump_manifest
from seg_ros.training.data.open_dataset import ValidationData
from seg_ros.training.export import ExportOptions, write_graph, write_manifest
from seg_ros.training.export_check import compare_models
from seg_ros.training.micro_interpreter import (
    has_micro_interpreter,
    lowest_arena_bytes,
    run_micro,
)
from seg_ros.training.saved_run import SavedRun
from seg_ros.training.tflite import (
    as_input,
    calibration_crops,
    refuse_large,
    size_of_small,
    tflite_manifest,
    to_tflite,
)

MICRO_CROPS = 8

Rows = tuple[tuple[str, str], ...]
"""Name and text of each row of the table that `export` prints."""


def write_model(
    out: Path, run: SavedRun, validation: ValidationData, options: ExportOptions
) -> tuple[Manifest, Rows]:
    """Write file and manifest; return the manifest, and what was measured."""
    label_set = validation.label_map.network_label_set
    size = size_of_small(run.config, len(label_set.classes), options)
    with TemporaryDirectory() as folder:
        float_model = Path(folder) / 'float.onnx'
        write_graph(run.net, float_model, run.config, options)
        float_manifest = write_manifest(
            float_model, label_set, run.config, options, 1.0, validation.licence
        )
        crops = calibration_crops(run.data_config, run.config, size)
        model = to_tflite(run.net, crops)
        refuse_large(model)
        with replacing(out) as part:
            part.write_bytes(model)
        manifest = tflite_manifest(float_manifest, out)
        write_text(out.with_suffix('.yaml'), dump_manifest(manifest, out.name))
        compared = compare_models((float_model, out), validation.samples, validation.label_map)
    before, after = compared.miou
    count = len(validation.samples)
    rows = (
        ('same class as float', f'{compared.agreement:.2%} of the pixels, {count} images'),
        ('mIoU', f'float {before:.4f}, int8 {after:.4f}'),
    )
    return manifest, (*rows, *arena_rows(out, crops[:MICRO_CROPS]))


def arena_rows(path: Path, crops: Sequence[np.ndarray]) -> Rows:
    """Return the rows of the arena, and of the classes where tflite-micro is installed."""
    model = path.read_bytes()
    if not has_micro_interpreter():
        lowest = lowest_arena_bytes(model) / 1000
        text = (
            f'more than {lowest:.1f} kB, the tensors alone; pip install tflite-micro measures it'
        )
        return (('arena', text),)
    engine = open_engine(path)
    (output,) = engine.outputs
    tensors = [as_input(crop) for crop in crops]
    run = run_micro(model, tensors)
    expected = (engine.run(tensor, (output.name,))[0] for tensor in tensors)
    same = np.mean(
        [
            _classes(own, output.zero_point) == _classes(other, output.zero_point)
            for own, other in zip(run.outputs, expected)
        ]
    )
    return (
        ('arena', f'{run.arena_bytes / 1000:.0f} kB, by tflite-micro'),
        ('same class by tflite-micro', f'{same:.2%} of the cells, {len(crops)} crops'),
    )


def _classes(scores: np.ndarray, zero_point: int) -> np.ndarray:
    """Return the class of each cell of (1, h, w, C) quantized scores."""
    return scores[..., 0] > zero_point if scores.shape[-1] == 1 else scores.argmax(axis=-1)
