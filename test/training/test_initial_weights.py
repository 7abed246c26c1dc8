# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Initial weights: random, of ImageNet, of a run, or of a model."""

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.errors import InputError, ParameterError  # noqa: E402
from seg_ros.inference.model_files import find_model  # noqa: E402
from seg_ros.training.checkpoint import BEST, save  # noqa: E402
from seg_ros.training.config import DataConfig, TrainingConfig  # noqa: E402
from seg_ros.training.data.open_dataset import TrainingData  # noqa: E402
from seg_ros.training.data.sim_source import LABEL_MAP  # noqa: E402
from seg_ros.training.initial_weights import (  # noqa: E402
    averaged_with_initial,
    initialized_network,
    with_architecture_of_init,
)
from seg_ros.training.nets.build import build  # noqa: E402
from seg_ros.training.saved_run import SavedRun  # noqa: E402

FIRST_WEIGHT = -1.110336
MICRO = TrainingConfig(net='micro', crop_height_px=32, crop_width_px=32, batch=2)
BLANK, EVEN = np.zeros((32, 32, 3), np.uint8), np.ones(3)


class Blank:
    """A source of black crops."""

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return BLANK, BLANK[..., 0]


def data(counts: np.ndarray) -> TrainingData:
    """Return training data with these pixels of each class."""
    return TrainingData(Blank(), counts, LABEL_MAP, 'CC0')


def save_best(folder: Path, config: TrainingConfig = MICRO, channels: int = 3) -> dict:
    """Save a network as the best of a run and return its weights."""
    torch.manual_seed(1)
    weights = build(config, channels).state_dict()
    save(
        folder / BEST,
        {
            'recipe': asdict(config),
            'plan': asdict(DataConfig()),
            'step': 5,
            'channels': channels,
            'net': weights,
        },
    )
    return weights


@pytest.mark.parametrize('channels, expected', [(2, [0.9, 0.1]), (1, [0.1])])
def test_the_head_is_initialized_with_class_frequencies(
    channels: int, expected: list[float]
) -> None:
    net = initialized_network(MICRO, channels, data(np.array([90, 10]))).eval()
    scores = net(torch.zeros(1, 3, 32, 32))[0, :, 8, 8]
    probabilities = scores.softmax(0) if channels > 1 else scores.sigmoid()
    assert probabilities.tolist() == pytest.approx(expected, abs=0.02)


def test_init_loads_the_weights_of_a_run(tmp_path: Path) -> None:
    saved = save_best(tmp_path)
    now = initialized_network(replace(MICRO, begin_with=str(tmp_path)), 3, data(EVEN)).state_dict()
    assert all(torch.equal(now[name], saved[name]) for name in saved)


def test_init_does_not_load_a_head_of_other_classes(tmp_path: Path) -> None:
    saved = save_best(tmp_path)
    now = initialized_network(
        replace(MICRO, begin_with=str(tmp_path)), 2, data(EVEN[:2])
    ).state_dict()
    assert {name for name in saved if not torch.equal(now[name], saved[name])} == {
        'head.weight',
        'head.bias',
    }


def test_another_architecture_is_refused(tmp_path: Path) -> None:
    save_best(tmp_path)
    with pytest.raises(
        InputError, match='--init .* must have the same --architecture unet, --encoder and --width'
    ):
        initialized_network(TrainingConfig(begin_with=str(tmp_path)), 3, data(EVEN))


def test_init_loads_an_included_model() -> None:
    now = initialized_network(replace(MICRO, begin_with='weeds_micro'), 1, data(EVEN[:2])).eval()
    by_name = initialized_network(
        replace(MICRO, begin_with=str(find_model('weeds_micro'))), 1, data(EVEN[:2])
    )
    pixels = torch.randn(1, 3, 32, 32)
    assert torch.equal(now(pixels), by_name.eval()(pixels))
    assert now.head.bias.item() != pytest.approx(0.0)


def test_init_prefers_a_model_to_a_folder_of_its_name_without_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'weeds_micro').mkdir()
    assert (
        initialized_network(replace(MICRO, begin_with='weeds_micro'), 1, data(EVEN[:2]))
        is not None
    )


