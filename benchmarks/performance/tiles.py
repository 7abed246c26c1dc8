# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What it costs to cut an image into tiles, and what becomes of the class map."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from benchmarks.performance.pages import grouped, middle, spread, table
from seg_ros.cli.rounds import ratio
from seg_ros.datatypes import Image
from seg_ros.inference.model_files import find_model
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.sim_source import LABEL_MAP, sim_image
from seg_ros.training.export import ExportOptions, write_graph, write_manifest
from seg_ros.training.load_onnx_weights import load_onnx_weights
from seg_ros.training.nets.build import build
from seg_ros.training.normalization import as_tensor

SIZE = (960, 1280)
WAYS = {
    'whole': ExportOptions(SIZE),
    'tiles of 512': ExportOptions((512, 512), 'tile'),
    'tiles of 256': ExportOptions((256, 256), 'tile'),
    'shrunk to half': ExportOptions((480, 640)),
}


def measure(rounds: int) -> Iterator[dict]:
    """Yield time over that of the whole image, and how many pixels keep their class."""
    pixels, net = (
        sim_image(SIZE),
        build(TrainingConfig(), len(LABEL_MAP.network_label_set.classes)),
    )
    load_onnx_weights(net, find_model('weeds'), as_tensor(pixels[np.newaxis], torch.device('cpu')))
    image = Image(pixels, 'bgr')
    with TemporaryDirectory() as folder:
        segmenters = {}
        for number, (name, shape) in enumerate(WAYS.items()):
            path = Path(folder) / f'{number}.onnx'
            write_graph(net, path, TrainingConfig(), shape)
            write_manifest(
                path, LABEL_MAP.network_label_set, TrainingConfig(), shape, 1.0, 'Apache-2.0'
            )
            segmenters[name] = Segmenter(SegmenterParameters(model=str(path)))
    whole = segmenters['whole']
    expected = whole.process(image).class_map
    for _ in range(rounds):
        for name, segmenter in segmenters.items():
            figure = ratio(lambda: segmenter.process(image), lambda: whole.process(image), 5)
            same = np.mean(segmenter.process(image).class_map == expected)
            yield {'way': name, 'time': figure.median, 'same': float(same)}


def tables(rows: list[dict]) -> dict[str, str]:
    """Return the table, which is the only one."""
    return {
        'tiles': table(
            (f'`weeds` on {SIZE[1]} x {SIZE[0]}', 'time', 'pixels of the same class'),
            [
                (way, spread(own, 'time'), f'{middle(own, "same"):.2%}')
                for (way,), own in grouped(rows, 'way').items()
            ],
        )
    }
