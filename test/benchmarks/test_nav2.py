# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The Nav2 tutorial's node is given the same network, with its scores enlarged."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

pytest.importorskip('onnx', reason='onnx is not installed')

from benchmarks.bench.models import make_model  # noqa: E402
from benchmarks.bench.recipes import exact_scores  # noqa: E402
from benchmarks.performance.nav2 import home  # noqa: E402


def test_its_share_holds_the_network_and_its_classes(tmp_path: Path) -> None:
    model = make_model(tmp_path, 0.0)
    prefix = Path(home(tmp_path / 'home', model.path)['AMENT_PREFIX_PATH'])
    share = prefix / 'share' / 'semantic_segmentation_node'
    assert (share / 'config' / 'ontology.yaml').read_text().count('name:') == 20
    session = onnxruntime.InferenceSession(share / 'models' / 'model.onnx')
    image = np.ones((1, 3, 480, 640), np.float32)
    enlarged = session.run(None, {'input': image})[0][0]
    scores = model.engine.run(image, ('scores',))[0][0]
    assert enlarged == pytest.approx(exact_scores(scores, (480, 640)), abs=1e-3)
