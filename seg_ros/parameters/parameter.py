# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A parameter: default, range, one sentence of help, and whether it can change at run time."""

from dataclasses import dataclass, Field, field, fields
from typing import Any

from seg_ros.errors import ParameterError


@dataclass(frozen=True)
class ParameterSpec:
    """
    Specification of a parameter beside its name, type and default.

    `help` is one sentence, `low` and `high` the range, `live` whether it can change at run time;
    others are read when a node is configured. `option` is the name on the command line where it
    is not that of the parameter.
    """

    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    live: bool = False
    option: str = ''

    def check(self, name: str, value: Any) -> None:
        """Raise ParameterError when the value is out of range or not among the choices."""
        if self.choices and value not in self.choices:
            raise ParameterError(f'{name} must be one of {", ".join(self.choices)}, got {value!r}')
        if self.low is not None and not self.low <= value <= self.high:
            raise ParameterError(f'{name} must be {self.low} to {self.high}, got {value}')


def spec_of(known: Field) -> ParameterSpec:
    """Return the specification of a field of a parameters class."""
    return known.metadata['spec']


def option_of(known: Field, unit: str = '') -> str:
    """Return the command-line option of a field, without `unit` where the field's name ends so."""
    name = spec_of(known).option or known.name.removesuffix(unit)
    return f'--{name.replace("_", "-")}'


def parameter(default: Any, spec: ParameterSpec) -> Any:
    """Return a field of a parameters class: its default and its specification."""
    return field(default=default, metadata={'spec': spec})


def check_ranges(parameters: Any) -> None:
    """Raise ParameterError unless every value has its type and lies in its range."""
    for known in fields(parameters):
        value = getattr(parameters, known.name)
        items = value if isinstance(value, tuple) else ()
        if type(value) is not type(known.default) or not all(type(i) is str for i in items):
            expected = type(known.default).__name__.replace('tuple', 'list of strings')
            raise ParameterError(f'{known.name} must be a {expected}, got {value!r}')
        spec_of(known).check(known.name, value)
