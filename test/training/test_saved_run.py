# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A network out of the folder of its run."""

from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.errors import InputError, ParameterError  # noqa: E402
from seg_ros.inference.model_files import locate_model  # noqa: E402
from seg_ros.training.checkpoint import BEST, save  # noqa: E402
from seg_ros.training.config import DataPlan, TrainingConfig  # noqa: E402
from seg_ros.training.data.open_dataset import Data  # noqa: E402
from seg_ros.training.data.sim_source import LEGEND  # noqa: E402
from seg_ros.training.nets.build import build  # noqa: E402
from seg_ros.training.saved_run import begun, open_trained, refuse_changes  # noqa: E402

MICRO = TrainingConfig(net='micro', crop_height_px=32, crop_width_px=32, batch=2)
BLANK, EVEN = np.zeros((32, 32, 3), np.uint8), np.ones(3)


class Blank:
    """A source of black crops."""

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return BLANK, BLANK[..., 0]


def data(counts: np.ndarray) -> Data:
    """Return data of which the pixels of each class are known."""
    return Data(Blank(), counts, LEGEND, 'CC0')


def kept(folder: Path, recipe: TrainingConfig = MICRO, channels: int = 3) -> dict:
    """Keep a network of a run in the folder and return its weights."""
    torch.manual_seed(1)
    weights = build(recipe, channels).state_dict()
    save(
        folder / BEST,
        {
            'recipe': asdict(recipe),
            'plan': asdict(DataPlan()),
            'step': 5,
            'channels': channels,
            'net': weights,
        },
    )
    return weights


def test_there_is_none_before_the_first_validation(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='best.pt does not exist'):
        open_trained(tmp_path)


@pytest.mark.parametrize('channels, expected', [(2, [0.9, 0.1]), (1, [0.1])])
def test_it_begins_with_how_often_classes_occur(channels: int, expected: list[float]) -> None:
    net = begun(MICRO, channels, data(np.array([90, 10]))).eval()
    scores = net(torch.zeros(1, 3, 32, 32))[0, :, 8, 8]
    chances = scores.softmax(0) if channels > 1 else scores.sigmoid()
    assert chances.tolist() == pytest.approx(expected, abs=0.02)


def test_a_run_begins_with_what_its_predecessor_learnt(tmp_path: Path) -> None:
    known = kept(tmp_path)
    now = begun(replace(MICRO, begin_with=str(tmp_path)), 3, data(EVEN)).state_dict()
    assert all(torch.equal(now[name], known[name]) for name in known)


def test_other_classes_get_a_head_of_their_own(tmp_path: Path) -> None:
    known = kept(tmp_path)
    now = begun(replace(MICRO, begin_with=str(tmp_path)), 2, data(EVEN[:2])).state_dict()
    assert {name for name in known if not torch.equal(now[name], known[name])} == {
        'head.weight',
        'head.bias',
    }


def test_another_architecture_is_refused(tmp_path: Path) -> None:
    kept(tmp_path)
    with pytest.raises(
        InputError, match='--init .* must have the same --architecture unet, --encoder and --width'
    ):
        begun(TrainingConfig(begin_with=str(tmp_path)), 3, data(EVEN))


def test_a_run_begins_with_a_shipped_network() -> None:
    now = begun(replace(MICRO, begin_with='weeds_micro'), 1, data(EVEN[:2])).eval()
    by_name = begun(replace(MICRO, begin_with=str(locate_model('weeds_micro'))), 1, data(EVEN[:2]))
    pixels = torch.randn(1, 3, 32, 32)
    assert torch.equal(now(pixels), by_name.eval()(pixels))
    assert now.head.bias.item() != pytest.approx(0.0)


def test_a_folder_of_photos_does_not_hide_a_network_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'weeds_micro').mkdir()
    assert begun(replace(MICRO, begin_with='weeds_micro'), 1, data(EVEN[:2])) is not None


def test_what_is_neither_a_run_nor_a_model_is_refused() -> None:
    with pytest.raises(InputError, match='--init must name the folder of a run, or a model'):
        begun(replace(MICRO, begin_with='runs/fiedl'), 3, data(EVEN))


OPTIONS = {
    'net': '--architecture',
    'begin_with': '--init',
    'turn_deg': '--rotate',
    'light': '--photometric',
    'rare': '--minority-share',
    'batch': '--batch-size',
    'rate': '--lr',
    'decay': '--weight-decay',
    'average': '--ema',
    'folder': 'FOLDER',
}


@pytest.mark.parametrize('name', [field.name for field in (*fields(MICRO), *fields(DataPlan()))])
def test_an_option_that_differs_from_the_checkpoint_is_refused_by_its_name(name: str) -> None:
    content = {'recipe': asdict(MICRO), 'plan': asdict(DataPlan())}
    refuse_changes(content, MICRO, DataPlan())
    content['recipe' if name in content['recipe'] else 'plan'][name] = 'other'
    option = OPTIONS.get(name, f'--{name.replace("_", "-")}')
    with pytest.raises(ParameterError, match=f"^{option} must stay 'other' when a run is resumed"):
        refuse_changes(content, MICRO, DataPlan())
