# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure run time and file size of the included models, side by side; the table of docs/models.md.

    python -m benchmarks.included_models

Run time is that from an image of 640 x 480 to its class map, with two threads, relative to
`drivable_deeplab`, which was `drivable` in 0.1.
"""

from functools import partial

import numpy as np

from benchmarks.performance.pages import table
from seg_ros.cli.rounds import ratio
from seg_ros.datatypes import Image
from seg_ros.inference.model_files import find_model, INCLUDED_MODELS
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter

REFERENCE = 'drivable_deeplab'
ROUNDS = 40


def main() -> None:
    """Print one row for each model."""
    pixels = np.random.default_rng(0).integers(256, size=(480, 640, 3), dtype=np.uint8)
    names = sorted(path.stem for path in INCLUDED_MODELS.glob('*.onnx'))
    runs = {
        name: partial(Segmenter(SegmenterParameters(model=name)).process, Image(pixels, 'bgr'))
        for name in names
    }
    rows = []
    for name, run in runs.items():
        time = ratio(run, runs[REFERENCE], ROUNDS)
        size_mb = find_model(name).stat().st_size / 1e6
        rows.append((f'`{name}`', f'{size_mb:.2f}', f'{time.median:.2f}'))
    print(table(('model', 'MB', 'time'), rows))


if __name__ == '__main__':
    main()
