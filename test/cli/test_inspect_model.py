# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The report about a tiny network, and its first manifest."""

import pytest

from seg_ros.cli.main import main
from seg_ros.inference.manifest_yaml import load_manifest
from seg_ros.inference.model_files import INCLUDED_MODELS, sha256_of


def test_the_report_has_inputs_outputs_and_reasons(tiny_network, capsys):
    assert main(['inspect', str(tiny_network)]) == 0
    shown = ' '.join(capsys.readouterr().out.split())
    for pattern in (
        'input image float32 1 x 3 x 8 x 12',
        'output scores float32 1 x 3 x 8 x 12',
        'CPUExecutionProvider',
        'NCHW as axis 1',
        'guessed',
        'class_2',
        'receptive field 1 x 1 pixels',
        'output stride 1 x 1 pixels',
        'time depends on the image no',
        'added by a run, at peak',
        'of 512 MB',
    ):
        assert pattern in shown
    assert not tiny_network.with_suffix('.yaml').exists()


def test_with_a_manifest_nothing_is_guessed(tiny_model, capsys):
    assert main(['inspect', str(tiny_model)]) == 0
    shown = capsys.readouterr().out
    assert 'mask cold: green, blue' in shown
    assert 'guessed' not in shown


def test_the_written_manifest_can_be_read_back(tiny_network):
    assert main(['inspect', str(tiny_network), '--write']) == 0
    manifest = load_manifest(tiny_network.with_suffix('.yaml'))
    assert [label.name for label in manifest.classes] == ['class_0', 'class_1', 'class_2']
    assert manifest.sha256 == sha256_of(tiny_network)
    assert main(['inspect', str(tiny_network)]) == 0


def test_names_in_the_network_file_are_those_of_the_manifest(tiny_network, capsys):
    import onnx

    graph = onnx.load(tiny_network)
    onnx.helper.set_model_props(graph, {'names': "{0: 'tomato', 1: 'leaf', 2: 'sky'}"})
    onnx.save(graph, tiny_network)
    assert main(['inspect', str(tiny_network), '--write']) == 0
    assert 'class names are those of metadata names' in capsys.readouterr().out
    manifest = load_manifest(tiny_network.with_suffix('.yaml'))
    assert [label.name for label in manifest.classes] == ['tomato', 'leaf', 'sky']


def test_an_existing_manifest_is_replaced_with_force_only(tiny_model, capsys, tmp_path):
    beside = tiny_model.with_suffix('.yaml')
    before = beside.read_text()
    assert main(['inspect', str(tiny_model), '--write']) == 1
    said = capsys.readouterr().err
    assert 'tiny.yaml exists; add --force' in said and said.count('\n') == 1
    assert beside.read_text() == before
    assert main(['inspect', str(tiny_model), '--write', str(tmp_path / 'other.yaml')]) == 0
    assert beside.read_text() == before
    assert main(['inspect', str(tiny_model), '--write', '--force']) == 0
    assert 'class_2' in beside.read_text()


@pytest.mark.parametrize(
    'name, content, pattern',
    [
        ('away.onnx', None, 'does not exist'),
        ('broken.onnx', b'not a graph', 'cannot load'),
        ('net.pt', b'', 'a model must be an .onnx or .tflite file'),
    ],
)
def test_refusals_are_one_line(tmp_path, capsys, name, content, pattern):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(['inspect', str(path)]) == 1
    said = capsys.readouterr().err
    assert pattern in said and said.count('\n') == 1


@pytest.mark.parametrize(
    'target, pattern',
    [
        ('tiny.onnx', 'a manifest must be a .yaml file'),
        (str(INCLUDED_MODELS / 'vegetation.yaml'), 'belongs to an included model'),
    ],
)
def test_a_network_is_never_overwritten(tiny_network, capsys, target, pattern):
    arguments = ['inspect', str(tiny_network), '--write', target, '--force']
    assert main(arguments) == 1
    assert pattern in capsys.readouterr().err


def test_a_network_for_single_objects_gets_no_manifest(tmp_path, capsys):
    onnx = pytest.importorskip('onnx', reason='onnx is not installed')
    from onnx import helper, TensorProto

    def value(name, *shape):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, *shape])

    outputs = [value('boxes', 37, 84), value('prototypes', 32, 16, 16)]
    nodes = [
        helper.make_node('RandomNormal', [], [output.name], shape=sizes)
        for output, sizes in zip(outputs, ([1, 37, 84], [1, 32, 16, 16]))
    ]
    graph = helper.make_graph(nodes, 'objects', [value('image', 3, 64, 64)], outputs)
    path = tmp_path / 'objects.onnx'
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)], ir_version=8), path
    )
    assert main(['inspect', str(path), '--write']) == 1
    said = capsys.readouterr().err
    assert 'masks of single objects' in said and said.count('\n') == 1
    assert not path.with_suffix('.yaml').exists()
