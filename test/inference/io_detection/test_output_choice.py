# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The map of classes is found among other outputs, and networks without one are refused."""

import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.default_manifest import guess_manifest
from seg_ros.inference.io_detection.detect import detect_io_spec
from seg_ros.inference.io_spec import IoSpec, TensorSpec
from seg_ros.inference.manifest import HeadFacts, Manifest

Outputs = dict[str, np.ndarray]
SIDE = 640


def scores(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 4, (1, *shape)).astype(np.float32)


def boxes(*shape: int) -> np.ndarray:
    """Return (1, lines, fields): four numbers in pixels, then numbers 0..1."""
    table = np.random.default_rng(2).uniform(0, 1, (1, *shape)).astype(np.float32)
    table[..., :4] *= SIDE
    return table


def tensors(outputs: Outputs, size: tuple[int, int]):
    image = TensorSpec('image', (1, 3, *size), 'float32')
    specs = tuple(
        TensorSpec(name, values.shape, str(values.dtype)) for name, values in outputs.items()
    )

    def run(tensor: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        return [outputs[name] for name in names]

    return (image,), specs, run


def detected(
    outputs: Outputs, classes: int, facts: HeadFacts = HeadFacts(), size=(SIDE, SIDE)
) -> IoSpec:
    labels = tuple(ClassLabel(i, f'class_{i}', (i, i, i)) for i in range(classes))
    return detect_io_spec(Manifest(labels, outputs=(facts,)), *tensors(outputs, size))


def guessed(outputs: Outputs, size=(SIDE, SIDE)) -> tuple[Manifest, str]:
    manifest, reasons = guess_manifest(*tensors(outputs, size))
    return manifest, '\n'.join(reasons)


@pytest.mark.parametrize(
    'outputs, size',
    [
        ({'boxes': boxes(8400, 37).transpose(0, 2, 1)}, (640, 640)),
        ({'boxes': boxes(8400, 37).transpose(0, 2, 1), 'masks': scores(32, 160, 160)}, (640, 640)),
        ({'boxes': boxes(8400, 37), 'masks': scores(160, 160, 32)}, (640, 640)),
        ({'boxes': boxes(300, 38), 'masks': scores(32, 160, 160)}, (640, 640)),
        ({'boxes': boxes(300, 38)}, (640, 640)),
        ({'boxes': boxes(300, 38)}, (600, 76)),
        ({'boxes': boxes(1, 100, 7)}, (640, 640)),
        ({'boxes': boxes(25200, 6)}, (640, 640)),
        ({'coefficients': scores(19248, 32), 'masks': scores(138, 138, 32)}, (550, 550)),
        ({'queries': scores(100, 134), 'masks': scores(100, 96, 96)}, (384, 384)),
        ({'boxes': boxes(100, 5), 'masks': scores(100, 640, 640)}, (640, 640)),
        ({'large': scores(1, 1280, 1280)}, (640, 640)),
        ({'tokens': scores(1025, 768)}, (512, 512)),
        ({'fine': scores(6400, 32), 'coarse': scores(1600, 32)}, (640, 640)),
        ({'queries': scores(300, 32), 'masks': scores(300, 60, 80)}, (240, 320)),
        ({'boxes': boxes(300, 32)}, (240, 320)),
        ({'queries': scores(100, 32)}, (640, 640)),
    ],
)
@pytest.mark.parametrize('classes', [2, 32, 100])
def test_a_network_without_a_map_of_classes_is_refused(
    outputs: Outputs, size: tuple[int, int], classes: int
) -> None:
    for refused in (lambda: detected(outputs, classes, size=size), lambda: guessed(outputs, size)):
        with pytest.raises(ModelError, match='of classes|must be a map of') as refusal:
            refused()
        assert '\n' not in str(refusal.value)


def test_a_refusal_names_shape_rule_and_remedy() -> None:
    with pytest.raises(ModelError) as refusal:
        detected({'boxes': boxes(300, 38)}, 2)
    assert str(refusal.value) == (
        "output 'boxes' must be a map of the 640 x 640 input, of one stride for rows and columns, "
        'got (1, 300, 38), as boxes and scores of objects have; if it is one, give manifest field '
        'outputs.layout'
    )


def test_the_manifest_can_declare_a_map_of_unusual_cells() -> None:
    (head,) = detected({'wide': scores(3, 40, 160)}, 3, HeadFacts(layout='NCHW')).heads
    assert (head.kind, head.stride) == ('logits', (16.0, 4.0))


def test_the_manifest_can_name_a_map_that_may_be_masks_of_objects() -> None:
    outputs = {'boxes': boxes(25200, 85), 'map': scores(19, 160, 160)}
    with pytest.raises(ModelError, match=r'name it in manifest field outputs\.name'):
        detected(outputs, 19)
    (head,) = detected(outputs, 19, HeadFacts('map')).heads
    assert head.channels == 19


@pytest.mark.parametrize(
    'cells, size',
    [
        ((65, 65), (513, 513)),
        ((64, 65), (512, 513)),
        ((30, 53), (480, 853)),
        ((31, 53), (481, 853)),
        ((2, 3), (8, 12)),
    ],
)
def test_cells_may_be_rounded_up_or_down(cells: tuple[int, int], size: tuple[int, int]) -> None:
    (head,) = detected({'map': scores(3, *cells)}, 3, size=size).heads
    assert (head.layout, head.channels) == ('NCHW', 3)


@pytest.mark.parametrize(
    'outputs, classes, name',
    [
        ({'boxes': boxes(25200, 6), 'map': scores(2, 640, 640)}, 2, 'map'),
        ({'boxes': boxes(8400, 4).transpose(0, 2, 1), 'map': scores(4, 160, 160)}, 4, 'map'),
        ({'boxes': boxes(25200, 6), 'lanes': scores(1, 640, 640)}, 2, 'lanes'),
        ({'edges': scores(1, 640, 640), 'map': scores(2, 640, 640)}, 2, 'map'),
        ({'ids': np.ones((1, 640, 640), np.int64), 'map': scores(3, 80, 80)}, 3, 'map'),
        ({'coarse': scores(3, 20, 20), 'fine': scores(3, 160, 160)}, 3, 'fine'),
        ({'first': scores(3, 80, 80), 'second': scores(3, 80, 80)}, 3, 'first'),
    ],
)
def test_the_output_that_fits_best_is_used(outputs: Outputs, classes: int, name: str) -> None:
    io_spec = detected(outputs, classes)
    assert io_spec.heads[0].name == name
    assert f"output '{name}': the best fit of 2 outputs" in '\n'.join(io_spec.reasons)
    manifest, reasons = guessed(outputs)
    assert (manifest.outputs[0].name, len(manifest.classes)) == (name, classes)
    assert f"output '{name}': the best fit of 2 outputs" in reasons


@pytest.mark.parametrize(
    'auxiliary, name',
    [
        ('aux_logits', 'logits'),
        ('out_aux', 'out'),
        ('AuxLogits', 'output'),
        ('auxiliary', 'main'),
        ('extra', 'output'),
        ('output_extra', 'output'),
        ('/decoder/blocks.4/Conv_output_0', 'logits'),
    ],
)
@pytest.mark.parametrize('shape', [(3, 80, 80), (1, 80, 80)])
def test_an_auxiliary_head_comes_last(auxiliary: str, name: str, shape: tuple) -> None:
    outputs = {auxiliary: scores(*shape), name: scores(*shape)}
    assert detected(outputs, max(shape[0], 2)).heads[0].name == name
    manifest, reasons = guessed(outputs)
    assert manifest.outputs[0].name == name
    assert f"'{auxiliary}' can be chosen by outputs.name" in reasons


def test_an_auxiliary_head_is_used_where_no_other_fits() -> None:
    outputs = {'out': scores(7, 80, 80), 'extracted': scores(3, 80, 80), 'aux': scores(2, 80, 80)}
    assert detected(outputs, 2).heads[0].name == 'aux'
    assert detected(outputs, 3).heads[0].name == 'extracted'


def test_rows_of_a_class_map_are_no_boxes() -> None:
    ids = np.zeros((1, 64, 96), np.float32)
    ids[:, :4] = 5
    (head,) = detected({'ids': ids}, 7, size=(64, 96)).heads
    assert head.kind == 'class_map'


def test_other_outputs_that_fit_are_listed() -> None:
    outputs = {name: scores(3, 80, 80) for name in ('a', 'b', 'c')}
    listed = "'b', 'c' can be chosen by outputs.name"
    assert listed in '\n'.join(detected(outputs, 3).reasons)
    assert listed in guessed(outputs)[1]


def test_the_manifest_can_name_a_flattened_map_beside_other_outputs() -> None:
    outputs = {'map': scores(1600, 3), 'presence': scores(3)}
    with pytest.raises(ModelError, match=r'flattened map, name it in manifest field outputs.name'):
        detected(outputs, 3)
    (head,) = detected(outputs, 3, HeadFacts('map')).heads
    assert (head.layout, head.grid) == ('NLC', (40, 40))


def test_no_output_of_as_many_classes_is_a_fault_of_the_manifest() -> None:
    with pytest.raises(ManifestError, match='classes must fit an output, a .* got 5 classes'):
        detected({'a': scores(3, 80, 80), 'b': boxes(300, 38)}, 5)
