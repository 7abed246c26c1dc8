# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Settings as ROS parameters: declared with help and range, read, and turned while running."""

from collections.abc import Callable
from dataclasses import Field, fields, replace
from typing import Any, TypeVar

from rcl_interfaces.msg import (
    FloatingPointRange,
    IntegerRange,
    ParameterDescriptor,
    SetParametersResult,
)
from rclpy.node import Node
from rclpy.parameter import Parameter

from seg_ros.errors import SegRosError
from seg_ros.parameters import spec_of

Settings = TypeVar('Settings')
TYPES = {
    bool: Parameter.Type.BOOL,
    int: Parameter.Type.INTEGER,
    float: Parameter.Type.DOUBLE,
    str: Parameter.Type.STRING,
    tuple: Parameter.Type.STRING_ARRAY,
}


def declare_settings(node: Node, kind: type[Settings]) -> Settings:
    """
    Declare a parameter for each setting and return the settings as parameter files give them.

    Raises ParameterError on a value of a wrong type or out of range, in the settings' own words.
    """
    given = {}
    for setting in fields(kind):
        loose = ParameterDescriptor(dynamic_typing=True)
        default = _parameter(setting, setting.default).value
        given[setting.name] = _value(node.declare_parameter(setting.name, default, loose), setting)
    settings = kind(**given)
    for setting in fields(kind):
        # Only here is an empty array given its type: neither rclpy nor a YAML file knows it.
        node.set_parameters([_parameter(setting, given[setting.name])])
        node.set_descriptor(setting.name, _descriptor(setting))
    return settings


def changed_settings(settings: Settings, parameters: list[Parameter]) -> Settings:
    """Return the settings with those parameters that are theirs; ParameterError on a bad value."""
    given = {parameter.name: parameter for parameter in parameters}
    return replace(
        settings,
        **{
            setting.name: _value(given[setting.name], setting)
            for setting in fields(settings)
            if setting.name in given
        },
    )


def refuse_on_error(
    apply: Callable[[list[Parameter]], None],
) -> Callable[[list[Parameter]], SetParametersResult]:
    """Make an on-set callback of `apply`: what it raises for the user becomes the reason."""

    def on_set(parameters: list[Parameter]) -> SetParametersResult:
        try:
            apply(parameters)
        except SegRosError as error:
            return SetParametersResult(successful=False, reason=str(error))
        return SetParametersResult(successful=True)

    return on_set


def _value(parameter: Parameter, setting: Field) -> Any:
    if type(setting.default) is tuple and isinstance(parameter.value, (list, tuple, type(None))):
        return tuple(parameter.value or ())
    if type(setting.default) is float and type(parameter.value) is int:
        return float(parameter.value)
    return parameter.value


def _parameter(setting: Field, value: Any) -> Parameter:
    plain = list(value) if isinstance(value, tuple) else value
    return Parameter(setting.name, TYPES[type(setting.default)], plain)


def _descriptor(setting: Field) -> ParameterDescriptor:
    knob = spec_of(setting)
    kind = TYPES[type(setting.default)]
    descriptor = ParameterDescriptor(
        type=kind.value, description=knob.help, read_only=not knob.live
    )
    if knob.choices:
        descriptor.additional_constraints = f'one of {", ".join(knob.choices)}'
    if knob.low is not None and kind is Parameter.Type.INTEGER:
        descriptor.integer_range = [IntegerRange(from_value=knob.low, to_value=knob.high)]
    elif knob.low is not None:
        descriptor.floating_point_range = [
            FloatingPointRange(from_value=knob.low, to_value=knob.high)
        ]
    return descriptor
