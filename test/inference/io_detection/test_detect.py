# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Inputs and outputs are detected, or an error in one line names the wrong field."""

from dataclasses import replace
from pathlib import Path

from graphs import Head, tiny_graph
import onnx
import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import ManifestError, ModelError, SegRosError
from seg_ros.inference.engine import open_engine
from seg_ros.inference.io_detection.detect import detect_io_spec
from seg_ros.inference.io_spec import IoSpec
from seg_ros.inference.manifest import HeadFacts, InputFacts, Manifest


def classes(count: int) -> tuple[ClassLabel, ...]:
    return tuple(ClassLabel(10 + i, f'class_{i}', (i, i, i)) for i in range(count))


def detected(folder: Path, manifest: Manifest, graph: onnx.ModelProto) -> IoSpec:
    onnx.save(graph, str(folder / 'tiny.onnx'))
    engine = open_engine(folder / 'tiny.onnx')
    return detect_io_spec(manifest, engine.inputs, engine.outputs, engine.run)


@pytest.mark.parametrize(
    'head, count, kind, channels',
    [
        (Head(), 3, 'logits', 3),
        (Head(layout='NHWC'), 3, 'logits', 3),
        (Head(layout='NHWC', dtype='float16', channels=21), 21, 'logits', 21),
        (Head(dtype='uint8'), 3, 'logits', 3),
        (Head(layout='NHWC', dtype='int8', channels=5), 5, 'logits', 5),
        (Head(kind='probabilities'), 3, 'probabilities', 3),
        (
            Head(kind='probabilities', layout='NHWC', dtype='float16', channels=19),
            19,
            'probabilities',
            19,
        ),
        (Head(kind='probabilities', channels=1), 2, 'probabilities', 1),
        (Head(kind='probabilities', layout='NHW', channels=1), 2, 'probabilities', 1),
        (Head(kind='sigmoid', channels=1), 2, 'sigmoid', 1),
        (Head(kind='sigmoid', layout='NHWC', channels=1), 2, 'sigmoid', 1),
        (Head(kind='sigmoid', channels=2), 3, 'sigmoid', 2),
        (Head(kind='class_map', layout='NHW', dtype='int64'), 3, 'class_map', 0),
        (Head(kind='class_map', layout='NHW', dtype='int32'), 7, 'class_map', 0),
        (Head(kind='class_map', layout='NHW', dtype='uint8'), 3, 'class_map', 0),
        (Head(kind='class_map', layout='NCHW', dtype='int64'), 3, 'class_map', 0),
        (Head(kind='class_map', layout='NHWC', dtype='uint8'), 3, 'class_map', 0),
    ],
)
@pytest.mark.parametrize('layout, dtype', [('NCHW', 'float32'), ('NHWC', 'float16')])
@pytest.mark.parametrize('size', [(64, 96), None])
def test_output_is_read_from_the_graph(
    tmp_path: Path, head: Head, count: int, kind: str, channels: int, layout: str, dtype: str, size
) -> None:
    graph = tiny_graph((head,), layout, dtype, size, batch=None)
    io_spec = detected(tmp_path, Manifest(classes(count)), graph)
    assert (io_spec.input.layout, io_spec.input.dtype) == (layout, dtype)
    assert (io_spec.input.height, io_spec.input.width) == (size or (None, None))
    (detected_head,) = io_spec.heads
    assert (detected_head.layout, detected_head.kind, detected_head.channels) == (
        head.layout,
        kind,
        channels,
    )
    assert detected_head.class_ids == tuple(range(10, 10 + count))
    assert detected_head.stride == (1.0, 1.0)


