# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of patch_node fit the simulated vehicle, and its remaps fit the network."""

from dataclasses import fields
from pathlib import Path

import pytest

from seg_ros.cli.sim_parameters import patch_inputs, patch_node_parameters
from seg_ros.errors import ParameterError
from seg_ros.geometry.mount import mounted
from seg_ros.parameters import (
    GeometryParameters,
    PatchNodeParameters,
    PatchTrackerParameters,
    SimParameters,
)
from seg_ros.sim.scenario import Scenario


def test_the_mount_is_that_of_the_simulated_camera() -> None:
    scenario = Scenario(SimParameters(pitch_deg=75.0, height_m=0.8, nozzle_pitch_m=0.08))
    reported = patch_node_parameters(scenario)
    pose = mounted(
        reported['camera_x_m'],
        reported['camera_y_m'],
        reported['camera_height_m'],
        reported['camera_pitch_deg'],
    )
    assert (pose.rotation == scenario.camera.pose.rotation).all()
    assert (pose.position_m == scenario.camera.pose.position_m).all()
    assert (reported['nozzle_count'], reported['nozzle_pitch_m']) == (7, 0.08)


def test_every_parameter_is_one_of_patch_node() -> None:
    known = {
        setting.name
        for kind in (GeometryParameters, PatchTrackerParameters, PatchNodeParameters)
        for setting in fields(kind)
    }
    assert set(patch_node_parameters(Scenario(SimParameters()))) <= known


@pytest.mark.parametrize('crops, protected', [(True, {'crops': ['crop']}), (False, {})])
def test_truth_is_remapped_from_the_camera_with_its_crops(crops: bool, protected: dict) -> None:
    remaps, reported = patch_inputs(SimParameters(crops=crops))
    assert remaps['mask'] == 'truth/masks/weed' and remaps['class_map'] == 'truth/class_map'
    assert reported == protected


def test_the_included_network_segments_weeds_without_crops() -> None:
    remaps, reported = patch_inputs(SimParameters(segmentation='vegetation'))
    assert remaps['mask'] == 'segmentation_node/masks/weed'
    assert remaps['camera_info'] == 'segmentation_node/camera_info'
    assert reported == {}


def test_a_network_without_weeds_is_refused(tiny_model: Path) -> None:
    with pytest.raises(ParameterError, match='weed or vegetation, got .*tiny.onnx.* with cold'):
        patch_inputs(SimParameters(segmentation=str(tiny_model)))
