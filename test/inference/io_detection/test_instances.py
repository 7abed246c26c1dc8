# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The outputs of an instance network are checked against its manifest."""

import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import ManifestError
from seg_ros.inference.io_detection.detect import detect_io_spec
from seg_ros.inference.io_spec import HeadSpec, TensorSpec
from seg_ros.inference.manifest import HeadFacts, Manifest

OBJECTS = 8 * 12 + 4 * 6 + 2 * 3
"""For an input of 64 x 96 pixels."""


def table(classes: int, objects: int = OBJECTS, extra: int = 0) -> np.ndarray:
    values = np.random.default_rng(3).uniform(0, 1, (1, 4 + extra + classes + 32, objects))
    values[:, :4] *= 64
    return values.astype(np.float32)


def detected(values: np.ndarray, classes: int, layout: str = 'NCHW', **facts) -> HeadSpec:
    shape = (1, 32, 16, 24) if layout == 'NCHW' else (1, 16, 24, 32)
    outputs = {'table': values, 'prototypes': np.zeros(shape, np.float32)}
    specs = tuple(TensorSpec(name, each.shape, str(each.dtype)) for name, each in outputs.items())
    labels = tuple(ClassLabel(10 + i, f'class_{i}', (i, i, i)) for i in range(classes))
    names = {'name': 'table', 'prototypes': 'prototypes', **facts}
    manifest = Manifest(labels, outputs=(HeadFacts(kind='instances', **names),))
    image = TensorSpec('image', (1, 3, 64, 96), 'float32')

    def run(tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        return [outputs[name] for name in names]

    return detect_io_spec(manifest, (image,), specs, run).heads[0]


@pytest.mark.parametrize('classes, is_implied', [(4, True), (3, False)])
def test_objects_and_prototypes(classes: int, is_implied: bool) -> None:
    head = detected(table(3), classes, score_threshold=0.4)
    assert (head.kind, head.layout, head.channels) == ('instances', 'NCL', 3)
    assert head.has_implied_class == is_implied
    assert (head.stride, head.outputs) == ((4.0, 4.0), ('table', 'prototypes'))
    assert head.instances is not None and head.instances.score_threshold == 0.4


def test_the_last_axes_may_be_exchanged() -> None:
    head = detected(table(99).transpose(0, 2, 1), 99, 'NHWC')
    assert head.instances is not None
    assert (head.layout, head.instances.layout) == ('NLC', 'NHWC')


@pytest.mark.parametrize(
    'values, options, pattern',
    [
        (table(5), {}, r'classes must have 5 entries, or one more .* 41 fields.*; got 3'),
        (table(3), {'class_ids': (10,)}, 'outputs.class_ids must have 3 entries'),
        (table(3, 3 * OBJECTS, 1), {}, f'outputs.name must be a table of {OBJECTS} objects'),
        (table(2, 300), {}, r"without suppression in the graph; got 'table' \(1, 38, 300\)"),
        (table(3) / 64, {}, 'outputs.name must be a table with boxes in pixels .* at most 1'),
        (table(3) * 2 - 1, {}, 'with scores within 0..1 for outputs.kind instances, got'),
        (table(3).astype(np.int8), {}, "float numbers .* got 'table' of int8"),
        (table(3), {'prototypes': 'mask'}, 'outputs.prototypes must be one of table, prototypes'),
        (table(3), {'prototypes': 'table'}, 'outputs.prototypes must be a map of the input'),
        (table(3), {'prototypes': None}, 'outputs.prototypes must be an output where'),
        (table(3), {'name': None}, 'outputs.name must be given where outputs.kind is instances'),
        (table(3), {'temperature': 2.0}, 'outputs.temperature must be left out .* got 2.0'),
        (table(3), {'iou_threshold': 1.0}, r'outputs.iou_threshold must be in \(0, 1\), got 1.0'),
    ],
)
def test_a_contradiction_names_field_rule_and_value(
    values: np.ndarray, options: dict, pattern: str
) -> None:
    with pytest.raises(ManifestError, match=f'^manifest field .*{pattern}') as refusal:
        detected(values, 3, **options)
    assert '\n' not in str(refusal.value)


def test_prototypes_belong_to_instances() -> None:
    with pytest.raises(ManifestError, match='outputs.prototypes must be an output where'):
        HeadFacts('table', prototypes='prototypes')