def test_init_refuses_what_is_neither_a_run_nor_a_model() -> None:
    with pytest.raises(
        InputError, match='--init must be imagenet, none, the folder of a run, or a model'
    ):
        initialized_network(replace(MICRO, begin_with='runs/fiedl'), 3, data(EVEN))


def test_weights_are_averaged_with_those_the_run_began_with(folder: Path, tmp_path: Path) -> None:
    first = save_best(tmp_path / 'first')
    config = replace(MICRO, begin_with=str(tmp_path / 'first'))
    net = build(config, 3)
    run = SavedRun(net.eval(), config, DataConfig(str(folder)), 5)
    averaged = averaged_with_initial(run, 0.25).net.state_dict()
    for name, weight in net.state_dict().items():
        if weight.is_floating_point():
            assert torch.allclose(averaged[name], 0.75 * weight + 0.25 * first[name])
    with pytest.raises(InputError, match='--initial-share needs a run that began with'):
        averaged_with_initial(replace(run, config=MICRO), 0.25)
    unchanged = averaged_with_initial(run, 0.0).net.state_dict()
    assert all(torch.equal(unchanged[name], weight) for name, weight in net.state_dict().items())


@pytest.mark.parametrize('init', ['', 'imagenet'])
def test_an_encoder_begins_with_imagenet(init: str) -> None:
    net = initialized_network(TrainingConfig(begin_with=init), 3, data(EVEN))
    again = initialized_network(TrainingConfig(net='deeplab', stride='8'), 2, data(EVEN[:2]))
    first, second = (
        torch.cat([weight.flatten() for weight in each.encoder.parameters()])
        for each in (net, again)
    )
    assert torch.equal(first, second)
    # The first kernel of the file, as it is there.
    assert next(net.encoder.parameters())[0, 0, 0, 0].item() == pytest.approx(FIRST_WEIGHT)


def test_without_weights_of_imagenet_the_default_is_random() -> None:
    for config in (MICRO, TrainingConfig(encoder='mobilenet_v2'), TrainingConfig(width=0.5)):
        torch.manual_seed(0)
        default = initialized_network(config, 3, data(EVEN))
        torch.manual_seed(0)
        none = initialized_network(replace(config, begin_with='none'), 3, data(EVEN))
        assert torch.equal(next(default.parameters()), next(none.parameters()))
        with pytest.raises(ParameterError, match='--init imagenet must have --encoder efficient'):
            initialized_network(replace(config, begin_with='imagenet'), 3, data(EVEN))


@pytest.mark.parametrize(
    'name, architecture',
    [
        ('weeds_micro', ('micro', 'efficientnet_lite0', 1.0)),
        ('weeds', ('unet', 'efficientnet_lite0', 1.0)),
        ('drivable', ('unet', 'efficientnet_lite0', 1.0)),
        ('drivable_deeplab', ('deeplab', 'mobilenet_v2', 0.75)),
    ],
)
def test_the_architecture_is_that_of_the_model(name: str, architecture: tuple) -> None:
    config = with_architecture_of_init(TrainingConfig(begin_with=name))
    assert (config.net, config.encoder, config.width) == architecture


def test_the_architecture_is_that_of_the_run(tmp_path: Path) -> None:
    config = TrainingConfig(net='deeplab', encoder='mobilenet_v2', width=0.25, stride='8')
    save_best(tmp_path, config)
    assert with_architecture_of_init(TrainingConfig(begin_with=str(tmp_path))) == replace(
        config, begin_with=str(tmp_path)
    )


@pytest.mark.parametrize('name', ['weeds_int8', 'vegetation'])
def test_a_model_of_another_architecture_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=f'--init {name} must have float weights'):
        with_architecture_of_init(TrainingConfig(begin_with=name))


@pytest.mark.parametrize('init', ['', 'none', 'imagenet'])
def test_without_a_model_the_architecture_stays(init: str) -> None:
    config = TrainingConfig(net='deeplab', begin_with=init)
    assert with_architecture_of_init(config) == config
