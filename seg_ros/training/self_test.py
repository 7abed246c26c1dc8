# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The self-test of a model: an image and its expected class map."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from seg_ros.atomic_files import write_image, write_text
from seg_ros.datatypes import Image
from seg_ros.inference.manifest import Manifest, SelfTest
from seg_ros.inference.manifest_yaml import dump_manifest
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter


def self_test_files(model: Path) -> tuple[Path, Path, Path]:
    """Return the paths of manifest, image and class map of the self-test beside a model."""
    image, mask = (model.with_name(f'{model.stem}_{name}.png') for name in ('test', 'test_mask'))
    return model.with_suffix('.yaml'), image, mask


def add_self_test(path: Path, manifest: Manifest, pixels: np.ndarray, agreement: float) -> None:
    """Write an (H, W, 3) uint8 bgr image, its class map by the model, and the manifest."""
    segmenter = Segmenter(SegmenterParameters(model=str(path)))
    class_map = segmenter.process(Image(pixels, 'bgr')).class_map
    manifest_path, image, mask = self_test_files(path)
    write_image(image, pixels)
    write_image(mask, class_map)
    test = SelfTest(Path(image.name), Path(mask.name), agreement)
    tested = replace(manifest, self_test=test)
    write_text(manifest_path, dump_manifest(tested, path.name))
