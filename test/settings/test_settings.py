# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Every knob explains itself, holds its own default, and refuses what is out of range."""

from dataclasses import fields

import pytest

from seg_ros.errors import SegRosError, SettingError
from seg_ros.settings import (
    ImageSourceSettings, knob_of, SegmentationNodeSettings, SegmenterSettings,
)

EVERY = (SegmenterSettings, SegmentationNodeSettings, ImageSourceSettings)
SETTINGS = [pytest.param(field, id=f'{group.__name__}.{field.name}')
            for group in EVERY for field in fields(group)]


@pytest.mark.parametrize('group', EVERY)
def test_defaults_pass_their_own_checks(group) -> None:
    assert group() == group()


@pytest.mark.parametrize('setting', SETTINGS)
def test_help_is_one_line_with_a_full_stop(setting) -> None:
    words = knob_of(setting).help
    assert words.endswith('.') and '\n' not in words


@pytest.mark.parametrize('setting', SETTINGS)
def test_numbers_have_a_range_and_nothing_else_has(setting) -> None:
    knob = knob_of(setting)
    if type(setting.default) in (int, float):
        assert knob.low < knob.high
    else:
        assert knob.low is None and knob.high is None


def test_names_are_told_apart() -> None:
    assert len(SETTINGS) == len({setting.values[0].name for setting in SETTINGS})


@pytest.mark.parametrize('group, name, value, says', [
    (SegmenterSettings, 'threads', 0, 'threads must be 1 to 64, got 0'),
    (SegmenterSettings, 'threads', 2.0, 'threads must be a int, got 2.0'),
    (SegmenterSettings, 'threads', True, 'threads must be a int, got True'),
    (SegmenterSettings, 'model', 7, 'model must be a str, got 7'),
    (SegmenterSettings, 'groups', ['weed: weed'], "must be a list of strings, got ['weed: weed']"),
    (SegmenterSettings, 'groups', (1, 2), 'must be a list of strings, got (1, 2)'),
    (SegmenterSettings, 'confidence_threshold', 1.5,
     'confidence_threshold must be 0.0 to 1.0, got 1.5'),
    (SegmenterSettings, 'overlay_alpha', float('nan'), 'overlay_alpha must be 0.0 to 1.0'),
    (SegmenterSettings, 'output_size', 'big',
     "output_size must be one of camera, network, got 'big'"),
    (SegmentationNodeSettings, 'image_qos', '', 'image_qos must be one of auto, reliable'),
    (SegmentationNodeSettings, 'jpeg_quality', 101, 'jpeg_quality must be 1 to 100, got 101'),
    (ImageSourceSettings, 'rate_hz', 0.0, 'rate_hz must be 0.01 to 1000.0, got 0.0'),
])
def test_refusals_name_setting_rule_and_value(group, name, value, says) -> None:
    with pytest.raises(SettingError) as refusal:
        group(**{name: value})
    assert says in str(refusal.value)
    assert '\n' not in str(refusal.value)
    assert isinstance(refusal.value, SegRosError)


@pytest.mark.parametrize('name, value', [
    ('threads', 64),
    ('confidence_threshold', 1.0),
    ('mask_opening_px', 0),
    ('output_size', 'network'),
])
def test_the_ends_of_a_range_belong_to_it(name, value) -> None:
    assert getattr(SegmenterSettings(**{name: value}), name) == value
