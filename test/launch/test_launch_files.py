# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Launch files agree with the parameters, and the files they name exist."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
import re
from xml.etree import ElementTree

import pytest
import yaml

from seg_ros.cli.sim_over_ros import MODULES, PATCHES
from seg_ros.cli.sim_parameters import patch_inputs
from seg_ros.parameters import (
    ImageSourceParameters,
    PatchNodeParameters,
    SegmentationNodeParameters,
    SegmenterParameters,
    SimParameters,
    SimSprayerParameters,
    spec_of,
)

ROOT = Path(__file__).parents[2]
RENAMED = ROOT / 'launch' / 'field.launch.yaml'
LAUNCH_FILES = sorted(set((ROOT / 'launch').glob('*.launch.yaml')) - {RENAMED})
PROFILES = ('fastdds_local', 'fastdds_robot')
PARAMETERS = {
    field.name: field
    for kind in (
        SimParameters,
        SimSprayerParameters,
        PatchNodeParameters,
        ImageSourceParameters,
        SegmentationNodeParameters,
        SegmenterParameters,
    )
    for field in fields(kind)
}

every_launch_file = pytest.mark.parametrize(
    'path', LAUNCH_FILES, ids=[path.name.split('.')[0] for path in LAUNCH_FILES]
)


def arguments_of(path: Path) -> dict[str, dict]:
    """Return the declared arguments by name."""
    actions = yaml.safe_load(path.read_text())['launch']
    return {action['arg']['name']: action['arg'] for action in actions if 'arg' in action}


def actions_of(actions: list[dict]) -> Iterator[dict]:
    """Yield the content of every action, also of those in groups."""
    for action in actions:
        for name, reported in action.items():
            yield from actions_of(reported) if name == 'group' else [reported]


def nodes_of(path: Path) -> list[dict]:
    """Return what is told of every node of the package."""
    actions = actions_of(yaml.safe_load(path.read_text())['launch'])
    return [action for action in actions if 'exec' in action and action['pkg'] == 'seg_ros']


def remaps_of(path: Path, node: str) -> dict[str, str]:
    """Return the remaps of a node, by the name that they replace."""
    (reported,) = (reported for reported in nodes_of(path) if reported['name'] == node)
    return {remap['from']: remap['to'] for remap in reported['remap']}


@every_launch_file
def test_every_argument_has_a_description(path) -> None:
    for argument in arguments_of(path).values():
        assert argument['description'].endswith('.')


@every_launch_file
def test_arguments_that_are_parameters_have_their_help_and_default(path) -> None:
    for name, argument in arguments_of(path).items():
        if name in PARAMETERS and name != 'camera_info':
            assert argument['description'] == spec_of(PARAMETERS[name]).help
            if name != 'model':
                # Empty leaves a parameter as the parameter file, or the node, has it.
                assert argument.get('default', '') in ('', str(PARAMETERS[name].default))


@every_launch_file
def test_the_default_network_is_included(path) -> None:
    model = arguments_of(path).get('model', {}).get('default', '')
    assert not model or (ROOT / 'seg_ros' / 'models' / f'{model}.onnx').is_file()


@every_launch_file
def test_declared_arguments_are_those_used(path) -> None:
    used = set(re.findall(r'\$\(var (\w+)\)', path.read_text()))
    assert used == set(arguments_of(path))


@every_launch_file
def test_named_files_exist(path) -> None:
    text = path.read_text().replace('$(var fastdds)', 'robot')
    named = re.findall(r'\$\(find-pkg-share seg_ros\)/([\w/.]+)', text)
    assert named and not [name for name in named if not (ROOT / name).is_file()]


def test_every_choice_of_profile_is_a_file() -> None:
    choices = arguments_of(ROOT / 'launch' / 'segmentation.launch.yaml')['fastdds']['choice']
    names = [f'fastdds_{choice["value"]}' for choice in choices if choice['value'] != 'none']
    assert sorted(names) == sorted(PROFILES)


@pytest.mark.parametrize(
    'name, whitelist',
    [
        ('fastdds_local', ['127.0.0.1']),
        ('fastdds_robot', []),
    ],
)
def test_profiles_share_32_mib_and_open_the_network_or_not(name, whitelist) -> None:
    tree = ElementTree.parse(ROOT / 'config' / f'{name}.xml')
    texts = [(element.tag.rpartition('}')[2], element.text) for element in tree.iter()]
    assert ('segment_size', str(32 * 1024 * 1024)) in texts
    assert ('useBuiltinTransports', 'false') in texts
    assert [text for tag, text in texts if tag == 'address'] == whitelist


@every_launch_file
def test_executables_are_those_of_the_package(path) -> None:
    assert nodes_of(path)
    for node in nodes_of(path):
        assert f"'{node['exec']} = seg_ros.ros." in (ROOT / 'setup.py').read_text()


@every_launch_file
def test_no_node_is_respawned(path) -> None:
    """A sprayer that crashed must not restart armed."""
    assert 'respawn' not in path.read_text()


@every_launch_file
def test_the_launch_system_parses_the_files(path) -> None:
    pytest.importorskip('launch_ros', reason='launch_ros is not installed')
    from launch.launch_description_sources import get_launch_description_from_any_launch_file

    description = get_launch_description_from_any_launch_file(str(path))
    declared = {argument.name for argument in description.get_launch_arguments()}
    assert set(arguments_of(path)) <= declared


def test_the_simulation_is_connected_as_by_the_command() -> None:
    path = ROOT / 'launch' / 'sim.launch.yaml'
    parameters = SimParameters(segmentation=arguments_of(path)['model']['default'])
    assert remaps_of(path, 'patch_node') == patch_inputs(parameters)[0]
    assert remaps_of(path, 'field_sprayer') == PATCHES
    modules = {node['name']: f'seg_ros.ros.{node["exec"]}' for node in nodes_of(path)}
    assert MODULES.items() <= modules.items()
    assert all(module.endswith(f'.{name}') for name, module in modules.items() - MODULES.items())


def test_patches_are_connected_on_a_robot_as_in_the_simulation() -> None:
    simulated = remaps_of(ROOT / 'launch' / 'sim.launch.yaml', 'patch_node')
    on_robot = remaps_of(ROOT / 'launch' / 'spray.launch.yaml', 'patch_node')
    mask = {'mask': 'segmentation_node/masks/$(var mask)'}
    assert on_robot == {**simulated, **mask, 'odom': '$(var odom)'}


def test_the_old_name_of_a_launch_file_is_refused_with_the_new_one() -> None:
    (action,) = yaml.safe_load(RENAMED.read_text())['launch']
    assert action == {'include': {'file': 'field.launch.yaml is now sim.launch.yaml'}}
    assert (ROOT / 'launch' / 'sim.launch.yaml').is_file()


@pytest.mark.parametrize('name', ['segmentation', 'spray', 'navigation'])
def test_robots_keep_their_own_dds_settings_unless_asked(name: str) -> None:
    path = ROOT / 'launch' / f'{name}.launch.yaml'
    assert arguments_of(path)['fastdds']['default'] == 'none'
