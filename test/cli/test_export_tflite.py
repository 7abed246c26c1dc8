# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of the arena that `seg_ros export --tflite` prints."""

from pathlib import Path
import sys

import numpy as np
import pytest

for package in ('torch', 'onnx', 'ai_edge_litert'):
    pytest.importorskip(package, reason=f'{package} is not installed')
sys.path.insert(0, str(Path(__file__).parents[1] / 'training'))

from tflite_graphs import SHAPE, tflite_graph  # noqa: E402

from seg_ros.cli.export_tflite import arena_rows  # noqa: E402


@pytest.mark.parametrize('channels', [1, 2])
def test_the_arena_is_measured_by_tflite_micro(tmp_path: Path, channels: int) -> None:
    pytest.importorskip('tflite_micro', reason='tflite-micro is not installed')
    path, shape = tmp_path / 'doubling.tflite', (*SHAPE[:3], channels)
    path.write_bytes(tflite_graph([('ADD', (0, 0), 1)], shape))
    crop = np.random.default_rng(0).integers(0, 256, shape[1:], np.uint8)
    assert arena_rows(path, [crop, crop]) == (
        ('arena', '1 kB, by tflite-micro'),
        ('same class by tflite-micro', '100.00% of the cells, 2 crops'),
    )


def test_without_tflite_micro_the_lower_bound_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / 'doubling.tflite'
    path.write_bytes(tflite_graph([('ADD', (0, 0), 1)]))
    monkeypatch.setattr('seg_ros.training.micro_interpreter.find_spec', lambda name: None)
    ((name, text),) = arena_rows(path, [])
    assert name == 'arena' and text.startswith('more than 0.1 kB, the tensors alone')