@pytest.mark.parametrize(
    'head, count',
    [
        (Head(layout='NCL', channels=5), 5),
        (Head(layout='NLC', channels=5), 5),
        (Head(layout='NLC', channels=1, kind='sigmoid'), 2),
        (Head(layout='NCL', channels=1, kind='sigmoid'), 2),
        (Head(layout='NL', channels=1, kind='sigmoid'), 2),
        (Head(layout='NL', kind='class_map', dtype='int64'), 3),
    ],
)
@pytest.mark.parametrize('stride', [1, 2, 8])
def test_a_flattened_output_is_read_at_one_stride(tmp_path, head, count, stride) -> None:
    graph = tiny_graph((replace(head, stride=stride),), size=(64, 96))
    (found,) = detected(tmp_path, Manifest(classes(count)), graph).heads
    assert (found.kind, found.stride) == (head.kind, (stride, stride))
    assert found.grid == (64 // stride, 96 // stride)
    if count == 5:
        assert found.layout == head.layout


def test_a_flattened_output_needs_a_fixed_size(tmp_path: Path) -> None:
    graph = tiny_graph((Head(layout='NLC', channels=5),), size=None)
    with pytest.raises(ManifestError, match=r"input.size must be given .*'scores' is flattened"):
        detected(tmp_path, Manifest(classes(5)), graph)
    facts = InputFacts(size=(32, 64))
    (head,) = detected(tmp_path, Manifest(classes(5), input=facts), graph).heads
    assert head.grid == (32, 64)


def test_sigmoids_in_the_graph_have_an_implied_first_class(tmp_path: Path) -> None:
    weights = ((0.5, 0.0, 0.0), (0.0, 0.1, 0.0))
    graph = tiny_graph((Head(channels=2, weights=weights),))
    (head,) = detected(tmp_path, Manifest(classes(3)), graph).heads
    assert (head.kind, head.channels, head.class_ids) == ('probabilities', 2, (10, 11, 12))


def test_stride_is_that_of_the_real_shapes(tmp_path: Path) -> None:
    io_spec = detected(
        tmp_path, Manifest(classes(3)), tiny_graph((Head(stride=8),), size=(65, 96))
    )
    assert io_spec.heads[0].stride == (65 / 8, 8.0)


def test_every_detected_field_has_a_reason(tmp_path: Path) -> None:
    io_spec = detected(tmp_path, Manifest(classes(3)), tiny_graph())
    text = '\n'.join(io_spec.reasons)
    for pattern in (
        'NCHW as axis 1 of (1, 3, 8, 12) counts',
        'fixed in the graph',
        'are float32',
        'by its shape',
        'logits as 3 channels',
        'one cell is 1 x 1',
    ):
        assert pattern in text


def test_fields_of_the_manifest_have_precedence(tmp_path: Path) -> None:
    facts = HeadFacts(
        kind='sigmoid',
        layout='NHW',
        temperature=2.0,
        scale=0.5,
        zero_point=128,
        class_ids=(11, 10),
    )
    graph = tiny_graph((Head(kind='class_map', layout='NHW', dtype='uint8'),), size=None)
    manifest = Manifest(
        classes(2), input=InputFacts(size=(16, 24), layout='NCHW'), outputs=(facts,)
    )
    io_spec = detected(tmp_path, manifest, graph)
    (head,) = io_spec.heads
    assert (io_spec.input.height, io_spec.input.width) == (16, 24)
    assert (head.kind, head.class_ids, head.channels) == ('sigmoid', (11, 10), 1)
    assert (head.temperature, head.scale, head.zero_point) == (2.0, 0.5, 128)


def test_an_output_that_fits_the_classes_is_used(tmp_path: Path) -> None:
    heads = (Head('labels', 'vector'), Head('edges', channels=1), Head('wanted'), Head('late'))
    io_spec = detected(tmp_path, Manifest(classes(3)), tiny_graph(heads))
    assert [head.name for head in io_spec.heads] == ['wanted']
    assert any('the best fit of 4' in reason for reason in io_spec.reasons)


def test_several_heads_keep_the_order_of_the_manifest(tmp_path: Path) -> None:
    heads = (Head('a', kind='sigmoid', channels=1), Head('b'))
    manifest = Manifest(
        classes(4),
        outputs=(HeadFacts('b', class_ids=(10, 11, 12)), HeadFacts('a', class_ids=(None, 13))),
    )
    io_spec = detected(tmp_path, manifest, tiny_graph(heads))
    assert [(head.name, head.class_ids) for head in io_spec.heads] == [
        ('b', (10, 11, 12)),
        ('a', (None, 13)),
    ]


@pytest.mark.parametrize(
    'graph, manifest, pattern',
    [
        (tiny_graph(), Manifest(classes(4)[:2]), 'classes must have 3 entries .* got 2'),
        (tiny_graph(), Manifest(classes(5)), 'classes must have 3 entries .* got 5'),
        (tiny_graph((Head(channels=1),)), Manifest(classes(3)), 'classes must have 2 entries'),
        (
            tiny_graph((Head(kind='class_map', layout='NHW', dtype='int64'),)),
            Manifest(classes(2)),
            'classes must have more than 2 entries .* got 2',
        ),
        (
            tiny_graph((Head(kind='class_map', layout='NHW', dtype='int64'),)),
            Manifest(classes(3), outputs=(HeadFacts(class_ids=(10, 11, 12) * 86),)),
            'outputs.class_ids must have at most 256 entries .* got 258',
        ),
        (
            tiny_graph(),
            Manifest(classes(3), outputs=(HeadFacts(class_ids=(10, 11)),)),
            'outputs.class_ids must have 3 entries .* got 2',
        ),
        (
            tiny_graph((Head(), Head('other'))),
            Manifest(classes(9)),
            r'classes must fit an output, scores \(1, 3, 8, 12\), other .* got 9 classes',
        ),
        (
            tiny_graph(),
            Manifest(classes(3), outputs=(HeadFacts('prob'),)),
            "outputs.name must be one of scores, got 'prob'",
        ),
        (
            tiny_graph(),
            Manifest(classes(3), outputs=(HeadFacts('scores'), HeadFacts())),
            'outputs.name must be one of scores, got None',
        ),
        (
            tiny_graph(),
            Manifest(classes(3), outputs=(HeadFacts(layout='NHW'),)),
            "outputs.layout must be one of 4 axes .* got 'NHW'",
        ),
        (
            tiny_graph((Head(layout='NCL', stride=32),), size=(64, 96)),
            Manifest(classes(3), outputs=(HeadFacts(layout='NCL'),)),
            r'outputs.layout can be NCL only .* got \(1, 3, 6\): export output',
        ),
        (
            tiny_graph(),
            Manifest(classes(3), outputs=(HeadFacts(layout='NHWC'),)),
            'classes must have 12 entries',
        ),
        (
            tiny_graph(),
            Manifest(classes(3), outputs=(HeadFacts(kind='class_map'),)),
            "outputs.kind must be logits, .* 3 channels, got 'class_map'",
        ),
        (
            tiny_graph(dtype='uint8'),
            Manifest(classes(3), outputs=(HeadFacts(kind='probabilities'),)),
            "outputs.kind must be logits or sigmoid .* got 'probabilities'",
        ),
        (
            tiny_graph((Head(dtype='uint8'),)),
            Manifest(classes(3), outputs=(HeadFacts(kind='probabilities'),)),
            'outputs.scale must be',
        ),
        (
            tiny_graph((Head(channels=1),)),
            Manifest(classes(2), outputs=(HeadFacts(kind='logits'),)),
            "outputs.kind must be sigmoid or probabilities .* 1 channel, got 'logits'",
        ),
        (
            tiny_graph((Head(kind='class_map', layout='NHW', dtype='int64'),)),
            Manifest(classes(3), outputs=(HeadFacts(kind='sigmoid'),)),
            'outputs.kind must be class_map as output .* int64',
        ),
        (
            tiny_graph((Head(kind='probabilities', channels=1), Head(kind='logits', name='b'))),
            Manifest(classes(3), outputs=(HeadFacts('scores'),)),
            'classes must have 2 entries',
        ),
        (
            tiny_graph((Head(kind='probabilities'),)),
            Manifest(classes(4)),
            'classes must have 3 entries .* got 4',
        ),
        (
            tiny_graph(),
            Manifest(classes(3), input=InputFacts(input_space='GRAY')),
            "input.input_space must fit input 'image' .* got 'GRAY'",
        ),
        (
            tiny_graph(),
            Manifest(classes(3), input=InputFacts(layout='NHWC')),
            "input.layout must be NCHW .* got 'NHWC'",
        ),
        (
            tiny_graph(),
            Manifest(classes(3), input=InputFacts(size=(8, 16))),
            r'input.size must be \[8, 12\] .* got \[8, 16\]',
        ),
        (
            tiny_graph(size=None),
            Manifest(classes(3), input=InputFacts(resize='tile')),
            'input.size must be given for input.resize tile',
        ),
    ],
)
def test_a_contradiction_names_field_rule_and_value(
    tmp_path: Path, graph: onnx.ModelProto, manifest: Manifest, pattern: str
) -> None:
    with pytest.raises(ManifestError, match=f'^manifest field {pattern}') as refusal:
        detected(tmp_path, manifest, graph)
    assert '\n' not in str(refusal.value)


@pytest.mark.parametrize(
    'graph, pattern',
    [
        (tiny_graph(batch=4), "input 'image' must take a batch of 1"),
        (tiny_graph((Head(kind='vector'),)), r'must be a map of the 8 x 12 input.* got \(1, 3\)'),
        (tiny_graph((Head(stride=8),), size=(8, 8)), r'must be a map .* got \(1, 3, 1, 1\)'),
    ],
)
def test_a_network_that_cannot_segment_is_refused(tmp_path: Path, graph, pattern: str) -> None:
    with pytest.raises(ModelError, match=pattern):
        detected(tmp_path, Manifest(classes(3)), graph)


def test_two_inputs_are_refused(tmp_path: Path) -> None:
    graph = tiny_graph()
    graph.graph.input.append(onnx.helper.make_tensor_value_info('second', 1, [1]))
    with pytest.raises(SegRosError, match='must have one input'):
        detected(tmp_path, Manifest(classes(3)), graph)
