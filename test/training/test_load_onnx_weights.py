# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An exported file becomes a network again that answers as it did, and can go on learning."""

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')
pytest.importorskip('onnx', reason='onnx is not installed')

from seg_ros.errors import InputError  # noqa: E402
from seg_ros.inference.engine import open_engine  # noqa: E402
from seg_ros.inference.model_files import locate_model  # noqa: E402
from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.export import Shape, write_graph  # noqa: E402
from seg_ros.training.load_onnx_weights import unfold  # noqa: E402
from seg_ros.training.nets.build import build  # noqa: E402

pytestmark = pytest.mark.filterwarnings('ignore::DeprecationWarning')
RECIPES = {
    'unet': TrainingConfig(width=0.25),
    'deeplab': TrainingConfig(net='deeplab', width=0.25),
    'micro': TrainingConfig(net='micro'),
}
each = pytest.mark.parametrize('recipe', RECIPES.values(), ids=RECIPES)


def pixels(seed: int) -> 'torch.Tensor':
    return torch.randn(2, 3, 64, 96, generator=torch.Generator().manual_seed(seed))


def learnt(recipe: TrainingConfig) -> 'torch.nn.Module':
    """Return a network of three classes all of whose numbers are those of no beginner."""
    torch.manual_seed(0)
    net = build(recipe, 3).train()
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
    net(pixels(1))
    return net.eval()


def written(recipe: TrainingConfig, path: Path, half: bool = False) -> 'torch.nn.Module':
    net = learnt(recipe)
    write_graph(net, path, recipe, Shape((64, 96), half=half))
    return net


@each
@torch.no_grad()
def test_it_answers_as_the_file_does(recipe: TrainingConfig, tmp_path: Path) -> None:
    expected = written(recipe, tmp_path / 'net.onnx')(pixels(2))
    net = build(recipe, 3)
    unfold(net, tmp_path / 'net.onnx', pixels(3))
    assert net(pixels(2)).numpy() == pytest.approx(expected.numpy(), abs=1e-4)


@torch.no_grad()
def test_equal_weights_are_stored_once_and_found_all_the_same(tmp_path: Path) -> None:
    beginner = build(RECIPES['unet'], 3).eval()
    write_graph(beginner, tmp_path / 'net.onnx', RECIPES['unet'], Shape((64, 96)))
    net = build(RECIPES['unet'], 3)
    unfold(net, tmp_path / 'net.onnx', pixels(3))
    assert net(pixels(2)).numpy() == pytest.approx(beginner(pixels(2)).numpy(), abs=1e-4)


@each
@torch.no_grad()
def test_while_it_learns_it_begins_from_there(recipe: TrainingConfig, tmp_path: Path) -> None:
    written(recipe, tmp_path / 'net.onnx', half=True)
    net = build(recipe, 3)
    unfold(net, tmp_path / 'net.onnx', pixels(3))
    expected = net(pixels(3))
    for module in net.train().modules():
        if isinstance(module, torch.nn.Dropout):
            module.eval()
    assert net(pixels(3)).numpy() == pytest.approx(expected.numpy(), abs=0.02)


def test_a_shipped_network_says_what_it_says_on_the_robot() -> None:
    net, engine = build(TrainingConfig(net='micro'), 1), open_engine(locate_model('weeds_micro'))
    unfold(net, locate_model('weeds_micro'), pixels(3))
    (said,) = engine.run(pixels(2)[:1].numpy(), ('logits',))
    assert net(pixels(2)[:1]).detach().numpy() == pytest.approx(said, abs=1e-3)


def test_other_classes_keep_the_head_of_a_beginner(tmp_path: Path) -> None:
    written(RECIPES['micro'], tmp_path / 'net.onnx')
    net = build(RECIPES['micro'], 2)
    before = {name: weight.clone() for name, weight in net.state_dict().items()}
    unfold(net, tmp_path / 'net.onnx', pixels(3))
    after = net.state_dict()
    kept = {name for name, weight in before.items() if torch.equal(weight, after[name])}
    assert {name for name in kept if 'batches' not in name} == {'head.weight', 'head.bias'}


@pytest.mark.parametrize(
    'other',
    [
        TrainingConfig(net='micro'),
        TrainingConfig(width=0.5),
        replace(RECIPES['unet'], encoder='efficientnet_lite0'),
    ],
)
def test_another_architecture_is_refused(other: TrainingConfig, tmp_path: Path) -> None:
    written(RECIPES['unet'], tmp_path / 'net.onnx')
    with pytest.raises(InputError, match='must hold float weights of the same --arch'):
        unfold(build(other, 3), tmp_path / 'net.onnx', pixels(3))


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='float weights'):
        unfold(build(TrainingConfig(), 3), locate_model('weeds_int8'), pixels(3))
    (tmp_path / 'net.onnx').write_bytes(b'none')
    with pytest.raises(InputError, match='is not a readable ONNX file'):
        unfold(build(TrainingConfig(), 3), tmp_path / 'net.onnx', pixels(3))
