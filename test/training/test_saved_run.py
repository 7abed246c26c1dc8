# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Networks of saved runs, and initial weights."""

from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
import pytest
from training_fixtures import option_named

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.errors import InputError, ParameterError  # noqa: E402
from seg_ros.inference.model_files import find_model  # noqa: E402
from seg_ros.training.checkpoint import BEST, save  # noqa: E402
from seg_ros.training.config import DataConfig, TrainingConfig  # noqa: E402
from seg_ros.training.data.open_dataset import TrainingData  # noqa: E402
from seg_ros.training.data.sim_source import LABEL_MAP  # noqa: E402
from seg_ros.training.nets.build import build  # noqa: E402
from seg_ros.training.saved_run import (  # noqa: E402
    initialized_network,
    open_saved_run,
    refuse_changes,
)

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


def test_a_run_without_validation_has_no_best_network(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='best.pt does not exist'):
        open_saved_run(tmp_path)


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
    with pytest.raises(InputError, match='--init must name the folder of a run, or a model'):
        initialized_network(replace(MICRO, begin_with='runs/fiedl'), 3, data(EVEN))


@pytest.mark.parametrize('name', [field.name for field in (*fields(MICRO), *fields(DataConfig()))])
def test_an_option_that_differs_from_the_checkpoint_is_refused_by_its_name(name: str) -> None:
    content = {'recipe': asdict(MICRO), 'plan': asdict(DataConfig())}
    refuse_changes(content, MICRO, DataConfig())
    content['recipe' if name in content['recipe'] else 'plan'][name] = 'other'
    option = option_named(name)
    with pytest.raises(ParameterError, match=f"^{option} must stay 'other' when a run is resumed"):
        refuse_changes(content, MICRO, DataConfig())
