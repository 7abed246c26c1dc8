# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Rules of the textbook, tried: output stride, resolution and width of one trained network."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
import json
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import torch

from benchmarks.bench.models import bare_run
from benchmarks.performance.pages import grouped, middle, spread, table
from seg_ros.cli.rounds import ratio
from seg_ros.image_io import decode_image
from seg_ros.inference.engine import open_engine
from seg_ros.inference.label_sets import named_label_set
from seg_ros.inference.memory import measure_memory
from seg_ros.inference.model_files import find_model
from seg_ros.parameters import SegmenterParameters
from seg_ros.training.config import TrainingConfig
from seg_ros.training.export import ExportOptions, write_graph, write_manifest
from seg_ros.training.load_onnx_weights import load_onnx_weights
from seg_ros.training.nets.build import build
from seg_ros.training.normalization import as_tensor

INCLUDED, TEMPERATURE, VOID = 'drivable_deeplab', 1.1379, '11'
AS_INCLUDED = TrainingConfig(net='deeplab', encoder='mobilenet_v2', width=0.75)
FULL = (368, 480)


@dataclass(frozen=True)
class Variant:
    """The shipped network in another shape; without its weights where those do not fit."""

    name: str
    recipe: TrainingConfig
    size: tuple[int, int]

    @property
    def is_trained(self) -> bool:
        """Whether it can be asked how good it is."""
        return self.recipe.width == AS_INCLUDED.width


VARIANTS = (
    Variant('as shipped: stride 16, 480 x 368', AS_INCLUDED, FULL),
    Variant('stride 8', replace(AS_INCLUDED, stride='8'), FULL),
    Variant('three quarters of the resolution', AS_INCLUDED, (272, 352)),
    Variant('half the resolution', AS_INCLUDED, (176, 240)),
    Variant('two thirds of the width', replace(AS_INCLUDED, width=0.5), FULL),
    Variant('a third of the width', replace(AS_INCLUDED, width=0.25), FULL),
)


def measure(rounds: int, camvid: Path) -> Iterator[dict]:
    """Yield time and memory over those of the shipped network, and IoU on labeled images."""
    images = sorted((camvid / 'images').iterdir())[:8]
    with TemporaryDirectory() as folder:
        paths = [
            write(variant, Path(folder) / f'{number}.onnx', images)
            for number, variant in enumerate(VARIANTS)
        ]
        runs = [bare_run(open_engine(path, threads=SegmenterParameters.threads)) for path in paths]
        for variant, path, run in zip(VARIANTS, paths, runs):
            figures = score(path, camvid) if variant.is_trained else {}
            tensor = np.zeros((1, 3, *variant.size), np.float32)
            for _ in range(rounds):
                yield {
                    'variant': variant.name,
                    'time': ratio(run, runs[0], 20).median,
                    'memory_mb': measure_memory(path, tensor).peak_mb,
                    **figures,
                }


def write(variant: Variant, path: Path, images: list[Path]) -> Path:
    """Write the network and its manifest, with the shipped weights where they fit."""
    classes = named_label_set('camvid')
    net = build(variant.recipe, len(classes.classes)).eval()
    if variant.is_trained:
        pixels = np.stack(
            [cv2.resize(decode_image(image.read_bytes()).pixels, FULL[::-1]) for image in images]
        )
        load_onnx_weights(net, find_model(INCLUDED), as_tensor(pixels, torch.device('cpu')))
    shape = ExportOptions(variant.size)
    write_graph(net, path, variant.recipe, shape)
    write_manifest(path, classes, variant.recipe, shape, TEMPERATURE, 'CC BY-NC 4.0')
    return path


def score(path: Path, camvid: Path) -> dict[str, float]:
    """Return mean IoU, and that of road and of pedestrian."""
    command = [
        sys.executable,
        '-m',
        'seg_ros',
        'evaluate',
        str(camvid / 'images'),
        str(camvid / 'labels'),
        '--model',
        str(path),
        '--ignore',
        VOID,
        '--json',
    ]
    output = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    ids = {label.name: str(label.id) for label in named_label_set('camvid').classes}
    return {
        'miou': output['miou'],
        **{name: output['iou'][ids[name]] for name in ('road', 'pedestrian')},
    }


def tables(rows: list[dict]) -> dict[str, str]:
    """Return the table of variants."""
    lines = []
    for (name,), own in grouped(rows, 'variant').items():
        figures = [
            f'{middle(own, key):.3f}' if key in own[0] else 'not trained'
            for key in ('miou', 'road', 'pedestrian')
        ]
        lines.append((name, spread(own, 'time'), f'{middle(own, "memory_mb"):.0f}', *figures))
    return {
        'variants': table(
            ('`drivable_deeplab`', 'time', 'memory of a run, MB', 'mIoU', 'road', 'pedestrian'),
            lines,
        )
    }
