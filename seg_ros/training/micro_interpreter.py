# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run a TFLite file by the interpreter of TensorFlow Lite Micro, and size its arena."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
import re

from ai_edge_litert import schema_py_generated as schema
import numpy as np

from seg_ros.errors import ModelError
from seg_ros.training.native_output import native_output

MAX_ARENA_BYTES = 2**26
"""Memory that the interpreter is given here, many times that of a microcontroller."""


@dataclass(frozen=True, eq=False)
class MicroRun:
    """The outputs of some inputs, int8 NHWC, and the bytes of the arena that were in use."""

    outputs: tuple[np.ndarray, ...]
    arena_bytes: int


def has_micro_interpreter() -> bool:
    """Return whether the interpreter is installed: there are wheels for Linux on x86-64 only."""
    return find_spec('tflite_micro') is not None


def run_micro(model: bytes, tensors: Sequence[np.ndarray]) -> MicroRun:
    """
    Run a model on int8 NHWC tensors by the kernels that a microcontroller runs.

    The arena is that of this machine; pointers of a microcontroller are half as long, so it needs
    slightly less. Raises ModelError where an operator is not one of TensorFlow Lite Micro, or the
    arena exceeds `MAX_ARENA_BYTES`.
    """
    from tflite_micro import runtime

    with native_output() as printed:
        try:
            interpreter = runtime.Interpreter.from_bytes(model, arena_size=MAX_ARENA_BYTES)
            outputs = []
            for tensor in tensors:
                interpreter.set_input(tensor, 0)
                interpreter.invoke()
                outputs.append(interpreter.get_output(0).copy())
            interpreter.print_allocations()
        except RuntimeError:
            reason = ' '.join(printed().split())[:300]
            raise ModelError(f'tflite-micro cannot run the network: {reason}') from None
        total = re.search(r'Arena allocation total (\d+) bytes', printed())
    if total is None:
        raise ModelError('tflite-micro did not print the size of the arena: another version?')
    return MicroRun(tuple(outputs), int(total[1]))


def lowest_arena_bytes(model: bytes) -> int:
    """
    Return the most bytes of tensors that are needed at once, a lower bound of the arena.

    Tensors are taken to be int8. An arena also holds structures of the interpreter, and gaps.
    """
    graph = schema.ModelT.InitFromPackedBuf(model, 0)
    tensors, operators = graph.subgraphs[0].tensors, graph.subgraphs[0].operators
    first = {int(index): 0 for index in graph.subgraphs[0].inputs}
    last = {int(index): len(operators) for index in graph.subgraphs[0].outputs}
    for position, operator in enumerate(operators):
        first |= {int(index): position for index in operator.outputs}
        last |= {int(index): max(position, last.get(index, 0)) for index in operator.inputs}
    return max(
        sum(
            int(np.prod(tensors[index].shape))
            for index in first
            if first[index] <= position <= last.get(index, position)
        )
        for position in range(len(operators))
    )
