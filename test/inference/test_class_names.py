# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class names are read as training tools write them, or refused in one line."""

import json

import pytest

from seg_ros.errors import ModelError
from seg_ros.inference.class_names import read_class_names


@pytest.mark.parametrize(
    'key, text, names',
    [
        ('names', "{0: 'person', 1: 'bicycle'}", ('person', 'bicycle')),
        ('names', "['person', 'bicycle']", ('person', 'bicycle')),
        ('names', '{0: "driver\'s cab"}', ("driver's cab",)),
        ('id2label', '{"1": "weed", "0": "soil"}', ('soil', 'weed')),
        (
            'id2label',
            json.dumps({str(i): f'c{i}' for i in range(12)}),
            tuple(f'c{i}' for i in range(12)),
        ),
        ('labels.txt', 'soil\nsugar beet\n\n', ('soil', 'sugar beet')),
        ('metadata.json', '{"task": "segment", "names": {"0": "weed"}}', ('weed',)),
        ('temp_meta.txt', "{'task': 'segment', 'names': {0: 'weed'}}", ('weed',)),
    ],
)
def test_names(key: str, text: str, names: tuple[str, ...]) -> None:
    found = read_class_names({'author': 'me', key: text})
    assert found is not None
    assert (found.names, found.entry) == (names, key)


@pytest.mark.parametrize(
    'metadata', [{}, {'author': 'me'}, {'metadata.json': '{"task": "segment"}'}]
)
def test_no_names(metadata: dict[str, str]) -> None:
    assert read_class_names(metadata) is None


@pytest.mark.parametrize(
    'text',
    [
        '',
        'person, bicycle',
        '{}',
        '7',
        "{1: 'person', 2: 'bicycle'}",
        "{0: 'person', 2: 'bicycle'}",
        "{0: 'person', '0': 'bicycle'}",
        "{0: 'person', 1: 7}",
        "['person', 'person']",
        "['person', '']",
        "{'a': 'person'}",
        "__import__('os').remove('x')",
        '(' * 100_000,
    ],
)
def test_what_is_not_a_name_for_each_channel_is_refused(text: str) -> None:
    with pytest.raises(ModelError, match='metadata names must have a name of its own') as refusal:
        read_class_names({'names': text})
    assert '\n' not in str(refusal.value) and len(str(refusal.value)) < 200
