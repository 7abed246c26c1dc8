# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters and remaps of patch_node that fit the simulated vehicle."""

from collections.abc import Iterable
from dataclasses import asdict

from seg_ros.errors import ParameterError
from seg_ros.inference.manifest_yaml import load_manifest
from seg_ros.inference.model_files import find_model_files
from seg_ros.parameters import SimParameters
from seg_ros.sim.scenario import Scenario

PARTS = ('class_map', 'confidence', 'label_info', 'camera_info')


def patch_node_parameters(scenario: Scenario) -> dict[str, object]:
    """Return the parameters of patch_node for the mount of the camera and the boom."""
    parameters = scenario.parameters
    x_m, y_m, height_m = scenario.camera.pose.position_m.tolist()
    return {
        'camera_x_m': x_m,
        'camera_y_m': y_m,
        'camera_height_m': height_m,
        'camera_pitch_deg': parameters.pitch_deg,
        'canopy_height_m': parameters.canopy_m,
        'motion': 'odometry',
        'latency_s': parameters.latency_s,
        'rate_hz': parameters.rate_hz,
        **asdict(scenario.tracker_parameters),
    }


def weed_group(groups: Iterable[str], name: str) -> str:
    """Return the group that is sprayed; ParameterError where a network has no such group."""
    groups = list(groups)
    for group in ('weed', 'vegetation'):
        if group in groups:
            return group
    raise ParameterError(
        'segmentation needs a network with the group weed or vegetation, '
        f'got {name!r} with {", ".join(groups) or "none"}'
    )


def patch_inputs(
    parameters: SimParameters, manifest: str = ''
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """
    Return the remaps of the inputs of patch_node, and its parameter `crops` if there are crops.

    Raises ParameterError where the network has neither the group weed nor vegetation.
    """
    if parameters.segmentation == 'truth':
        remaps = {
            'mask': 'truth/masks/weed',
            'class_map': 'truth/class_map',
            'label_info': 'truth/label_info',
        }
        return remaps, {'crops': ['crop']} if parameters.crops else {}
    network = load_manifest(find_model_files(parameters.segmentation, manifest).manifest)
    groups = {group.name: group.class_ids for group in network.groups}
    weeds = weed_group(groups, parameters.segmentation)
    crops = [label.name for label in network.classes if label.id in groups.get('crop', ())]
    remaps = {part: f'segmentation_node/{part}' for part in PARTS}
    remaps['mask'] = f'segmentation_node/masks/{weeds}'
    return remaps, {'crops': crops} if crops and parameters.crops else {}
