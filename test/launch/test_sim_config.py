# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The parameter file and the RViz configurations of the simulator agree with the code."""

from dataclasses import asdict
from pathlib import Path
import re

import pytest
import yaml

from seg_ros.cli.sim_parameters import patch_node_parameters
from seg_ros.parameters import (
    GeometryParameters,
    PatchNodeParameters,
    PatchTrackerParameters,
    SimCameraParameters,
    SimParameters,
    SimSprayerParameters,
)
from seg_ros.sim.scenario import Scenario

ROOT = Path(__file__).parents[2]
GIVEN = {
    node: reported['ros__parameters']
    for node, reported in yaml.safe_load((ROOT / 'config' / 'sim.yaml').read_text()).items()
}


def test_camera_and_sprayer_have_the_same_field_parameters() -> None:
    known = asdict(SimParameters())
    fields = [
        {**known, **{name: value for name, value in GIVEN[node].items() if name in known}}
        for node in ('/field_camera', '/field_sprayer')
    ]
    assert fields[0] == fields[1]
    assert set(GIVEN['/field_camera']) <= known.keys() | asdict(SimCameraParameters()).keys()
    assert set(GIVEN['/field_sprayer']) <= known.keys() | asdict(SimSprayerParameters()).keys()


def test_patch_node_has_the_parameters_of_that_field() -> None:
    known = asdict(SimParameters())
    scenario = Scenario(
        SimParameters(
            **{name: value for name, value in GIVEN['/field_camera'].items() if name in known}
        )
    )
    defaults = {
        **asdict(GeometryParameters()),
        **asdict(PatchTrackerParameters()),
        **asdict(PatchNodeParameters()),
    }
    assert {**defaults, **GIVEN['/patch_node']} == {**defaults, **patch_node_parameters(scenario)}


@pytest.mark.parametrize('name', ['spray', 'sim'])
def test_rviz_shows_topics_that_are_there(name: str) -> None:
    manager = yaml.safe_load((ROOT / 'config' / f'{name}.rviz').read_text())[
        'Visualization Manager'
    ]
    shown = {display['Topic']['Value'] for display in manager['Displays'] if 'Topic' in display}
    sources = {
        'segmentation_node': 'segmentation_node/outputs',
        'patch_node': 'patch_node/outputs',
        'field_sprayer': 'sim_sprayer/publisher',
    }
    advertised = {
        f'/{node}{topic}'
        for node, file in sources.items()
        for topic in re.findall(r"'~(/[\w/]+)'", (ROOT / f'seg_ros/ros/{file}.py').read_text())
    }
    assert shown <= {'/image', *advertised}
