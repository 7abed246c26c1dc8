# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An exported file has the scores of its network, a valid manifest and self-test."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')
onnx = pytest.importorskip('onnx', reason='onnx is not installed')

from seg_ros.datatypes import ClassGroup, ClassLabel, Image  # noqa: E402
from seg_ros.errors import ModelError  # noqa: E402
from seg_ros.inference.engine import open_engine  # noqa: E402
from seg_ros.inference.label_sets import LabelSet  # noqa: E402
from seg_ros.parameters import SegmenterParameters  # noqa: E402
from seg_ros.segmentation.segmenter import Segmenter  # noqa: E402
from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.data.label_map import LabelMap  # noqa: E402
from seg_ros.training.data.samples import Sample  # noqa: E402
from seg_ros.training.export import ExportOptions, write_graph, write_manifest  # noqa: E402
from seg_ros.training.export_check import (  # noqa: E402
    class_agreement,
    compare_models,
    scores_and_labels,
)
from seg_ros.training.nets.build import build  # noqa: E402
from seg_ros.training.self_test import add_self_test  # noqa: E402

pytestmark = pytest.mark.filterwarnings('ignore::DeprecationWarning')
CLASSES = LabelSet(
    (ClassLabel(0, 'soil', (1, 2, 3)), ClassLabel(1, 'weed', (4, 5, 6))),
    (ClassGroup('weed', (1,)),),
)
CONFIGS = {
    'unet': TrainingConfig(width=0.25),
    'deeplab': TrainingConfig(net='deeplab', encoder='mobilenet_v2', width=0.25),
    'deeplab at 8': TrainingConfig(
        net='deeplab', stride='8', encoder='efficientnet_lite0', width=0.25
    ),
    'one channel': TrainingConfig(net='micro', only='weed'),
}


def network(config: TrainingConfig) -> 'torch.nn.Module':
    """Return a network whose normalizations have statistics."""
    torch.manual_seed(0)
    net = build(config, 1 if config.only else 2).train()
    net(torch.randn(4, 3, 64, 64))
    return net.eval()


def sample(height: int = 64, width: int = 96) -> Sample:
    pixels = np.random.default_rng(0).integers(0, 256, (height // 8, width // 8, 3), np.uint8)
    channels = np.zeros((height, width), np.uint8)
    channels[0] = 255
    return Sample('noise', np.kron(pixels, np.ones((8, 8, 1), np.uint8)), channels)


@pytest.mark.parametrize('size', [None, (64, 96)])
@pytest.mark.parametrize('config', CONFIGS.values(), ids=CONFIGS)
def test_the_file_has_the_scores_of_the_network(
    tmp_path: Path, config: TrainingConfig, size: tuple | None
) -> None:
    net, path = network(config), tmp_path / 'net.onnx'
    write_graph(net, path, config, ExportOptions(size))
    assert class_agreement(net, path, [sample()], size, config) > 0.999
    graph = onnx.load(path)
    assert graph.opset_import[0].version == 17
    assert 'BatchNormalization' not in {node.op_type for node in graph.graph.node}


@pytest.mark.parametrize('config', CONFIGS.values(), ids=CONFIGS)
def test_fp16_weights_halve_the_file_and_hardly_change_the_scores(
    tmp_path: Path, config: TrainingConfig
) -> None:
    net, paths = network(config), (tmp_path / 'whole.onnx', tmp_path / 'half.onnx')
    for path, half in zip(paths, (False, True)):
        write_graph(net, path, config, ExportOptions((64, 96), half=half))
    image = np.random.default_rng(0).normal(size=(1, 3, 64, 96)).astype(np.float32)
    whole, half = (open_engine(path).run(image, ('logits',))[0] for path in paths)
    assert np.abs(whole - half).max() < 0.03 * whole.std()
    assert paths[1].stat().st_size < 0.7 * paths[0].stat().st_size


def test_dynamic_axes_take_any_size(tmp_path: Path) -> None:
    net, path = network(CONFIGS['unet']), tmp_path / 'net.onnx'
    write_graph(net, path, CONFIGS['unet'], ExportOptions())
    samples = [sample(32, 64), sample(128, 32)]
    assert class_agreement(net, path, samples, None, CONFIGS['unet']) > 0.999


def test_a_file_of_another_network_is_refused(tmp_path: Path) -> None:
    path, config = tmp_path / 'net.onnx', CONFIGS['unet']
    write_graph(network(config), path, config, ExportOptions())
    torch.manual_seed(1)
    with pytest.raises(ModelError, match='must have the class of the PyTorch network in 99.9%'):
        class_agreement(build(config, 2).eval(), path, [sample()], None, config)


@pytest.mark.parametrize(
    'shape, config, pattern',
    [
        (
            ExportOptions((60, 96)),
            TrainingConfig(),
            'multiples of 32 for this network, got 60 and 96',
        ),
        (ExportOptions(None), TrainingConfig(scale=0.5), 'must be exported with --size'),
        (ExportOptions(None, 'tile'), TrainingConfig(), 'must be exported with --size'),
    ],
)
def test_an_invalid_size_is_refused(
    shape: ExportOptions, config: TrainingConfig, pattern: str
) -> None:
    with pytest.raises(ModelError, match=pattern):
        shape.check(config)


@pytest.mark.parametrize('config', CONFIGS.values(), ids=CONFIGS)
def test_segmenter_accepts_manifest_and_self_test(tmp_path: Path, config: TrainingConfig) -> None:
    path, shape = tmp_path / 'net.onnx', ExportOptions(half=True)
    write_graph(network(config), path, config, shape)
    manifest = write_manifest(path, CLASSES, config, shape, 1.25, 'CC0')
    add_self_test(path, manifest, sample().pixels, 0.99)
    segmenter = Segmenter(SegmenterParameters(model=str(path)))
    assert segmenter.self_test() == 1.0
    assert segmenter.manifest.outputs[0].temperature == 1.25
    assert [group.name for group in segmenter.groups] == ['weed']
    class_map = segmenter.process(Image(sample().pixels, 'bgr')).class_map
    assert set(np.unique(class_map)) <= {0, 1}


def test_scores_and_labels_leave_out_ignored_pixels() -> None:
    config = CONFIGS['one channel']
    rivals, truth = scores_and_labels(network(config), [sample(16, 24)], config)
    assert rivals.shape == (15 * 24, 2) and (truth == 0).all()
    assert (rivals[:, 0] == 0.0).all() and rivals[:, 1].std() > 0.0


def test_comparison_counts_pixels_with_the_same_class(tmp_path: Path) -> None:
    config, options = TrainingConfig(net='micro'), ExportOptions((64, 96))
    net, paths = network(config), [tmp_path / f'{name}.onnx' for name in 'ab']
    for path, bias in zip(paths, ([50.0, 0.0], [0.0, 50.0])):
        net.get_submodule('head').bias.data = torch.tensor(bias)
        write_graph(net, path, config, options)
        write_manifest(path, CLASSES, config, options, 1.0, '')
    soil, weed = paths
    label_map = LabelMap(CLASSES, (), ())
    compared = compare_models((soil, weed), [sample()], label_map)
    assert (compared.agreement, compared.miou) == (0.0, (1.0, 0.0))
    assert compare_models((soil, soil), [sample()], label_map).agreement == 1.0
