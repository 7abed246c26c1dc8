# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A first manifest fits the graph it was guessed for, and says what is a guess."""

from pathlib import Path

from graphs import Head, tiny_graph
import onnx
import pytest

from seg_ros.errors import ModelError
from seg_ros.inference.default_manifest import guess_manifest
from seg_ros.inference.engine import open_engine
from seg_ros.inference.io_detection.detect import detect_io_spec
from seg_ros.inference.label_sets import named_label_set
from seg_ros.inference.manifest import Manifest


def guess(
    folder: Path,
    graph: onnx.ModelProto,
    class_count: int | None = None,
    metadata: dict[str, str] | None = None,
) -> tuple[Manifest, str]:
    """Return the manifest, which fits the graph, and its reasons in one text."""
    onnx.save(graph, str(folder / 'tiny.onnx'))
    engine = open_engine(folder / 'tiny.onnx')
    manifest, reasons = guess_manifest(
        engine.inputs, engine.outputs, engine.run, lambda name: class_count, metadata or {}
    )
    assert detect_io_spec(manifest, engine.inputs, engine.outputs, engine.run)
    return manifest, '\n'.join(reasons)


@pytest.mark.parametrize(
    'head, count, first, pattern',
    [
        (Head(), 3, 'class_0', '3 channels of scores'),
        (Head(layout='NHWC', stride=4), 3, 'class_0', '3 channels of scores'),
        (Head(layout='NLC', channels=5, stride=2), 5, 'class_0', '5 channels of scores'),
        (Head(channels=11), 11, 'sky', 'camvid has as many: its class names are a guess'),
        (Head(channels=19, layout='NHWC'), 19, 'road', 'cityscapes has as many'),
        (Head(channels=21), 21, 'background', 'voc has as many'),
        (Head(kind='sigmoid', channels=1), 2, 'class_0', 'one channel of scores says yes or no'),
        (Head(kind='class_map', layout='NHW', dtype='int64'), 3, 'class_0', 'there may be more'),
    ],
)
@pytest.mark.parametrize('layout, dtype', [('NCHW', 'float32'), ('NHWC', 'uint8')])
def test_classes(
    tmp_path: Path, head: Head, count: int, first: str, pattern: str, layout: str, dtype: str
) -> None:
    manifest, reasons = guess(tmp_path, tiny_graph((head,), layout, dtype, (64, 96)))
    assert (len(manifest.classes), manifest.classes[0].name) == (count, first)
    assert pattern in reasons
    assert 'color order was taken as RGB' in reasons


def test_the_number_of_classes_can_be_given(tmp_path: Path) -> None:
    head = Head(kind='class_map', layout='NHW', dtype='int64', channels=21)
    manifest, reasons = guess(tmp_path, tiny_graph((head,)), class_count=21)
    assert manifest.classes[15].name == 'person'
    assert 'has 21 classes' in reasons


@pytest.mark.parametrize(
    'head, class_count, metadata, names, pattern',
    [
        (Head(), None, "['a', 'b', 'c']", ('a', 'b', 'c'), 'names are those of metadata names'),
        (
            Head(channels=19),
            None,
            str([f'part {i}' for i in range(19)]),
            tuple(f'part {i}' for i in range(19)),
            'names are those of metadata names',
        ),
        (
            Head(),
            None,
            "['a', 'b']",
            ('class_0', 'class_1', 'class_2'),
            'metadata names has 2 names, for 3 classes: not used',
        ),
        (
            Head(channels=11),
            None,
            "['a', 'b']",
            tuple(f'class_{i}' for i in range(11)),
            'metadata names has 2 names, for 11 classes: not used',
        ),
        (Head(channels=1), None, "['other', 'weed']", ('other', 'weed'), 'are those of metadata'),
        (
            Head(kind='class_map', layout='NHW', dtype='int64'),
            None,
            "['a', 'b', 'c', 'd']",
            ('a', 'b', 'c', 'd'),
            'there may be more',
        ),
        (
            Head(kind='class_map', layout='NHW', dtype='int64'),
            3,
            "['a', 'b', 'c', 'd']",
            ('class_0', 'class_1', 'class_2'),
            'metadata names has 4 names, for 3 classes: not used',
        ),
        (Head(), None, 'weeds', ('class_0', 'class_1', 'class_2'), "got 'weeds': not used"),
    ],
)
def test_names_of_the_metadata(
    tmp_path: Path, head: Head, class_count: int | None, metadata: str, names: tuple, pattern: str
) -> None:
    manifest, reasons = guess(tmp_path, tiny_graph((head,)), class_count, {'names': metadata})
    assert tuple(label.name for label in manifest.classes) == names
    assert pattern in reasons


def test_names_of_a_label_set_bring_its_colors_and_groups(tmp_path: Path) -> None:
    metadata = {'id2label': '{"0": "Soil", "2": "Crop", "1": "weed "}'}
    manifest, reasons = guess(tmp_path, tiny_graph(), metadata=metadata)
    label_set = named_label_set('soil_weed_crop')
    assert (manifest.classes, manifest.groups) == (label_set.classes, label_set.groups)
    assert 'metadata id2label has the class names of soil_weed_crop' in reasons


@pytest.mark.parametrize('layout', ['NCHW', 'NHWC'])
def test_one_channel_is_gray(tmp_path: Path, layout: str) -> None:
    head = Head(channels=2, weights=((1.0,), (-1.0,)))
    manifest, reasons = guess(tmp_path, tiny_graph((head,), layout, channels=1))
    assert manifest.input.input_space == 'GRAY'
    assert 'taken as GRAY' in reasons


def test_the_output_is_named_where_there_are_several(tmp_path: Path) -> None:
    manifest, _ = guess(tmp_path, tiny_graph((Head('mean', 'vector'), Head('map'))))
    assert manifest.outputs[0].name == 'map'


@pytest.mark.parametrize(
    'graph, pattern',
    [
        (tiny_graph(channels=4), 'must have 1 or 3 channels, got shape'),
        (tiny_graph((Head(kind='vector'),)), 'must be a map of the 8 x 12 input'),
    ],
)
def test_a_network_that_cannot_segment_is_refused(tmp_path: Path, graph, pattern: str) -> None:
    with pytest.raises(ModelError, match=pattern):
        guess(tmp_path, graph)
