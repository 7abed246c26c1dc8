# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An image of our own making, and what a model says about it on the day it is made."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from seg_ros.datatypes import Picture
from seg_ros.settings import SegmenterSettings
from seg_ros.vision.manifest import Manifest, SelfTest
from seg_ros.vision.manifest_file import dump_manifest
from seg_ros.vision.segmenter import Segmenter


def add_self_test(path: Path, manifest: Manifest, pixels: np.ndarray, agreement: float) -> None:
    """Write a picture, (H, W, 3) uint8 bgr, and what the model at `path` says about it today."""
    segmenter = Segmenter(SegmenterSettings(model=str(path)))
    class_map = segmenter.segment(Picture(pixels, 'bgr')).class_map
    image, mask = (path.with_name(f'{path.stem}_{name}.png') for name in ('test', 'test_mask'))
    cv2.imwrite(str(image), pixels)
    cv2.imwrite(str(mask), class_map)
    test = SelfTest(Path(image.name), Path(mask.name), agreement)
    tested = replace(manifest, self_test=test)
    path.with_suffix('.yaml').write_text(dump_manifest(tested, path.name), 'utf-8')
