# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A network becomes a file: the same answers, a manifest that fits, a self-test that passes."""

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
from seg_ros.training.data.samples import Sample  # noqa: E402
from seg_ros.training.export import Shape, write_graph, write_manifest  # noqa: E402
from seg_ros.training.export_check import candidates_and_truth, same_class  # noqa: E402
from seg_ros.training.nets.build import build  # noqa: E402
from seg_ros.training.self_test import add_self_test  # noqa: E402

pytestmark = pytest.mark.filterwarnings('ignore::DeprecationWarning')
CLASSES = LabelSet(
    (ClassLabel(0, 'soil', (1, 2, 3)), ClassLabel(1, 'weed', (4, 5, 6))),
    (ClassGroup('weed', (1,)),),
)
RECIPES = {
    'unet': TrainingConfig(width=0.25),
    'deeplab': TrainingConfig(net='deeplab', width=0.25),
    'deeplab at 8': TrainingConfig(
        net='deeplab', stride='8', encoder='efficientnet_lite0', width=0.25
    ),
    'one channel': TrainingConfig(net='micro', only='weed'),
}


def network(recipe: TrainingConfig) -> 'torch.nn.Module':
    """Return a network whose normalizations have seen something."""
    torch.manual_seed(0)
    net = build(recipe, 1 if recipe.only else 2).train()
    net(torch.randn(4, 3, 64, 64))
    return net.eval()


def sample(height: int = 64, width: int = 96) -> Sample:
    pixels = np.random.default_rng(0).integers(0, 256, (height // 8, width // 8, 3), np.uint8)
    channels = np.zeros((height, width), np.uint8)
    channels[0] = 255
    return Sample('noise', np.kron(pixels, np.ones((8, 8, 1), np.uint8)), channels)


@pytest.mark.parametrize('size', [None, (64, 96)])
@pytest.mark.parametrize('recipe', RECIPES.values(), ids=RECIPES)
def test_the_file_says_what_the_network_says(
    tmp_path: Path, recipe: TrainingConfig, size: tuple | None
) -> None:
    net, path = network(recipe), tmp_path / 'net.onnx'
    write_graph(net, path, recipe, Shape(size))
    assert same_class(net, path, [sample()], size, recipe) > 0.999
    graph = onnx.load(path)
    assert graph.opset_import[0].version == 17
    assert 'BatchNormalization' not in {node.op_type for node in graph.graph.node}


@pytest.mark.parametrize('recipe', RECIPES.values(), ids=RECIPES)
def test_half_floats_halve_the_file_and_hardly_move_the_scores(
    tmp_path: Path, recipe: TrainingConfig
) -> None:
    net, paths = network(recipe), (tmp_path / 'whole.onnx', tmp_path / 'half.onnx')
    for path, half in zip(paths, (False, True)):
        write_graph(net, path, recipe, Shape((64, 96), half=half))
    image = np.random.default_rng(0).normal(size=(1, 3, 64, 96)).astype(np.float32)
    whole, half = (open_engine(path).run(image, ('logits',))[0] for path in paths)
    assert np.abs(whole - half).max() < 0.03 * whole.std()
    assert paths[1].stat().st_size < 0.7 * paths[0].stat().st_size


def test_an_open_size_takes_any(tmp_path: Path) -> None:
    net, path = network(RECIPES['unet']), tmp_path / 'net.onnx'
    write_graph(net, path, RECIPES['unet'], Shape())
    samples = [sample(32, 64), sample(128, 32)]
    assert same_class(net, path, samples, None, RECIPES['unet']) > 0.999


def test_another_network_is_noticed(tmp_path: Path) -> None:
    path, recipe = tmp_path / 'net.onnx', RECIPES['unet']
    write_graph(network(recipe), path, recipe, Shape())
    torch.manual_seed(1)
    with pytest.raises(ModelError, match='must say what the network says on 99.9%'):
        same_class(build(recipe, 2).eval(), path, [sample()], None, recipe)


@pytest.mark.parametrize(
    'shape, recipe, words',
    [
        (Shape((60, 96)), TrainingConfig(), 'multiples of 32 for this network, got 60 and 96'),
        (Shape(None), TrainingConfig(scale=0.5), 'must be exported with --size'),
        (Shape(None, 'tile'), TrainingConfig(), 'must be exported with --size'),
    ],
)
def test_a_size_that_does_not_suit_is_refused(
    shape: Shape, recipe: TrainingConfig, words: str
) -> None:
    with pytest.raises(ModelError, match=words):
        shape.check(recipe)


@pytest.mark.parametrize('recipe', RECIPES.values(), ids=RECIPES)
def test_manifest_and_self_test_suit_the_segmenter(tmp_path: Path, recipe: TrainingConfig) -> None:
    path, shape = tmp_path / 'net.onnx', Shape(half=True)
    write_graph(network(recipe), path, recipe, shape)
    manifest = write_manifest(path, CLASSES, recipe, shape, 1.25, 'CC0')
    add_self_test(path, manifest, sample().pixels, 0.99)
    segmenter = Segmenter(SegmenterParameters(model=str(path)))
    assert segmenter.self_test() == 1.0
    assert segmenter.manifest.outputs[0].temperature == 1.25
    assert [group.name for group in segmenter.groups] == ['weed']
    class_map = segmenter.process(Image(sample().pixels, 'bgr')).class_map
    assert set(np.unique(class_map)) <= {0, 1}


def test_pixels_for_the_temperature_leave_the_ignored_out() -> None:
    recipe = RECIPES['one channel']
    rivals, truth = candidates_and_truth(network(recipe), [sample(16, 24)], recipe)
    assert rivals.shape == (15 * 24, 2) and (truth == 0).all()
    assert (rivals[:, 0] == 0.0).all() and rivals[:, 1].std() > 0.0
