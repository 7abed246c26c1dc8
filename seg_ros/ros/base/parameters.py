# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameter classes as ROS parameters: declared with help and range, read, and changed."""

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

from seg_ros.errors import ParameterError, SegRosError
from seg_ros.parameters import spec_of

Parameters = TypeVar('Parameters', bound=Any)
ParameterSet = TypeVar('ParameterSet', bound=Any)
TYPES = {
    bool: Parameter.Type.BOOL,
    int: Parameter.Type.INTEGER,
    float: Parameter.Type.DOUBLE,
    str: Parameter.Type.STRING,
    tuple: Parameter.Type.STRING_ARRAY,
}
READ_AT_CONFIGURE = 'read at configure: set it while the node is unconfigured'


def declare_parameters(node: Node, kind: type[Parameters], read_only: bool = True) -> Parameters:
    """
    Declare a parameter for each field and return the values that parameter files give.

    Parameters that cannot change at run time are read-only unless `read_only` is False: a managed
    node checks them itself, since it accepts them while it is unconfigured. Raises ParameterError
    on a value of a wrong type or out of range.
    """
    given = {}
    for field in fields(kind):
        untyped = ParameterDescriptor(dynamic_typing=True)
        default = _parameter(field, field.default).value
        given[field.name] = _value(node.declare_parameter(field.name, default, untyped), field)
    values = kind(**given)
    for field in fields(kind):
        # Only here does an empty array get its type: neither rclpy nor a YAML file knows it.
        node.set_parameters([_parameter(field, given[field.name])])
        node.set_descriptor(field.name, _descriptor(field, read_only))
    return values


def declare_parameter_set(node: Node, kind: type[ParameterSet]) -> ParameterSet:
    """Declare all parameters of a dataclass of parameter classes; as `declare_parameters`."""
    types: list[Any] = [part.type for part in fields(kind)]
    return kind(*(declare_parameters(node, part, False) for part in types))


def changed_parameters(values: Parameters, parameters: list[Parameter]) -> Parameters:
    """Return the values with those parameters that are theirs; ParameterError on a bad value."""
    given = {parameter.name: parameter for parameter in parameters}
    return replace(
        values,
        **{
            field.name: _value(given[field.name], field)
            for field in fields(values)
            if field.name in given
        },
    )


def changed_parameter_set(values: ParameterSet, parameters: list[Parameter]) -> ParameterSet:
    """Return the set with these parameters; ParameterError on a bad value."""
    return type(values)(
        *(changed_parameters(getattr(values, part.name), parameters) for part in fields(values))
    )


def refuse_on_error(
    apply: Callable[[list[Parameter]], None],
) -> Callable[[list[Parameter]], SetParametersResult]:
    """Make an on-set callback of `apply`: the message of a SegRosError becomes the reason."""

    def on_set(parameters: list[Parameter]) -> SetParametersResult:
        try:
            apply(parameters)
        except SegRosError as error:
            return SetParametersResult(successful=False, reason=str(error))
        return SetParametersResult(successful=True)

    return on_set


def refuse_changes_of_fixed(old: Any, new: Any) -> None:
    """Raise ParameterError where two sets differ in a parameter that is read at configure."""
    for part in fields(old):
        before, after = getattr(old, part.name), getattr(new, part.name)
        for field in fields(before):
            if not spec_of(field).live and getattr(before, field.name) != getattr(
                after, field.name
            ):
                raise ParameterError(
                    f'{field.name} is {READ_AT_CONFIGURE}; it stays '
                    f'{getattr(before, field.name)!r}, got {getattr(after, field.name)!r}'
                )


def _value(parameter: Parameter, field: Field) -> Any:
    value = parameter.value
    if type(field.default) is tuple and isinstance(value, (list, tuple, type(None))):
        return tuple(value or ())
    if type(field.default) is float and type(value) is int:
        return float(value)
    return value


def _parameter(field: Field, value: Any) -> Parameter:
    plain = list(value) if isinstance(value, tuple) else value
    return Parameter(field.name, TYPES[type(field.default)], plain)


def _descriptor(field: Field, read_only: bool) -> ParameterDescriptor:
    spec = spec_of(field)
    kind = TYPES[type(field.default)]
    constraints = [f'one of {", ".join(spec.choices)}'] if spec.choices else []
    if not (read_only or spec.live):
        constraints.append(READ_AT_CONFIGURE)
    descriptor = ParameterDescriptor(
        type=kind.value,
        description=spec.help,
        read_only=read_only and not spec.live,
        additional_constraints='; '.join(constraints),
    )
    if spec.low is not None and kind is Parameter.Type.INTEGER:
        descriptor.integer_range = [IntegerRange(from_value=spec.low, to_value=spec.high)]
    elif spec.low is not None:
        descriptor.floating_point_range = [
            FloatingPointRange(from_value=spec.low, to_value=spec.high)
        ]
    return descriptor
