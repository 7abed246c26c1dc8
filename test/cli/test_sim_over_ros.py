# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A drive over DDS has the figures of one process, and continues when the camera is restarted."""

from pathlib import Path

import pytest

from seg_ros.cli.main import main
from seg_ros.cli.sim_over_ros import run_over_ros
from seg_ros.errors import SegRosError
from seg_ros.parameters import SimParameters
from seg_ros.sim.closed_loop import drive
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.records import FIGURES, figures_of

pytest.importorskip('rclpy', reason='ROS 2 is not here')
PARAMETERS = SimParameters(length_m=4.0)


@pytest.fixture(scope='module')
def offline() -> dict[str, float]:
    """Return the figures of the same drive in one process."""
    for step in drive(Scenario(PARAMETERS), lambda view: view.truth, with_image=False):
        pass
    return figures_of(step.sprayer.score(), step.evaluation.figures())


@pytest.mark.ros
def test_figures_over_ros_are_those_of_one_process(offline, tmp_path: Path) -> None:
    score = run_over_ros(PARAMETERS, tmp_path)
    assert {name: score[name] for name in FIGURES} == pytest.approx(offline, abs=1e-3)
    assert score['counts']['weeds'] > 50
    assert {path.name for path in tmp_path.iterdir()} >= {
        'as_applied.csv',
        'as_applied.geojson',
        'score.json',
        'strip_000.png',
    }


@pytest.mark.ros
def test_a_killed_camera_only_interrupts_spraying(offline, tmp_path: Path) -> None:
    score = run_over_ros(PARAMETERS, tmp_path, restart_camera=True)
    assert score['silences'] >= 1
    assert score['sprayed_while_stale_s'] == 0.0
    assert score['weeds_hit'] > offline['weeds_hit'] - 0.1
    assert score['crops_touched'] <= offline['crops_touched'] + 0.01


@pytest.mark.ros
def test_the_last_line_of_a_failed_node_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        'seg_ros.cli.sim_over_ros.patch_node_parameters', lambda scenario: {'nozzle_count': 0}
    )
    with pytest.raises(SegRosError, match='nozzle_count must be 1'):
        run_over_ros(PARAMETERS, tmp_path)


def test_a_camera_is_restarted_only_over_ros(capsys: pytest.CaptureFixture) -> None:
    assert main(['sim', '--restart-camera']) == 1
    assert capsys.readouterr().err == 'seg_ros: error: --restart-camera needs --ros\n'
