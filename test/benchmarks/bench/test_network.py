# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The network costs something and gives the output that it was written for."""

import numpy as np
import pytest

from benchmarks.bench.network import write_network
from seg_ros.inference.engine import open_engine


def test_the_answer_is_known(tmp_path):
    pytest.importorskip('onnx', reason='onnx is not installed')
    output = np.arange(2 * 4 * 6, dtype=np.float32).reshape(2, 4, 6)
    write_network(tmp_path / 'net.onnx', (32, 48), output, depth=1)
    engine = open_engine(tmp_path / 'net.onnx')
    assert engine.inputs[0].shape == (1, 3, 32, 48)
    image = np.random.default_rng(0).random((1, 3, 32, 48), np.float32)
    assert np.allclose(engine.run(image, ('scores',))[0], output, atol=1e-4)
