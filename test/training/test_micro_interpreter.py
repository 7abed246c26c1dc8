# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The interpreter of TensorFlow Lite Micro: outputs, arena, and its lower bound."""

import numpy as np
import pytest

pytest.importorskip('ai_edge_litert', reason='LiteRT is an extra and not installed')

from tflite_graphs import SHAPE, tflite_graph  # noqa: E402

from seg_ros.errors import ModelError  # noqa: E402
from seg_ros.training.micro_interpreter import lowest_arena_bytes, run_micro  # noqa: E402

BYTES = int(np.prod(SHAPE))
SUMS = tflite_graph([('ADD', (0, 0), 1), ('ADD', (0, 1), 2), ('ADD', (1, 2), 3)])


@pytest.mark.parametrize(
    'model, tensors',
    [
        (tflite_graph([('ADD', (0, 0), 1)]), 2),
        (tflite_graph([('ADD', (0, 0), 1), ('ADD', (1, 1), 2)]), 2),
        (SUMS, 3),
    ],
)
def test_the_lowest_arena_holds_the_tensors_needed_at_once(model: bytes, tensors: int) -> None:
    assert lowest_arena_bytes(model) == tensors * BYTES


def test_outputs_and_arena() -> None:
    pytest.importorskip('tflite_micro', reason='tflite-micro is not installed')
    inputs = [np.full(SHAPE, value, np.int8) for value in (1, 7, 30)]
    run = run_micro(SUMS, inputs)
    assert [set(output.ravel()) for output in run.outputs] == [{5}, {35}, {127}]
    assert lowest_arena_bytes(SUMS) < run.arena_bytes < 5000


def test_a_missing_operator_is_refused_in_one_line() -> None:
    pytest.importorskip('tflite_micro', reason='tflite-micro is not installed')
    with pytest.raises(ModelError, match='tflite-micro cannot run .*ATAN2') as refusal:
        run_micro(tflite_graph([('ATAN2', (0, 0), 1)]), [np.zeros(SHAPE, np.int8)])
    assert '\n' not in str(refusal.value)
