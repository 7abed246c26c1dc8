# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Command-line options for the fields of a parameters class, with their ranges and help."""

import argparse
from dataclasses import Field, fields
from typing import Any, TypeVar

from seg_ros.parameters import option_of, ParameterSpec, spec_of

Parameters = TypeVar('Parameters')
_METAVARS = {str: 'TEXT', int: 'N', float: 'X'}
_UNITS = {'_mps': 'M/S', '_m': 'M', '_s': 'S', '_hz': 'HZ', '_deg': 'DEG'}


def add_options(
    parser: argparse.ArgumentParser, parameters: type, units: bool = True, filled: bool = True
) -> None:
    """
    Declare one option for each field of a parameters class.

    Without `units`, the name of an option has no unit; its metavar in the help has. Options that
    are not given have the default of their field or, without `filled`, are None.
    """
    group = parser.add_argument_group('parameters')
    for field in fields(parameters):
        spec = spec_of(field)
        unit = '' if units else _unit_of(field.name)
        group.add_argument(
            option_of(field, unit),
            dest=field.name,
            help=_help(field, spec),
            **_value_of(field, spec, _UNITS.get(unit)),
        )
        parser.set_defaults(**{field.name: field.default if filled else None})


def parameters_from(
    args: argparse.Namespace,
    parameters: type[Parameters],
    units: bool = True,
    defaults: Parameters | None = None,
) -> Parameters:
    """
    Return the parameters that the options of `add_options` set, or those of `defaults`.

    Raises ParameterError naming the option when a value is out of its range.
    """
    values = {}
    for field in fields(parameters):  # type: ignore[arg-type]
        value = getattr(args, field.name)
        if value is None:
            value = getattr(defaults, field.name)
        unit = '' if units else _unit_of(field.name)
        spec_of(field).check(option_of(field, unit), value)
        values[field.name] = tuple(value) if isinstance(value, list) else value
    return parameters(**values)


def _unit_of(name: str) -> str:
    return next((unit for unit in _UNITS if name.endswith(unit)), '')


def _value_of(field: Field, spec: ParameterSpec, unit: str | None) -> dict[str, Any]:
    if isinstance(field.default, bool):
        return {'action': argparse.BooleanOptionalAction}
    if isinstance(field.default, tuple):
        return {'nargs': '+', 'metavar': 'TEXT'}
    if spec.choices:
        return {'choices': spec.choices}
    kind = type(field.default)
    return {'type': kind, 'metavar': unit or _METAVARS[kind]}


def _help(field: Field, spec: ParameterSpec) -> str:
    default = field.default
    shown = ' '.join(default) if isinstance(default, tuple) else default
    limits = f'{spec.low:g} to {spec.high:g}; ' if spec.low is not None else ''
    return f'{spec.help} ({limits}default: {shown!r})'.replace('%', '%%')
