# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros sim`: figures, files and errors."""

import json
from pathlib import Path

import pytest

from seg_ros.cli.main import main

SHORT = ['sim', '--length', '6']


def figures(capsys: pytest.CaptureFixture, *options: str) -> dict:
    """Return the JSON of a drive of 6 m."""
    assert main([*SHORT, '--json', *options]) == 0
    captured = capsys.readouterr()
    assert all(line.startswith('seg_ros: warning') for line in captured.err.splitlines())
    return json.loads(captured.out)


def test_a_drive_hits_the_weeds_and_spares_the_crops(capsys: pytest.CaptureFixture) -> None:
    found = figures(capsys)
    assert list(found) == [
        'weeds_hit',
        'weed_area_hit',
        'crops_touched',
        'unreachable',
        'sprayed_fraction',
        'saving',
        'saving_best',
        'late',
        'missed',
        'openings',
        'stray',
        'one_id_per_patch',
        'area_error_p95',
        'centre_error_p95_m',
    ]
    assert found['weeds_hit'] >= 0.99 and found['weed_area_hit'] >= 0.99
    assert found['crops_touched'] <= 0.02 and found['unreachable'] <= 0.5
    assert found['openings'] <= 1.05 and found['stray'] <= 0.02
    assert abs(found['saving'] - found['saving_best']) <= 0.05
    assert found['saving'] == pytest.approx(1.0 - found['sprayed_fraction'])
    assert found['one_id_per_patch'] >= 0.96
    assert found['area_error_p95'] <= 0.025 and found['centre_error_p95_m'] <= 0.005


def test_figures_depend_on_the_seed(capsys: pytest.CaptureFixture) -> None:
    first, again, other = (
        figures(capsys, '--length', '1', '--seed', seed) for seed in ('5', '5', '6')
    )
    assert first == again != other


@pytest.mark.parametrize(
    'options, key, low, high',
    [
        (['--latency', '2'], 'weeds_hit', 0.0, 0.2),
        (['--mode', 'off'], 'saving', 1.0, 1.0),
        (['--mode', 'broadcast'], 'sprayed_fraction', 1.0, 1.0),
        (['--no-crops'], 'unreachable', 0.0, 0.0),
        (['--weed-cover', '0'], 'sprayed_fraction', 0.0, 0.0),
        (['--pitch', '90', '--no-distorted', '--nozzle-pitch', '0.07'], 'weeds_hit', 0.99, 1.0),
        (['--speed', '1', '--rate', '20', '--drop', '0.05'], 'weeds_hit', 0.99, 1.0),
        (['--canopy', '0.1'], 'weeds_hit', 0.99, 1.0),
        (['--no-crops', '--segmentation', 'vegetation'], 'weeds_hit', 0.9, 1.0),
    ],
)
def test_options_change_the_figures(
    capsys: pytest.CaptureFixture, options: list[str], key: str, low: float, high: float
) -> None:
    assert low <= figures(capsys, '--length', '2', *options)[key] <= high


def test_a_table_and_files_are_written(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    assert main(['sim', '--length', '1', '--out', str(tmp_path / 'drive')]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 14 and lines[0].startswith('weeds_hit ')
    assert sorted(path.name for path in (tmp_path / 'drive').iterdir()) == [
        'as_applied.csv',
        'as_applied.geojson',
        'score.json',
        'strip_000.png',
    ]
    score = json.loads((tmp_path / 'drive' / 'score.json').read_text())
    assert score['weeds_per_m2'] > 0.0 and score['counts']['weeds'] > 0


@pytest.mark.parametrize(
    'options, pattern',
    [
        (['--speed', '0'], '--speed must be 0.1 to 10.0, got 0.0'),
        (['--height', '0.3'], 'the whole boom is in view'),
        (['--segmentation', 'no_such_network'], 'no_such_network'),
    ],
)
def test_refusals_are_one_line(
    capsys: pytest.CaptureFixture, options: list[str], pattern: str
) -> None:
    assert main([*SHORT, *options]) == 1
    said = capsys.readouterr().err
    assert pattern in said and said.startswith('seg_ros: error: ') and said.count('\n') == 1


def test_a_network_must_have_weeds(
    capsys: pytest.CaptureFixture, tiny_model: Path, tmp_path: Path
) -> None:
    assert main([*SHORT, '--segmentation', str(tiny_model)]) == 1
    assert 'with the group weed or vegetation, got' in capsys.readouterr().err
    file = tmp_path / 'file'
    file.touch()
    assert main([*SHORT, '--out', str(file)]) == 1
    assert '--out must be a folder' in capsys.readouterr().err


@pytest.mark.parametrize(
    'options, pattern',
    [
        (['--speed', '4'], 'is enough for all weeds up to'),
        (['--segmentation', 'vegetation'], 'add --no-crops'),
        (['--speed', '2'], ''),
    ],
)
def test_unreachable_targets_are_warned_about(
    capsys: pytest.CaptureFixture, options: list[str], pattern: str
) -> None:
    assert main(['sim', '--json', '--length', '1', *options]) == 0
    warned = capsys.readouterr().err
    assert pattern in warned and bool(pattern) == ('warning' in warned)


def test_shares_without_plants_are_none(capsys: pytest.CaptureFixture) -> None:
    assert main(['sim', '--json', '--length', '1', '--weed-cover', '0']) == 0
    assert json.loads(capsys.readouterr().out)['weeds_hit'] is None
    assert main(['sim', '--length', '1', '--weed-cover', '0']) == 0
    assert 'weeds_hit                -' in capsys.readouterr().out


def test_a_sprayer_with_other_valves_spares_the_crops_too(capsys: pytest.CaptureFixture) -> None:
    assert main(['sim', '--json', '--length', '5', '--margin', '0.02', '--min-on', '0.03']) == 0
    assert json.loads(capsys.readouterr().out)['crops_touched'] == 0.0
