# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure the memory of the included architectures and print the table of training.md.

    python benchmarks/memory.py             # needs torch and onnx

Every network runs at every size in a separate process. Weights are random, because memory does
not depend on what they are; the int8 twins are made here too.
"""

from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import torch
from tqdm import tqdm

from seg_ros.datatypes import Image
from seg_ros.inference.memory import measure_memory
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.sim_source import LABEL_MAP, sim_image
from seg_ros.training.export import ExportOptions, write_graph, write_manifest
from seg_ros.training.nets.build import build
from seg_ros.training.quantize import quantize

SIZES = (256, 512, 1024)
DEEPLAB = TrainingConfig(net='deeplab', encoder='mobilenet_v2', width=0.75)
NETWORKS = {
    'DeepLab-v3, stride 16, as `drivable_deeplab`': DEEPLAB,
    'DeepLab-v3, stride 8': replace(DEEPLAB, stride='8'),
    'U-Net, as `weeds` and `drivable`': TrainingConfig(net='unet'),
    'micro U-Net, as `weeds_micro`': TrainingConfig(net='micro', only='weed'),
}


def main() -> None:
    """Print one row for each network, float and int8."""
    sizes = ' | '.join(f'{size} x {size}' for size in SIZES)
    print(f'| network | numbers | file | {sizes} | growth |\n|---|---|---|---|---|---|---|')
    with TemporaryDirectory() as folder:
        for name, recipe in tqdm(NETWORKS.items(), 'measuring', leave=False):
            paths = write(Path(folder), recipe)
            for numbers, path in paths.items():
                taken_mb = [measure(path, size) for size in SIZES]
                print(row(name, numbers, path, taken_mb))


def write(folder: Path, recipe: TrainingConfig) -> dict[str, Path]:
    """Write the network of a recipe, and its int8 twin; return both by their numbers."""
    float_path, twin = folder / 'float.onnx', folder / 'int8.onnx'
    label_map = LABEL_MAP.one_against_all(recipe.only) if recipe.only else LABEL_MAP
    channels = 1 if recipe.only else len(label_map.network_label_set.classes)
    net = build(recipe, channels)
    # The exporter stores equal tensors once, and before any training many are equal.
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(1e-3 * torch.randn_like(parameter))
    write_graph(net, float_path, recipe, ExportOptions())
    write_manifest(float_path, label_map.network_label_set, recipe, ExportOptions(), 1.0, '')
    quantize(str(float_path), [Image(sim_image((256, 256)), 'bgr')], twin, reduced=False)
    return {'float32': float_path, 'int8': twin}


def measure(path: Path, size: int) -> float:
    """Return the MB that a network takes to run at size x size pixels: the middle of three."""
    tensor = np.zeros((1, 3, size, size), np.float32)
    uses = (measure_memory(path, tensor) for _ in range(3))
    return median(use.loaded_mb + use.peak_mb for use in uses)


def row(name: str, numbers: str, path: Path, taken_mb: list[float]) -> str:
    """Return a row of the table; growth is that of what comes on top when sides double twice."""
    small, middle, large = taken_mb
    sizes = ' | '.join(f'{mb:.0f}' for mb in taken_mb)
    return (
        f'| {name} | {numbers} | {path.stat().st_size / 1e6:.2f} | {sizes} | '
        f'{(large - middle) / (middle - small):.1f} |'
    )


if __name__ == '__main__':
    main()
