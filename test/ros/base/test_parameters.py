# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameter classes as ROS parameters, with help and ranges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
import rclpy
from rclpy.context import Context
from rclpy.node import Node
from rclpy.parameter import Parameter

from seg_ros.errors import ParameterError
from seg_ros.parameters import SegmentationNodeParameters, SegmenterParameters, spec_of
from seg_ros.ros.base.parameters import (
    changed_parameters,
    declare_parameters,
    refuse_changes_of_fixed,
    refuse_on_error,
)
from seg_ros.ros.segmentation_node.segmentation_pipeline import SegmentationParameterSet


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
    assert declare_parameters(node, SegmenterParameters) == SegmenterParameters()
    assert declare_parameters(node, SegmentationNodeParameters) == SegmentationNodeParameters()


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
    values = declare_parameters(node_with(context, argument), SegmenterParameters)
    assert values == SegmenterParameters(**expected)


@pytest.mark.parametrize(
    'argument, pattern',
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
def test_wrong_arguments_are_refused_in_one_line(context, argument, pattern) -> None:
    with pytest.raises(ParameterError, match=pattern):
        declare_parameters(node_with(context, argument), SegmenterParameters)


@pytest.mark.parametrize('kind', [SegmenterParameters, SegmentationNodeParameters])
def test_descriptors_have_the_specification(context, kind) -> None:
    node = node_with(context)
    declare_parameters(node, kind)
    for field in fields(kind):
        spec, descriptor = spec_of(field), node.describe_parameter(field.name)
        ranges = [*descriptor.floating_point_range, *descriptor.integer_range]
        assert descriptor.description == spec.help
        assert descriptor.read_only is not spec.live and not descriptor.dynamic_typing
        assert [(one.from_value, one.to_value) for one in ranges] == (
            [(spec.low, spec.high)] if spec.low is not None else []
        )
        assert all(choice in descriptor.additional_constraints for choice in spec.choices)


def test_parameters_of_a_managed_node_say_when_they_are_read(context) -> None:
    node = node_with(context)
    declare_parameters(node, SegmenterParameters, read_only=False)
    model, alpha = (node.describe_parameter(name) for name in ('model', 'overlay_alpha'))
    assert 'read at configure' in model.additional_constraints and not model.read_only
    assert 'read at configure' not in alpha.additional_constraints


def test_fixed_parameters_must_not_change() -> None:
    before = SegmentationParameterSet(SegmenterParameters(), SegmentationNodeParameters())
    live = replace(before, segmenter=SegmenterParameters(overlay_alpha=0.1))
    refuse_changes_of_fixed(before, live)
    fixed = replace(before, segmenter=SegmenterParameters(threads=1))
    with pytest.raises(ParameterError, match='threads is read at configure.*stays 2, got 1'):
        refuse_changes_of_fixed(before, fixed)


def test_changes_are_all_or_none(context) -> None:
    node = node_with(context)
    values = declare_parameters(node, SegmenterParameters)
    applied = []
    node.add_on_set_parameters_callback(
        refuse_on_error(lambda parameters: applied.append(changed_parameters(values, parameters)))
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
    values = SegmenterParameters(groups=('weed: vegetation',), overlay_alpha=0.1)
    changed = changed_parameters(values, [Parameter('overlay_alpha', value=0.2)])
    assert changed == SegmenterParameters(groups=('weed: vegetation',), overlay_alpha=0.2)


def test_whole_numbers_do_for_real_ones(context) -> None:
    node = node_with(context, 'stale_after_s:=2')
    values = declare_parameters(node, SegmentationNodeParameters)
    assert values.stale_after_s == 2.0
    changed = changed_parameters(values, [Parameter('stale_after_s', value=3)])
    assert changed.stale_after_s == 3.0 and type(changed.stale_after_s) is float
