# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Settings become parameters with their help and ranges, and keep their words when refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
import rclpy
from rclpy.context import Context
from rclpy.node import Node
from rclpy.parameter import Parameter

from seg_ros.errors import ParameterError
from seg_ros.parameters import SegmentationNodeParameters, SegmenterParameters, spec_of
from seg_ros.ros.base.parameters import changed_settings, declare_settings, refuse_on_error


@pytest.fixture
def context() -> Iterator[Context]:
    opened = Context()
    rclpy.init(context=opened)
    yield opened
    rclpy.shutdown(context=opened)


def node_with(context: Context, *arguments: str) -> Node:
    given = [word for argument in arguments for word in ('-p', argument)]
    return Node('tuned', context=context, cli_args=['--ros-args', *given])


def test_without_arguments_the_defaults_hold(context) -> None:
    node = node_with(context)
    assert declare_settings(node, SegmenterParameters) == SegmenterParameters()
    assert declare_settings(node, SegmentationNodeParameters) == SegmentationNodeParameters()


@pytest.mark.parametrize(
    'argument, expected',
    [
        ('threads:=4', {'threads': 4}),
        ('overlay_alpha:=0.25', {'overlay_alpha': 0.25}),
        ('overlay_legend:=false', {'overlay_legend': False}),
        ('groups:=["a: soil", "b: vegetation"]', {'groups': ('a: soil', 'b: vegetation')}),
        ('groups:=[]', {'groups': ()}),
        ('providers:=[]', {'providers': ()}),
    ],
)
def test_arguments_are_read(context, argument, expected) -> None:
    settings = declare_settings(node_with(context, argument), SegmenterParameters)
    assert settings == SegmenterParameters(**expected)


@pytest.mark.parametrize(
    'argument, words',
    [
        ('threads:=0', 'threads must be 1 to 64, got 0'),
        ('threads:=two', "threads must be a int, got 'two'"),
        ('overlay_alpha:=one', "overlay_alpha must be a float, got 'one'"),
        ('overlay_alpha:=.nan', 'overlay_alpha must be 0.0 to 1.0, got nan'),
        ('output_size:=huge', "output_size must be one of camera, network, got 'huge'"),
        ('groups:=weed', "groups must be a list of strings, got 'weed'"),
        ('groups:=[1, 2]', 'groups must be a list of strings, got'),
        ('model:=yes', 'model must be a str, got True'),
    ],
)
def test_wrong_arguments_are_refused_in_the_settings_words(context, argument, words) -> None:
    with pytest.raises(ParameterError, match=words):
        declare_settings(node_with(context, argument), SegmenterParameters)


@pytest.mark.parametrize('kind', [SegmenterParameters, SegmentationNodeParameters])
def test_descriptors_say_what_the_knobs_say(context, kind) -> None:
    node = node_with(context)
    declare_settings(node, kind)
    for setting in fields(kind):
        knob, descriptor = spec_of(setting), node.describe_parameter(setting.name)
        ranges = [*descriptor.floating_point_range, *descriptor.integer_range]
        assert descriptor.description == knob.help
        assert descriptor.read_only is not knob.live and not descriptor.dynamic_typing
        assert [(one.from_value, one.to_value) for one in ranges] == (
            [(knob.low, knob.high)] if knob.low is not None else []
        )
        assert all(choice in descriptor.additional_constraints for choice in knob.choices)


def test_changes_are_all_or_none(context) -> None:
    node = node_with(context)
    settings = declare_settings(node, SegmenterParameters)
    applied = []
    node.add_on_set_parameters_callback(
        refuse_on_error(lambda parameters: applied.append(changed_settings(settings, parameters)))
    )
    good = Parameter('overlay_alpha', value=0.75)
    bad = Parameter('output_size', value='huge')
    result = node.set_parameters_atomically([good, bad])
    assert (result.successful, applied) == (False, [])
    assert result.reason == "output_size must be one of camera, network, got 'huge'"
    assert node.get_parameter('overlay_alpha').value == 0.5

    empty = Parameter('groups', Parameter.Type.STRING_ARRAY, [])
    assert node.set_parameters_atomically([good, empty]).successful
    assert applied == [SegmenterParameters(overlay_alpha=0.75)]


def test_what_was_set_in_between_is_kept(context) -> None:
    settings = SegmenterParameters(groups=('weed: vegetation',), overlay_alpha=0.1)
    changed = changed_settings(settings, [Parameter('overlay_alpha', value=0.2)])
    assert changed == SegmenterParameters(groups=('weed: vegetation',), overlay_alpha=0.2)


def test_whole_numbers_do_for_real_ones(context) -> None:
    node = node_with(context, 'stale_after_s:=2')
    settings = declare_settings(node, SegmentationNodeParameters)
    assert settings.stale_after_s == 2.0
    changed = changed_settings(settings, [Parameter('stale_after_s', value=3)])
    assert changed.stale_after_s == 3.0 and type(changed.stale_after_s) is float
