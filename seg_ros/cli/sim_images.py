# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Labeled images of a simulated drive, as a folder for `train` and `evaluate`."""

from pathlib import Path

from seg_ros.atomic_files import write_image
from seg_ros.errors import InputError
from seg_ros.sim.camera import CameraView

EVERY_M = 1.0
"""Twice the length of a view, so that no plant is in two images."""

DATASET_YAML = """\
label_set: soil_weed_crop
licence: Apache-2.0
"""


class LabeledImages:
    """A folder with images/, labels/ and dataset.yaml, written during a drive."""

    def __init__(self, folder: Path) -> None:
        """Make the folder; InputError where it is not empty."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f'--images must be a new or empty folder, got {folder}')
        self._folder, self._next_m = folder, 0.0
        folder.mkdir(parents=True, exist_ok=True)
        (folder / 'dataset.yaml').write_text(DATASET_YAML)

    def add(self, position_m: float, view: CameraView) -> None:
        """Write a view with its ground truth, one per EVERY_M of the drive."""
        if position_m < self._next_m:
            return
        self._next_m = position_m + EVERY_M
        name = f'{round(1000.0 * position_m):08d}.png'
        assert view.image is not None
        write_image(self._folder / 'images' / name, view.image.pixels)
        write_image(self._folder / 'labels' / name, view.truth)
