# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the numbers of an output mean is read from a run."""

import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.default_manifest import guess_manifest
from seg_ros.inference.io_detection.detect import detect_head
from seg_ros.inference.io_detection.output_layout import Sample
from seg_ros.inference.io_spec import HeadSpec, TensorSpec
from seg_ros.inference.manifest import HeadFacts

SIZE = (4, 6)


def detected(values: np.ndarray, classes: int, facts: HeadFacts = HeadFacts()) -> HeadSpec:
    spec = TensorSpec('out', values.shape, str(values.dtype))
    return detect_head(facts, Sample(spec, values, SIZE), tuple(range(classes)))[0]


def guessed(values: np.ndarray) -> tuple[tuple[ClassLabel, ...], str]:
    image = TensorSpec('image', (1, 3, *SIZE), 'float32')
    output = TensorSpec('out', values.shape, str(values.dtype))
    manifest, reasons = guess_manifest((image,), (output,), lambda tensor, names: [values])
    return manifest.classes, '\n'.join(reasons)


def one_channel(*numbers: float, dtype: str = 'float32') -> np.ndarray:
    """Return (1, 1, *SIZE) with all of the numbers."""
    return np.resize(np.array(numbers, dtype), (1, 1, *SIZE))


@pytest.mark.parametrize(
    'numbers, classes, kind',
    [
        ((0, 255), 2, 'class_map'),
        ((0, 1, 2), 3, 'class_map'),
        ((0, 1, 2, 255), 3, 'class_map'),
        ((0, 1), 7, 'class_map'),
        ((0,), 7, 'class_map'),
        ((0, 1), 2, 'probabilities'),
        ((0,), 2, 'probabilities'),
        ((0.25, 1), 2, 'probabilities'),
        ((0, 1.5, 7), 2, 'sigmoid'),
        ((-3, 2), 2, 'sigmoid'),
    ],
)
def test_one_channel_of_float_numbers(numbers: tuple, classes: int, kind: str) -> None:
    head = detected(one_channel(*numbers), classes)
    assert (head.kind, head.channels) == (kind, 0 if kind == 'class_map' else 1)


@pytest.mark.parametrize('dtype', ['uint8', 'int64', 'float32'])
@pytest.mark.parametrize('numbers', [(0, 255), (255,)])
def test_a_mask_of_0_and_255_has_two_classes(dtype: str, numbers: tuple) -> None:
    head = detected(one_channel(*numbers, dtype=dtype), 2)
    assert head.kind == 'class_map'
    assert (head.class_ids[:3], head.class_ids[255]) == ((0, 1, None), 1)
    assert len(guessed(one_channel(*numbers, dtype=dtype))[0]) == 2


@pytest.mark.parametrize(
    'numbers, classes, facts',
    [
        ((0, 1, 255), 2, HeadFacts()),
        ((0, 255), 3, HeadFacts()),
        ((0, 255), 2, HeadFacts(class_ids=(0, 1))),
    ],
)
def test_else_255_is_unlabelled(numbers: tuple, classes: int, facts: HeadFacts) -> None:
    head = detected(one_channel(*numbers, dtype='uint8'), classes, facts)
    assert head.class_ids == tuple(range(classes))


def test_a_gray_mask_is_refused_with_the_remedy() -> None:
    with pytest.raises(ManifestError, match='id 128, got 2; .* outputs.kind and outputs.scale'):
        detected(one_channel(0, 128, 255, dtype='uint8'), 2)
    facts = HeadFacts(kind='probabilities', scale=1 / 255)
    assert detected(one_channel(0, 128, 255, dtype='uint8'), 2, facts).kind == 'probabilities'


@pytest.mark.parametrize(
    'numbers, classes', [((0, 1, 2, 255), 3), ((0,), 2), ((1, 255), 2), ((7, 254), 255)]
)
def test_a_first_manifest_for_a_class_map(numbers: tuple, classes: int) -> None:
    assert len(guessed(one_channel(*numbers, dtype='int64'))[0]) == classes


def channels(*numbers: float) -> np.ndarray:
    """Return a channel for each number."""
    values = np.array(numbers, np.float32).reshape(1, -1, 1, 1)
    return np.tile(values, (1, 1, *SIZE))


@pytest.mark.parametrize(
    'values, kind',
    [
        (channels(0.9, 0.2, 0.4), 'probabilities'),
        (channels(0.0, 0.1, 0.0), 'probabilities'),
        (channels(0.5, 0.2, 0.3), 'probabilities'),
        (channels(2.0, 0.2, 0.4), 'logits'),
        (channels(0.9, 0.2, -0.4), 'logits'),
    ],
)
def test_sigmoids_for_all_classes_are_probabilities(values: np.ndarray, kind: str) -> None:
    head = detected(values, 3)
    assert (head.kind, head.channels, head.has_implied_class) == (kind, 3, False)


@pytest.mark.parametrize('last, is_said', [(0.4, True), (0.3, False)])
def test_an_implied_class_of_sigmoids_is_a_choice(last: float, is_said: bool) -> None:
    classes, reasons = guessed(channels(0.5, 0.2, last))
    assert len(classes) == 3
    assert ('a first class before them' in reasons) == is_said


@pytest.mark.parametrize('classes, has_implied_class', [(3, False), (4, True)])
def test_raw_sigmoids_for_all_classes_or_all_but_one(classes: int, has_implied_class) -> None:
    head = detected(channels(3.0, -2.0, 1.0), classes, HeadFacts(kind='sigmoid'))
    assert (head.kind, head.has_implied_class) == ('sigmoid', has_implied_class)


@pytest.mark.parametrize(
    'values, count',
    [
        (channels(*range(256)), 256),
        (channels(*range(300)), 300),
        (one_channel(0, 299, dtype='int64'), 300),
    ],
)
def test_more_classes_than_ids_get_no_first_manifest(values: np.ndarray, count: int) -> None:
    with pytest.raises(ModelError, match=f'at most 255 classes .* got {count}: .*class_ids'):
        guessed(values)


def test_more_channels_than_ids_can_be_decoded() -> None:
    ids = (0,) * 200 + (1,) * 100
    head = detected(channels(*range(300)), 2, HeadFacts(class_ids=ids))
    assert (head.kind, head.channels) == ('logits', 300)
