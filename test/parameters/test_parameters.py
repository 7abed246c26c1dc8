# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Every spec explains itself, holds its own default, and refuses what is out of range."""

from dataclasses import fields

import pytest

from seg_ros.errors import ParameterError, SegRosError
from seg_ros.parameters import (
    DrivableNodeParameters,
    FreeSpaceParameters,
    GeometryParameters,
    HardImageParameters,
    ImageSourceParameters,
    MountParameters,
    PatchNodeParameters,
    PatchTrackerParameters,
    SegmentationNodeParameters,
    SegmenterParameters,
    SimCameraParameters,
    SimParameters,
    SimSprayerParameters,
    spec_of,
)

EVERY = (
    SegmenterParameters,
    SegmentationNodeParameters,
    HardImageParameters,
    ImageSourceParameters,
    GeometryParameters,
    PatchTrackerParameters,
    PatchNodeParameters,
    SimParameters,
    SimCameraParameters,
    SimSprayerParameters,
    MountParameters,
    FreeSpaceParameters,
    DrivableNodeParameters,
)
PARAMETERS = [
    pytest.param(field, id=f'{group.__name__}.{field.name}')
    for group in EVERY
    for field in fields(group)
]


@pytest.mark.parametrize('group', EVERY)
def test_defaults_pass_their_own_checks(group) -> None:
    assert group() == group()


@pytest.mark.parametrize('field', PARAMETERS)
def test_help_is_one_line_with_a_full_stop(field) -> None:
    pattern = spec_of(field).help
    assert pattern.endswith('.') and '\n' not in pattern


@pytest.mark.parametrize('field', PARAMETERS)
def test_numbers_have_a_range_and_nothing_else_has(field) -> None:
    spec = spec_of(field)
    if type(field.default) in (int, float):
        assert spec.low < spec.high
    else:
        assert spec.low is None and spec.high is None


@pytest.mark.parametrize(
    'groups',
    [
        (SegmenterParameters, SegmentationNodeParameters, HardImageParameters),
        (GeometryParameters, PatchTrackerParameters, PatchNodeParameters),
        (MountParameters, FreeSpaceParameters, DrivableNodeParameters),
        (SimParameters, SimCameraParameters),
        (SimParameters, SimSprayerParameters),
    ],
)
def test_names_of_one_node_are_unique(groups) -> None:
    names = [field.name for group in groups for field in fields(group)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    'group, name, value, says',
    [
        (SegmenterParameters, 'threads', 0, 'threads must be 1 to 64, got 0'),
        (SegmenterParameters, 'threads', 2.0, 'threads must be a int, got 2.0'),
        (SegmenterParameters, 'threads', True, 'threads must be a int, got True'),
        (SegmenterParameters, 'model', 7, 'model must be a str, got 7'),
        (
            SegmenterParameters,
            'groups',
            ['weed: weed'],
            "must be a list of strings, got ['weed: weed']",
        ),
        (SegmenterParameters, 'groups', (1, 2), 'must be a list of strings, got (1, 2)'),
        (
            SegmenterParameters,
            'confidence_threshold',
            1.5,
            'confidence_threshold must be 0.0 to 1.0, got 1.5',
        ),
        (SegmenterParameters, 'overlay_alpha', float('nan'), 'overlay_alpha must be 0.0 to 1.0'),
        (
            SegmenterParameters,
            'output_size',
            'big',
            "output_size must be one of camera, network, got 'big'",
        ),
        (SegmentationNodeParameters, 'image_qos', '', 'image_qos must be one of auto, reliable'),
        (
            SegmentationNodeParameters,
            'jpeg_quality',
            101,
            'jpeg_quality must be 1 to 100, got 101',
        ),
        (ImageSourceParameters, 'rate_hz', 0.0, 'rate_hz must be 0.01 to 1000.0, got 0.0'),
    ],
)
def test_refusals_name_parameter_rule_and_value(group, name, value, says) -> None:
    with pytest.raises(ParameterError) as refusal:
        group(**{name: value})
    assert says in str(refusal.value)
    assert '\n' not in str(refusal.value)
    assert isinstance(refusal.value, SegRosError)


@pytest.mark.parametrize(
    'name, value',
    [
        ('threads', 64),
        ('confidence_threshold', 1.0),
        ('mask_opening_px', 0),
        ('output_size', 'network'),
    ],
)
def test_the_ends_of_a_range_belong_to_it(name, value) -> None:
    assert getattr(SegmenterParameters(**{name: value}), name) == value


@pytest.mark.parametrize(
    'shares', [{'roi_left': 0.9, 'roi_right': 0.1}, {'roi_top': 0.5, 'roi_bottom': 0.5}]
)
def test_a_region_of_interest_has_two_sides(shares: dict[str, float]) -> None:
    with pytest.raises(ParameterError, match='roi_left must be less than roi_right'):
        PatchTrackerParameters(**shares)


@pytest.mark.parametrize(
    'values, says',
    [
        ({'blind_m': 8.0}, 'blind_m must be less than range_max_m, got 0.1, 8.0 and 8.0'),
        ({'range_min_m': 9.0}, 'range_min_m and blind_m must be less'),
        ({'ahead_m': 0.0}, 'must hold 1 to 4000000 cells, got 0'),
        ({'width_m': 200.0, 'resolution_m': 0.01}, 'must hold 1 to 4000000 cells, got 16000000'),
    ],
)
def test_free_space_has_an_extent(values: dict[str, float], says: str) -> None:
    with pytest.raises(ParameterError, match=says):
        FreeSpaceParameters(**values)
