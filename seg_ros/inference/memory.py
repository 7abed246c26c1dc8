# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Measure how much memory a network takes: loaded and run once in a process of its own."""

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

    `loaded_mb` is what opening it took, weights included; `peak_mb` is what a run took on top of
    that at its highest: activations, and working copies of weights that are made on first use.
    """

    loaded_mb: float
    peak_mb: float


def measure_memory(path: Path, tensor: np.ndarray, threads: int = 2) -> MemoryUse:
    """
    Return the memory that the network of a file takes to run on an input tensor.

    Raises ModelError when it cannot be loaded or run, or when memory does not suffice, InputError
    on a system without Linux's accounts of processes.
    """
    if not _STATUS.exists():
        raise InputError(f'measuring memory needs {_STATUS}, which Linux has and this system not')
    try:
        with ProcessPoolExecutor(1, mp_context=get_context('spawn')) as child:
            return child.submit(_measure_here, path, tensor, threads).result()
    except BrokenProcessPool:
        raise ModelError(f'{path} ended the process that tried it: memory too small?') from None


def extra_peak_mb(act: Callable[[], object]) -> float:
    """Return how many MB (1e6 bytes) an act in this process took on top, at its highest."""
    before = _status_mb('VmRSS')
    # Until this reset the peak is that of the whole past, which may have been the higher one.
    with suppress(OSError):
        Path('/proc/self/clear_refs').write_text('5', encoding='ascii')
    act()
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
