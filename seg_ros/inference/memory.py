# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Measure the memory of a network, loaded and run once in a process of its own."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from seg_ros.errors import InputError, ModelError
from seg_ros.inference.engine import open_engine

_STATUS = Path('/proc/self/status')


@dataclass(frozen=True)
class MemoryUse:
    """
    Memory of a network in MB (1e6 bytes).

    `loaded_mb` is the increase by opening it, weights included; `peak_mb` is the highest further
    increase during a run: activations, and copies of weights that are made on first use.
    """

    loaded_mb: float
    peak_mb: float


def measure_memory(path: Path, tensor: np.ndarray, threads: int = 2) -> MemoryUse:
    """
    Return the memory that the network of a file takes to run on an input tensor.

    Raises ModelError when it cannot be loaded or run, or when memory is too small, InputError on a
    system without /proc/self/status.
    """
    if not _STATUS.exists():
        raise InputError(f'measuring memory needs {_STATUS}, which only Linux has')
    try:
        with ProcessPoolExecutor(1, mp_context=get_context('spawn')) as child:
            return child.submit(_measure_here, path, tensor, threads).result()
    except BrokenProcessPool:
        raise ModelError(
            f'{path} ended the process that ran it: is the memory too small?'
        ) from None


def extra_peak_mb(function: Callable[[], object]) -> float:
    """Return the highest increase of memory, in MB (1e6 bytes), while a function runs here."""
    before = _status_mb('VmRSS')
    # Resets the peak, which otherwise is that of the whole life of the process.
    with suppress(OSError):
        Path('/proc/self/clear_refs').write_text('5', encoding='ascii')
    function()
    return _status_mb('VmHWM') - before


def _measure_here(path: Path, tensor: np.ndarray, threads: int) -> MemoryUse:
    before = _status_mb('VmRSS')
    engine = open_engine(path, threads=threads)
    loaded = _status_mb('VmRSS')
    names = tuple(spec.name for spec in engine.outputs)
    return MemoryUse(loaded - before, extra_peak_mb(lambda: engine.run(tensor, names)))


def _status_mb(field: str) -> float:
    lines = _STATUS.read_text(encoding='ascii').splitlines()
    return next(int(line.split()[1]) * 1024e-6 for line in lines if line.startswith(f'{field}:'))
