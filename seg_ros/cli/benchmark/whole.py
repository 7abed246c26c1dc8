# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The figure that counts: all our work on a camera image against the network's own."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from seg_ros.cli.benchmark.network import STRIDE, write_network
from seg_ros.cli.benchmark.rounds import Figure, figure, seconds
from seg_ros.cli.benchmark.scenes import class_scores, photo
from seg_ros.cli.benchmark.steps import ACTIVE, CLASSES, VGA
from seg_ros.datatypes import Picture
from seg_ros.settings import SegmenterSettings
from seg_ros.vision.engine import Engine, open_engine
from seg_ros.vision.label_sets import named_label_set
from seg_ros.vision.manifest import Manifest
from seg_ros.vision.manifest_file import dump_manifest
from seg_ros.vision.segmenter import Segmenter

SLOW_NETWORK_S = 0.035
_FIRST_DEPTH = 4


class TimedEngine:
    """An engine that knows how long its last run took."""

    def __init__(self, engine: Engine) -> None:
        """Stand in for the engine."""
        self.inputs, self.outputs, self.provider = engine.inputs, engine.outputs, engine.provider
        self.run_s = 0.0
        self._engine = engine

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Run the network and remember the time."""
        answers = []
        self.run_s = seconds(lambda: answers.extend(self._engine.run(tensor, names)))
        return answers


def pre_post_over_run_vga(rounds: int) -> Figure:
    """Return all but the network over the network, VGA, 21 classes at stride 8."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / 'bench.onnx'
        engine = TimedEngine(slow_network(path))
        voc = named_label_set('voc')
        path.with_suffix('.yaml').write_text(
            dump_manifest(Manifest(voc.classes, voc.groups[:1]), path.name), 'utf-8')
        segmenter = Segmenter(SegmenterSettings(model=str(path)), engine)
    picture = Picture(photo(*VGA), 'bgr')
    class_map, canvas = np.empty(VGA, np.uint8), np.empty_like(picture.pixels)
    tensor = np.zeros((1, 3, *VGA), np.float32)
    name = engine.outputs[0].name

    def answer() -> None:
        segmentation = segmenter.segment(picture, out=class_map)
        segmenter.mask(segmentation, voc.groups[0].name)
        segmenter.overlay(picture, segmentation, out=canvas)

    ratios = []
    for _ in range(rounds + 1):
        ours_s = seconds(answer) - engine.run_s
        ratios.append(ours_s / seconds(lambda: engine.run(tensor, (name,))))
    return figure(ratios[1:])


def slow_network(path: Path) -> Engine:
    """Write a network to `path` that takes 35 ms or more on this machine, and open it."""
    answer = class_scores(CLASSES, ACTIVE, tuple(side // STRIDE for side in VGA))
    depth, run_s = _FIRST_DEPTH, 0.0
    while run_s < SLOW_NETWORK_S:
        write_network(path, VGA, answer, depth)
        engine = open_engine(path, threads=SegmenterSettings.threads)
        tensor = np.zeros((1, 3, *VGA), np.float32)
        run_s = median(seconds(lambda: engine.run(tensor, ('scores',))) for _ in range(5))
        depth *= 2
    return engine
