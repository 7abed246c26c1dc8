# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The launch file, the RViz configuration and the page for navigation agree with the code."""

from pathlib import Path
import re

import numpy as np
import pytest
import yaml

from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import mounted
from seg_ros.parameters import FreeSpaceParameters

ROOT = Path(__file__).parents[2]
LAUNCH = ROOT / 'launch' / 'navigation.launch.yaml'
PAGE = (ROOT / 'docs' / 'navigation.md').read_text()
CAMERA = CameraModel(640, 480, 500.0, 500.0, 319.5, 239.5)


def test_rviz_shows_topics_that_are_there() -> None:
    manager = yaml.safe_load((ROOT / 'config' / 'navigation.rviz').read_text())[
        'Visualization Manager'
    ]
    shown = {display['Topic']['Value'] for display in manager['Displays'] if 'Topic' in display}
    advertised = {
        f'/{node}{topic}'
        for node in ('segmentation_node', 'drivable_node')
        for file in (ROOT / 'seg_ros' / 'ros' / node).glob('*.py')
        for topic in re.findall(r"'~(/[\w/]+)'", file.read_text())
    }
    assert {'/drivable_node/scan', '/drivable_node/grid'} <= shown <= {'/image', *advertised}


def test_the_licence_is_logged_once() -> None:
    reported = [
        action['log'] for action in yaml.safe_load(LAUNCH.read_text())['launch'] if 'log' in action
    ]
    assert len(reported) == 1 and set(reported[0]) == {'message', 'if'}
    assert 'CamVid' in reported[0]['message'] and 'CC BY-NC 4.0' in reported[0]['message']


@pytest.mark.parametrize(
    'model, is_told',
    [
        ('drivable', True),
        ('drivable_int8', True),
        ('drivable_deeplab', True),
        ('vegetation', False),
        ('/robot/drivable.onnx', False),
    ],
)
def test_the_licence_is_logged_for_the_included_networks_only(model: str, is_told: bool) -> None:
    pytest.importorskip('launch_ros', reason='launch_ros is not installed')
    from launch.actions import LogInfo
    from launch.launch_description_sources import get_launch_description_from_any_launch_file

    from launch import LaunchContext

    description = get_launch_description_from_any_launch_file(str(LAUNCH))
    context = LaunchContext()
    context.launch_configurations['model'] = model
    (reported,) = [entity for entity in description.entities if isinstance(entity, LogInfo)]
    assert reported.condition.evaluate(context) == is_told


@pytest.mark.parametrize('height_m', [0.5, 1.0, 1.5])
def test_errors_in_the_page_are_those_of_the_code(height_m: float) -> None:
    reported = GroundPlane(CAMERA, mounted(0.0, 0.0, height_m, 25.0))
    places = np.array([[2.0, 0.0], [4.0, 0.0], [8.0, 0.0]])
    low_m, high_m = (
        reported.to_ground(
            GroundPlane(CAMERA, mounted(0.0, 0.0, height_m, pitch_deg)).to_pixels(places)
        )[:, 0]
        - places[:, 0]
        for pitch_deg in (24.0, 26.0)
    )
    half_px = np.array([[0.0, 0.5]])
    far_px = reported.to_pixels(places[2:])
    pixel_m = (reported.to_ground(far_px - half_px) - reported.to_ground(far_px + half_px))[0, 0]
    spans = ' | '.join(f'{low:+.2f} to {high:+.2f} m' for low, high in zip(low_m, high_m))
    assert f'| {height_m} m | {spans} | {pixel_m:.2f} m |' in PAGE


def test_the_costmap_of_the_page_is_valid() -> None:
    snippet = yaml.safe_load(PAGE.split('```yaml')[1].split('```')[0])
    layer = snippet['local_costmap']['local_costmap']['ros__parameters']['camera_layer']
    source = layer[layer['observation_sources']]
    assert source['raytrace_max_range'] == FreeSpaceParameters().range_max_m
    assert source['obstacle_max_range'] < FreeSpaceParameters().range_max_m
    assert source['inf_is_valid'] and source['expected_update_rate'] > 0.0
