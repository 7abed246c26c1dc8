# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Settings as options: names, defaults, ranges and help come from `parameters`, written once."""

import argparse
from dataclasses import Field, fields
from typing import Any, TypeVar

from seg_ros.parameters import ParameterSpec, spec_of

Settings = TypeVar('Settings')
_METAVARS = {str: 'TEXT', int: 'N', float: 'X'}
_UNITS = {'_mps': 'M/S', '_m': 'M', '_s': 'S', '_hz': 'HZ', '_deg': 'DEG'}


def add_knobs(parser: argparse.ArgumentParser, parameters: type, units: bool = True) -> None:
    """
    Declare one option for each setting of a parameters class.

    Without `units`, an option is named without the unit of its setting, which its value shows.
    """
    group = parser.add_argument_group('parameters')
    for setting in fields(parameters):
        knob = spec_of(setting)
        unit = '' if units else _unit_of(setting.name)
        option = f'--{setting.name.removesuffix(unit).replace("_", "-")}'
        group.add_argument(
            option,
            dest=setting.name,
            help=_help(setting, knob),
            **_value_of(setting, knob, _UNITS.get(unit)),
        )
        parser.set_defaults(**{setting.name: setting.default})


def settings_from(args: argparse.Namespace, parameters: type[Settings]) -> Settings:
    """Return the parameters as the options say; ParameterError when one is out of its range."""
    values = {setting.name: getattr(args, setting.name) for setting in fields(parameters)}
    return parameters(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
    )


def _unit_of(name: str) -> str:
    return next((unit for unit in _UNITS if name.endswith(unit)), '')


def _value_of(setting: Field, knob: ParameterSpec, unit: str | None) -> dict[str, Any]:
    if isinstance(setting.default, bool):
        return {'action': argparse.BooleanOptionalAction}
    if isinstance(setting.default, tuple):
        return {'nargs': '+', 'metavar': 'TEXT'}
    if knob.choices:
        return {'choices': knob.choices}
    kind = type(setting.default)
    return {'type': kind, 'metavar': unit or _METAVARS[kind]}


def _help(setting: Field, knob: ParameterSpec) -> str:
    default = setting.default
    shown = ' '.join(default) if isinstance(default, tuple) else default
    limits = f'{knob.low:g} to {knob.high:g}; ' if knob.low is not None else ''
    return f'{knob.help} ({limits}default: {shown!r})'.replace('%', '%%')
