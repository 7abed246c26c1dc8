# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Make the `vegetation` network from its text format, vegetation.onnxtxt, and its self-test.

`python -m seg_ros.models.vegetation` writes the graph, the self-test, and the checksum in the
manifest. Method, sources and measurements are in vegetation.md.
"""

from pathlib import Path
import re

import cv2
import numpy as np
import onnx
from onnx import parser

from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.mount import mounted
from seg_ros.inference.engine import open_engine
from seg_ros.inference.model_files import sha256_of
from seg_ros.sim.camera import SimCamera
from seg_ros.sim.world.ground_strip import WorldParameters
from seg_ros.sim.world.world import World

FOLDER = Path(__file__).parent


def make_graph() -> onnx.ModelProto:
    """Return the network."""
    graph = parser.parse_model((FOLDER / 'vegetation.onnxtxt').read_text())
    onnx.checker.check_model(graph, full_check=True)
    return graph


def write_graph(folder: Path) -> Path:
    """Write vegetation.onnx, always the same bytes, and return its path."""
    path = folder / 'vegetation.onnx'
    path.write_bytes(make_graph().SerializeToString(deterministic=True))
    return path


def write_self_test(graph: Path, folder: Path) -> None:
    """Write an image of the simulated field and its class map by the network."""
    world = World(WorldParameters(seed=2, weed_cover=0.15, crop_cover=0.0))
    model = CameraModel(320, 240, 900.0, 900.0, 159.5, 119.5, 'none')
    image = SimCamera(world, model, mounted(0.0, 0.0, 0.9, 90.0)).view(1.0).image
    assert image is not None
    (logits,) = open_engine(graph).run(image.pixels[np.newaxis], ('logits',))
    cv2.imwrite(str(folder / 'vegetation_test.png'), image.pixels)
    cv2.imwrite(str(folder / 'vegetation_test_mask.png'), logits[0].argmax(0).astype(np.uint8))


def write_checksum(graph: Path, manifest: Path) -> None:
    """Write the SHA-256 of the graph to its manifest."""
    line = f'sha256: {sha256_of(graph)}'
    manifest.write_text(re.sub('^sha256: .*$', line, manifest.read_text(), flags=re.MULTILINE))


def main() -> None:
    """Write graph, self-test and checksum beside this file."""
    graph = write_graph(FOLDER)
    write_self_test(graph, FOLDER)
    write_checksum(graph, FOLDER / 'vegetation.yaml')


if __name__ == '__main__':
    main()
