# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Weights of an exported file are loaded into a network that can be trained further."""

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')
pytest.importorskip('onnx', reason='onnx is not installed')

from seg_ros.errors import InputError  # noqa: E402
from seg_ros.inference.engine import open_engine  # noqa: E402
from seg_ros.inference.model_files import find_model  # noqa: E402
from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.export import ExportOptions, write_graph  # noqa: E402
from seg_ros.training.load_onnx_weights import load_onnx_weights  # noqa: E402
from seg_ros.training.nets.build import build  # noqa: E402

pytestmark = pytest.mark.filterwarnings('ignore::DeprecationWarning')
CONFIGS = {
    'unet': TrainingConfig(width=0.25),
    'deeplab': TrainingConfig(net='deeplab', encoder='mobilenet_v2', width=0.25),
    'micro': TrainingConfig(net='micro'),
}
each = pytest.mark.parametrize('config', CONFIGS.values(), ids=CONFIGS)


def pixels(seed: int) -> 'torch.Tensor':
    return torch.randn(2, 3, 64, 96, generator=torch.Generator().manual_seed(seed))


def trained_network(config: TrainingConfig) -> 'torch.nn.Module':
    """Return a network of three classes whose parameters all differ from initial ones."""
    torch.manual_seed(0)
    net = build(config, 3).train()
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
    net(pixels(1))
    return net.eval()


def written(config: TrainingConfig, path: Path, half: bool = False) -> 'torch.nn.Module':
    net = trained_network(config)
    write_graph(net, path, config, ExportOptions((64, 96), half=half))
    return net


@each
@torch.no_grad()
def test_scores_are_those_of_the_file(config: TrainingConfig, tmp_path: Path) -> None:
    expected = written(config, tmp_path / 'net.onnx')(pixels(2))
    net = build(config, 3)
    load_onnx_weights(net, tmp_path / 'net.onnx', pixels(3))
    assert net(pixels(2)).numpy() == pytest.approx(expected.numpy(), abs=1e-4)


@torch.no_grad()
def test_equal_weights_that_are_stored_once_are_loaded(tmp_path: Path) -> None:
    beginner = build(CONFIGS['unet'], 3).eval()
    write_graph(beginner, tmp_path / 'net.onnx', CONFIGS['unet'], ExportOptions((64, 96)))
    net = build(CONFIGS['unet'], 3)
    load_onnx_weights(net, tmp_path / 'net.onnx', pixels(3))
    assert net(pixels(2)).numpy() == pytest.approx(beginner(pixels(2)).numpy(), abs=1e-4)


@each
@torch.no_grad()
def test_in_train_mode_scores_stay_close(config: TrainingConfig, tmp_path: Path) -> None:
    written(config, tmp_path / 'net.onnx', half=True)
    net = build(config, 3)
    load_onnx_weights(net, tmp_path / 'net.onnx', pixels(3))
    expected = net(pixels(3))
    for module in net.train().modules():
        if isinstance(module, torch.nn.Dropout):
            module.eval()
    assert net(pixels(3)).numpy() == pytest.approx(expected.numpy(), abs=0.02)


def test_scores_of_an_included_model_are_those_of_onnxruntime() -> None:
    net, engine = build(TrainingConfig(net='micro'), 1), open_engine(find_model('weeds_micro'))
    load_onnx_weights(net, find_model('weeds_micro'), pixels(3))
    (said,) = engine.run(pixels(2)[:1].numpy(), ('logits',))
    assert net(pixels(2)[:1]).detach().numpy() == pytest.approx(said, abs=1e-3)


def test_a_head_of_other_classes_is_not_loaded(tmp_path: Path) -> None:
    written(CONFIGS['micro'], tmp_path / 'net.onnx')
    net = build(CONFIGS['micro'], 2)
    before = {name: weight.clone() for name, weight in net.state_dict().items()}
    load_onnx_weights(net, tmp_path / 'net.onnx', pixels(3))
    after = net.state_dict()
    unchanged = {name for name, weight in before.items() if torch.equal(weight, after[name])}
    assert {name for name in unchanged if 'batches' not in name} == {'head.weight', 'head.bias'}


@pytest.mark.parametrize(
    'other',
    [
        TrainingConfig(net='micro'),
        TrainingConfig(width=0.5),
        replace(CONFIGS['unet'], encoder='mobilenet_v2'),
    ],
)
def test_another_architecture_is_refused(other: TrainingConfig, tmp_path: Path) -> None:
    written(CONFIGS['unet'], tmp_path / 'net.onnx')
    with pytest.raises(InputError, match='must hold float weights of the same --arch'):
        load_onnx_weights(build(other, 3), tmp_path / 'net.onnx', pixels(3))


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='float weights'):
        load_onnx_weights(build(TrainingConfig(), 3), find_model('weeds_int8'), pixels(3))
    (tmp_path / 'net.onnx').write_bytes(b'none')
    with pytest.raises(InputError, match='is not a readable ONNX file'):
        load_onnx_weights(build(TrainingConfig(), 3), tmp_path / 'net.onnx', pixels(3))
