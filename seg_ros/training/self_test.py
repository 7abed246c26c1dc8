# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An image of our own making, and what a model says about it on the day it is made."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from seg_ros.atomic_files import write_image, write_text
from seg_ros.datatypes import Image
from seg_ros.inference.manifest import Manifest, SelfTest
from seg_ros.inference.manifest_yaml import dump_manifest
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter


def files_around(model: Path) -> tuple[Path, Path, Path]:
    """Return manifest, image and mask of the self-test as they are named beside a model."""
    image, mask = (model.with_name(f'{model.stem}_{name}.png') for name in ('test', 'test_mask'))
    return model.with_suffix('.yaml'), image, mask


def add_self_test(path: Path, manifest: Manifest, pixels: np.ndarray, agreement: float) -> None:
    """Write an image, (H, W, 3) uint8 bgr, and what the model at `path` says about it today."""
    segmenter = Segmenter(SegmenterParameters(model=str(path)))
    class_map = segmenter.process(Image(pixels, 'bgr')).class_map
    facts, image, mask = files_around(path)
    write_image(image, pixels)
    write_image(mask, class_map)
    test = SelfTest(Path(image.name), Path(mask.name), agreement)
    tested = replace(manifest, self_test=test)
    write_text(facts, dump_manifest(tested, path.name))
