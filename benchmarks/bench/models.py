# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Models for the bench: a network that takes a wanted time, its manifest beside it."""

import atexit
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp, TemporaryDirectory

import numpy as np

from benchmarks.bench.network import STRIDE, write_network
from benchmarks.bench.scenes import class_scores
from benchmarks.bench.steps import ACTIVE, CLASSES, VGA
from seg_ros.cli.rounds import seconds
from seg_ros.inference.engine import Engine, open_engine
from seg_ros.inference.label_sets import named_label_set
from seg_ros.inference.manifest import Manifest
from seg_ros.inference.manifest_yaml import dump_manifest
from seg_ros.parameters import SegmenterParameters

BRISK_S = 0.010
"""Faster than a camera of 30 Hz even where camera and listener take half of the machine."""
FAST_S = 0.015
SLOW_S = 0.040
"""Above 35 ms, so that it stays there when the machine has a better moment."""
GROUP = 'animal'
RUNS = 8
_depths: dict[float, int] = defaultdict(int)


@dataclass(frozen=True, eq=False)
class Model:
    """
    A network's file, its manifest beside it; itself ready to run; how long it runs at best.

    `depth` is the number of its layers beyond those that lead to stride 8.
    """

    path: Path
    engine: Engine
    run_s: float
    depth: int


def make_model(folder: Path, at_least_s: float, active: int = ACTIVE, depth: int = 0) -> Model:
    """
    Write model.onnx and model.yaml into the folder: the shallowest network that runs so long.

    It sees VGA and gives 21 classes at stride 8, of which `active` win somewhere; `depth` is what
    it has at least.
    """
    path = folder / 'model.onnx'
    voc = named_label_set('voc')
    groups = tuple(group for group in voc.groups if group.name == GROUP)
    path.with_suffix('.yaml').write_text(
        dump_manifest(Manifest(voc.classes, groups), path.name), 'utf-8'
    )
    output = class_scores(CLASSES, active, (VGA[0] // STRIDE, VGA[1] // STRIDE))
    while True:
        write_network(path, VGA, output, depth)
        engine = open_engine(path, threads=SegmenterParameters.threads)
        bare = bare_run(engine)
        run_s = min(seconds(bare) for _ in range(RUNS))
        if run_s >= at_least_s:
            return Model(path, engine, run_s, depth)
        # What leads to stride 8 costs a little more than one of the layers that follow there.
        depth += max(1, int((depth + 1) * (at_least_s / run_s - 1)))


@cache
def kept_model(at_least_s: float, active: int, /) -> Model:
    """
    Return a model as `make_model` does, made once and kept until `renew_models`.

    Those that run as long are as deep, however many classes win, so that they can be compared.
    """
    folder = Path(mkdtemp(dir=_folder()))
    if active != ACTIVE:
        return make_model(folder, 0.0, active, kept_model(at_least_s, ACTIVE).depth)
    model = make_model(folder, at_least_s, depth=_depths[at_least_s])
    _depths[at_least_s] = model.depth
    return model


def renew_models() -> None:
    """
    Have kept models made anew, and as deep at least.

    One that was made in a slow minute is too quick for others: in the end each runs as long as it
    is said to in the best of these minutes.
    """
    kept_model.cache_clear()


@cache
def _folder() -> str:
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return folder.name


def bare_run(engine: Engine) -> Callable[[], list[np.ndarray]]:
    """Return a run of a network on an input of ones, VGA where the graph leaves its size open."""
    spec = engine.inputs[0]
    usual = (1, *VGA, 3) if spec.shape[-1] in (1, 3) else (1, 3, *VGA)
    tensor = np.ones([side or known for side, known in zip(spec.shape, usual)], spec.dtype)
    names = tuple(output.name for output in engine.outputs)
    return lambda: engine.run(tensor, names)
