# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Each field of a manifest is checked, and groups and heads have known classes."""

from pathlib import Path
from typing import Any

import pytest

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ManifestError
from seg_ros.inference.manifest import HeadFacts, InputFacts, Manifest, SelfTest

SOIL = ClassLabel(0, 'soil', (90, 60, 30))
WEED = ClassLabel(7, 'weed', (0, 200, 0))


@pytest.mark.parametrize(
    'field, value',
    [
        ('input_space', 'HSV'),
        ('resize', 'crop'),
        ('layout', 'NHW'),
        ('input_range', (1.0, 0.0)),
        ('mean', (0.5,)),
        ('std', (1.0, 1.0, 0.0)),
        ('size', (0, 8)),
        ('divisible_by', 0),
        ('overlap', 0.6),
        ('pad_value', 256),
    ],
)
def test_input_facts_refuse(field: str, value: Any) -> None:
    with pytest.raises(ManifestError, match=f'manifest field input.{field} must be .* got'):
        InputFacts(**{field: value})


@pytest.mark.parametrize(
    'field, value', [('kind', 'softmax'), ('layout', 'CHW'), ('temperature', 0.0), ('scale', -1.0)]
)
def test_head_facts_refuse(field: str, value: Any) -> None:
    with pytest.raises(ManifestError, match=f'manifest field outputs.{field} must be .* got'):
        HeadFacts(**{field: value})


@pytest.mark.parametrize('space, channels', [('RGB', 3), ('BGR', 3), ('GRAY', 1)])
def test_channels(space: str, channels: int) -> None:
    facts = InputFacts(input_space=space, mean=(0.5,) * channels, std=(0.5,) * channels)
    assert facts.channels == channels


@pytest.mark.parametrize(
    'manifest, pattern',
    [
        ({'classes': ()}, 'classes must be at least one class'),
        ({'classes': (SOIL, ClassLabel(0, 'stone', (0, 0, 0)))}, 'classes must be unique ids'),
        ({'classes': (SOIL, ClassLabel(1, 'soil', (0, 0, 0)))}, 'classes must be unique names'),
        ({'classes': (SOIL,), 'outputs': ()}, 'outputs must be at least one head'),
        ({'classes': (SOIL,), 'groups': (ClassGroup('weed', (7,)),)}, 'groups.weed must be of'),
        (
            {'classes': (SOIL,), 'outputs': (HeadFacts(class_ids=(0, 7)),)},
            'outputs.class_ids must',
        ),
    ],
)
def test_manifest_refuses(manifest: dict[str, Any], pattern: str) -> None:
    with pytest.raises(ManifestError, match=f'manifest field {pattern}'):
        Manifest(**manifest)


def test_self_test_needs_a_share() -> None:
    with pytest.raises(ManifestError, match='self_test.agreement must be in'):
        SelfTest(Path('a.png'), Path('b.png'), 1.5)
