# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""YAML that people write by hand."""

import pytest
import yaml

from seg_ros.yaml_text import load_yaml


def test_text_is_read_as_by_yaml() -> None:
    text = 'base: &base {a: 1, b: [1.5, x]}\nmore: {<<: *base, a: 2}\nempty:\n'
    assert load_yaml(text) == yaml.safe_load(text)


@pytest.mark.parametrize(
    'text, key, line',
    [
        ('groups: {weed: [weed], weed: [crop]}', 'weed', 1),
        ('model: a.onnx\nlicence: MIT\nmodel: b.onnx\n', 'model', 3),
        ('- {1: a, 2: b, 1: c}', '1', 1),
    ],
)
def test_a_key_that_is_given_twice_is_named(text: str, key: str, line: int) -> None:
    with pytest.raises(yaml.YAMLError, match=f'key {key} is given twice(?s:.)*line {line},'):
        load_yaml(text)


def test_overriding_a_merged_key_is_not_giving_it_twice() -> None:
    text = 'a: &a {x: 1}\nb: &b {<<: *a, x: 2}\nc: {<<: *b, x: 3}\n'
    assert load_yaml(text)['c'] == {'x': 3}
