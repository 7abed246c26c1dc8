# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A dataset of red and blue squares on gray, with a strip of ignored pixels, and runs on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from seg_ros.training.config import TrainingConfig
    from seg_ros.training.training import Training

_OPTIONS = {
    'net': '--architecture',
    'begin_with': '--init',
    'turn_deg': '--rotate',
    'light': '--photometric',
    'rare': '--minority-share',
    'blank': '--blank-share',
    'batch': '--batch-size',
    'rate': '--lr',
    'decay': '--weight-decay',
    'average': '--ema',
    'folder': 'FOLDER',
}
FACTS = """
classes:
  - {name: gray, color: [128, 128, 128]}
  - {name: red, color: [255, 0, 0]}
  - {name: blue, color: [0, 0, 255]}
groups: {colored: [red, blue], red: [red]}
ignore: [9]
licence: CC0
"""
BGR = {0: (128, 128, 128), 1: (40, 40, 220), 2: (220, 40, 40)}


def write_squares(folder: Path) -> None:
    """Write ten images of 64 x 48 pixels, their labels and dataset.yaml."""
    for name in ('images', 'labels'):
        (folder / name).mkdir(parents=True)
    (folder / 'dataset.yaml').write_text(FACTS)
    for number in range(10):
        pixels, labels = painted(number)
        cv2.imwrite(str(folder / 'images' / f'{number:02}.png'), pixels)
        cv2.imwrite(str(folder / 'labels' / f'{number:02}.png'), labels)


def painted(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return bgr pixels and label ids."""
    random = np.random.default_rng(seed)
    labels = np.zeros((48, 64), np.uint8)
    for class_id, side in ((1, 20), (2, 8)):
        row, column = (int(random.integers(whole - side)) for whole in labels.shape)
        labels[row : row + side, column : column + side] = class_id
    pixels = np.zeros((*labels.shape, 3), np.uint8)
    for class_id, color in BGR.items():
        pixels[labels == class_id] = color
    labels[-2:] = 9
    return pixels, labels


def option_named(field: str) -> str:
    """Return the option of `seg_ros train` for a field of its configuration."""
    return _OPTIONS.get(field, f'--{field.replace("_", "-")}')


def start(
    folder: Path, out: Path, config: TrainingConfig, clock: Callable[[], float] = monotonic
) -> Training:
    """Return a run on the images of a folder that has not made a step; torch is loaded here."""
    from seg_ros.training.config import DataConfig
    from seg_ros.training.data.open_dataset import open_data, open_validation
    from seg_ros.training.training import Training

    data_config = DataConfig(str(folder))
    return Training(
        config,
        data_config,
        open_data(data_config, config),
        open_validation(data_config, config).samples,
        out,
        clock,
    )
