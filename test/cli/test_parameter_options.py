# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Every field is an option."""

import argparse
from dataclasses import fields

import pytest

from seg_ros.cli.parameter_options import add_options, parameters_from
from seg_ros.errors import ParameterError
from seg_ros.parameters import SegmenterParameters, SimParameters, spec_of


def parsed(*arguments: str) -> SegmenterParameters:
    """Return the parameters that a command line makes."""
    parser = argparse.ArgumentParser()
    add_options(parser, SegmenterParameters)
    return parameters_from(parser.parse_args(arguments), SegmenterParameters)


def test_without_options_the_defaults():
    assert parsed() == SegmenterParameters()


@pytest.mark.parametrize(
    'arguments, name, value',
    [
        (('--model', 'roads.onnx'), 'model', 'roads.onnx'),
        (('--threads', '4'), 'threads', 4),
        (('--confidence-threshold', '1'), 'confidence_threshold', 1.0),
        (('--no-overlay-legend',), 'overlay_legend', False),
        (('--output-size', 'network'), 'output_size', 'network'),
        (('--groups', 'weed: a, b', 'crop: c'), 'groups', ('weed: a, b', 'crop: c')),
    ],
)
def test_an_option_of_each_type(arguments, name, value):
    assert getattr(parsed(*arguments), name) == value


def test_a_value_out_of_range_is_refused_with_its_option():
    with pytest.raises(ParameterError, match='^--threads must be 1 to 64, got 0'):
        parsed('--threads', '0')


def test_errors_name_the_option_without_unit():
    parser = argparse.ArgumentParser()
    add_options(parser, SimParameters, units=False)
    with pytest.raises(ParameterError, match='^--speed must be .*, got -1'):
        parameters_from(parser.parse_args(['--speed', '-1']), SimParameters, units=False)


def test_help_range_and_default_are_shown():
    parser = argparse.ArgumentParser()
    add_options(parser, SegmenterParameters)
    shown = ' '.join(parser.format_help().split())
    assert all(spec_of(field).help in shown for field in fields(SegmenterParameters))
    assert shown.count('default: True') == 1
    assert '(1 to 64; default: 2)' in shown
