# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes as processes of this machine alone."""

from pathlib import Path

import pytest

from seg_ros.cli.processes import local_environment, ros_arguments


def test_arguments_name_the_node_remap_and_set() -> None:
    arguments = ros_arguments('camera', {'loop': True, 'source': 'a b'}, {'image': '/left/image'})
    assert arguments == [
        '--ros-args',
        '-r',
        '__node:=camera',
        '-r',
        'image:=/left/image',
        '-p',
        'loop:=true',
        '-p',
        'source:="a b"',
    ]


def test_the_profile_is_found_and_both_names_of_it_are_set() -> None:
    environment = local_environment()
    profile = Path(environment['FASTDDS_DEFAULT_PROFILES_FILE'])
    assert profile.is_file()
    assert environment['FASTRTPS_DEFAULT_PROFILES_FILE'] == str(profile)


def test_a_domain_that_is_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('ROS_DOMAIN_ID', '42')
    assert local_environment()['ROS_DOMAIN_ID'] == '42'
    monkeypatch.delenv('ROS_DOMAIN_ID')
    assert 1 <= int(local_environment()['ROS_DOMAIN_ID']) <= 101
