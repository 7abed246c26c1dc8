# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What it costs to cut an image into tiles, and what becomes of the class map."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from pages import grouped, middle, spread, table
import torch

from seg_ros.cli.benchmark.rounds import ratio
from seg_ros.datatypes import Picture
from seg_ros.settings import SegmenterSettings
from seg_ros.training.data.field_source import field_picture, LEGEND
from seg_ros.training.export import Shape, write_graph, write_manifest
from seg_ros.training.nets.build import build
from seg_ros.training.normal import as_tensor
from seg_ros.training.recipe import Recipe
from seg_ros.training.unfold import unfold
from seg_ros.vision.catalogue import locate_model
from seg_ros.vision.segmenter import Segmenter

SIZE = (960, 1280)
WAYS = {'whole': Shape(SIZE), 'tiles of 512': Shape((512, 512), 'tile'),
        'tiles of 256': Shape((256, 256), 'tile'), 'shrunk to half': Shape((480, 640))}


def measure(rounds: int) -> Iterator[dict]:
    """Yield time over that of the whole image, and how many pixels keep their class."""
    pixels, net = field_picture(SIZE), build(Recipe(), len(LEGEND.learnt.classes))
    unfold(net, locate_model('weeds'), as_tensor(pixels[np.newaxis], torch.device('cpu')))
    picture = Picture(pixels, 'bgr')
    with TemporaryDirectory() as folder:
        segmenters = {}
        for number, (name, shape) in enumerate(WAYS.items()):
            path = Path(folder) / f'{number}.onnx'
            write_graph(net, path, Recipe(), shape)
            write_manifest(path, LEGEND.learnt, Recipe(), shape, 1.0, 'Apache-2.0')
            segmenters[name] = Segmenter(SegmenterSettings(model=str(path)))
    whole = segmenters['whole']
    expected = whole.segment(picture).class_map
    for _ in range(rounds):
        for name, segmenter in segmenters.items():
            figure = ratio(lambda: segmenter.segment(picture), lambda: whole.segment(picture), 5)
            same = np.mean(segmenter.segment(picture).class_map == expected)
            yield {'way': name, 'time': figure.median, 'same': float(same)}


def tables(rows: list[dict]) -> dict[str, str]:
    """Return the table, which is the only one."""
    return {'tiles': table(
        (f'`weeds` on {SIZE[1]} x {SIZE[0]}', 'time', 'pixels of the same class'),
        [(way, spread(own, 'time'), f'{middle(own, "same"):.2%}')
         for (way,), own in grouped(rows, 'way').items()])}
