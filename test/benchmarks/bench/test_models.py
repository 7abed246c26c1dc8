# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Networks come to be as slow as wanted, and the segmenter takes them."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from benchmarks.bench import models
from benchmarks.bench.models import bare_run, make_model
from benchmarks.bench.steps import VGA
from seg_ros.datatypes import Image, SegmentationRequest
from seg_ros.inference.io_spec import TensorSpec
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter


@pytest.mark.parametrize(
    'layers_before, layer_s, depths',
    [
        (1.0, 0.005, [0, 7]),
        (1.9, 0.005, [0, 3, 5, 6, 7]),
        (1.0, 0.030, [0, 1]),
        (1.0, 0.100, [0]),
    ],
)
def test_the_depth_is_found(tmp_path, monkeypatch, layers_before, layer_s, depths) -> None:
    written = []
    monkeypatch.setattr(
        models, 'write_network', lambda path, size, output, depth: written.append(depth)
    )
    monkeypatch.setattr(models, 'open_engine', lambda path, threads: None)
    monkeypatch.setattr(models, 'bare_run', lambda engine: None)
    monkeypatch.setattr(models, 'seconds', lambda act: layer_s * (layers_before + written[-1]))
    model = make_model(tmp_path, 0.040)
    assert written == depths
    assert model.run_s == pytest.approx(layer_s * (layers_before + depths[-1]))
    assert model.depth == depths[-1]


def test_the_segmenter_takes_it(tmp_path) -> None:
    pytest.importorskip('onnx', reason='onnx is not installed')
    model = make_model(tmp_path, 0.0, active=3)
    assert {file.name for file in tmp_path.iterdir()} == {'model.onnx', 'model.yaml'}
    segmenter = Segmenter(SegmenterParameters(model=str(model.path)), model.engine)
    request = SegmentationRequest(masks=(models.GROUP,))
    segmentation = segmenter.process(Image(np.zeros((*VGA, 3), np.uint8), 'bgr'), request)
    assert np.unique(segmentation.class_map).tolist() == [0, 10, 20]
    mask = segmentation.mask(models.GROUP)
    assert np.array_equal(mask > 0, segmentation.class_map == 10)


class Engine:
    """An engine that remembers what it was given."""

    outputs = (TensorSpec('scores', (1, 2, 60, 80), 'float32'),)

    def __init__(self, shape: tuple[int | None, ...], dtype: str) -> None:
        self.inputs = (TensorSpec('image', shape, dtype),)

    def run(self, tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        self.given = tensor.shape, tensor.dtype.name, names
        return []


@pytest.mark.parametrize(
    'shape, dtype, expected',
    [
        ((1, 3, 32, 48), 'float32', (1, 3, 32, 48)),
        ((None, 3, None, None), 'float16', (1, 3, 480, 640)),
        ((None, None, None, 3), 'uint8', (1, 480, 640, 3)),
    ],
)
def test_a_bare_run_fits_the_graph(shape, dtype, expected) -> None:
    engine = Engine(shape, dtype)
    bare_run(engine)()
    assert engine.given == (expected, dtype, ('scores',))


def test_a_kept_model_is_made_once_and_its_likes_are_as_deep(monkeypatch) -> None:
    made = []

    def make(
        folder: Path, at_least_s: float, active: int = models.ACTIVE, depth: int = 0
    ) -> models.Model:
        made.append((at_least_s, active, depth))
        return models.Model(folder, None, 0.0, depth + (active == models.ACTIVE))

    monkeypatch.setattr(models, 'make_model', make)
    monkeypatch.setattr(models, '_depths', defaultdict(int))
    models.renew_models()
    crowded, usual = models.kept_model(7.0, 21), models.kept_model(7.0, models.ACTIVE)
    assert usual.path.is_dir() and crowded.path.is_dir() and crowded.path != usual.path
    assert models.kept_model(7.0, models.ACTIVE) is usual
    assert made == [(7.0, models.ACTIVE, 0), (0.0, 21, 1)]
    models.renew_models()
    assert models.kept_model(7.0, models.ACTIVE) is not usual
    assert models.kept_model(8.0, models.ACTIVE).depth == 1
    assert made[2:] == [(7.0, models.ACTIVE, 1), (8.0, models.ACTIVE, 0)]
    models.renew_models()
