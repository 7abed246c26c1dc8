# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The int8 twin: file size, types and class maps."""

from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip('onnx', reason='onnx is not installed')
torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.datatypes import ClassLabel, Image  # noqa: E402
from seg_ros.inference.label_sets import LabelSet  # noqa: E402
from seg_ros.parameters import SegmenterParameters  # noqa: E402
from seg_ros.segmentation.segmenter import Segmenter  # noqa: E402
from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.export import ExportOptions, write_graph, write_manifest  # noqa: E402
from seg_ros.training.nets.build import build  # noqa: E402
from seg_ros.training.quantize import quantize  # noqa: E402

pytestmark = pytest.mark.filterwarnings('ignore::DeprecationWarning')
CONFIG = TrainingConfig(net='micro')


def images() -> list[Image]:
    random = np.random.default_rng(0)
    return [Image(random.integers(0, 256, (32, 48, 3), np.uint8), 'bgr') for _ in range(4)]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a micro U-Net with float16 weights and its manifest."""
    torch.manual_seed(0)
    net, path = build(CONFIG, 2).train(), tmp_path / 'net.onnx'
    net(torch.randn(8, 3, 32, 48))
    write_graph(net.eval(), path, CONFIG, ExportOptions(half=True))
    write_manifest(
        path,
        LabelSet((ClassLabel(0, 'a', (1, 1, 1)), ClassLabel(1, 'b', (2, 2, 2))), ()),
        CONFIG,
        ExportOptions(half=True),
        1.0,
        '',
    )
    return path


@pytest.mark.parametrize('reduced, highest', [(False, 127), (True, 64)])
def test_types_and_size_of_a_twin(
    model: Path, tmp_path: Path, reduced: bool, highest: int
) -> None:
    twin = tmp_path / 'twin.onnx'
    quantize(str(model), images(), twin, reduced)
    graph = onnx.load(twin).graph
    values = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
    kernels = [
        values[node.input[0]]
        for node in graph.node
        if node.op_type == 'DequantizeLinear'
        and node.input[0] in values
        and values[node.input[0]].ndim == 4
    ]
    assert len(kernels) == sum(node.op_type == 'Conv' for node in graph.node)
    assert {kernel.dtype.name for kernel in kernels} == {'int8'}
    assert max(np.abs(kernel.astype(int)).max() for kernel in kernels) == highest
    zero_points = {
        values[node.input[2]].dtype.name for node in graph.node if node.op_type == 'QuantizeLinear'
    }
    assert zero_points == {'uint8'}
    assert 'Resize' not in {node.op_type for node in graph.node}


def test_a_twin_has_nearly_the_same_class_map(model: Path, tmp_path: Path) -> None:
    twin = tmp_path / 'twin.onnx'
    quantize(str(model), images(), twin, False)
    twin.with_suffix('.yaml').write_text(
        '\n'.join(
            line
            for line in model.with_suffix('.yaml').read_text().splitlines()
            if not line.startswith('sha256')
        )
    )
    whole, small = (Segmenter(SegmenterParameters(model=str(path))) for path in (model, twin))
    same = [
        np.mean(whole.process(image).class_map == small.process(image).class_map)
        for image in images()
    ]
    assert np.mean(same) > 0.9
