# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Memory is measured in a process of its own, whose failure is reported."""

from pathlib import Path

from graphs import tiny_graph
import numpy as np
import onnx
import pytest

from seg_ros.errors import InputError, ModelError
from seg_ros.inference import memory
from seg_ros.inference.memory import measure_memory

needs_proc = pytest.mark.skipif(
    not Path('/proc/self/status').exists(), reason='this system has no /proc/self/status'
)


@needs_proc
def test_a_run_takes_at_least_its_output(tmp_path: Path) -> None:
    onnx.save(tiny_graph(size=None), str(tmp_path / 'tiny.onnx'))
    use = measure_memory(tmp_path / 'tiny.onnx', np.ones((1, 3, 1000, 1000), np.float32), 1)
    assert 12 < use.peak_mb < 1000
    assert use.loaded_mb > 0


@needs_proc
def test_a_network_that_does_not_load_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match='absent.onnx does not exist'):
        measure_memory(tmp_path / 'absent.onnx', np.ones((1, 3, 8, 8), np.float32))


def test_without_proc_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, '_STATUS', tmp_path / 'status')
    with pytest.raises(InputError, match='measuring memory needs'):
        measure_memory(tmp_path / 'tiny.onnx', np.ones((1, 3, 8, 8), np.float32))
