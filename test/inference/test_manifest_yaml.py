# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A manifest is the same after writing and reading; a wrong file is refused in one line."""

from pathlib import Path

import pytest

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ManifestError
from seg_ros.inference.manifest import HeadFacts, InputFacts, Manifest, SelfTest
from seg_ros.inference.manifest_yaml import dump_manifest, load_manifest
from seg_ros.inference.palette import distinct_color

EXAMPLES = Path(__file__).parents[2] / 'config' / 'manifests'

HEAD = (
    'manifest_version: 1\nclasses:\n  - {name: soil, color: [90, 60, 30]}\n'
    '  - {name: weed, color: [0, 200, 0]}\n'
)


def load(folder: Path, text: str) -> Manifest:
    (folder / 'tiny.yaml').write_text(text, encoding='utf-8')
    return load_manifest(folder / 'tiny.yaml')


def test_the_shortest_manifest_has_all_defaults(tmp_path: Path) -> None:
    classes = (ClassLabel(0, 'soil', (90, 60, 30)), ClassLabel(1, 'weed', (0, 200, 0)))
    assert load(tmp_path, HEAD) == Manifest(classes)


def test_every_field_is_read(tmp_path: Path) -> None:
    manifest = load(
        tmp_path,
        HEAD
        + """
model: tiny.onnx
sha256: "00ff"
licence: Apache-2.0
input: {input_space: BGR, input_range: [0, 255], mean: [1, 2, 3], std: [4, 5, 6.5],
        layout: NHWC, resize: letterbox, size: [8, 12], divisible_by: 8, overlap: 0.5,
        pad_value: 0}
outputs:
  - {name: scores, kind: logits, layout: NCHW, temperature: 2, scale: 0.5, zero_point: 3,
     class_ids: [1, null]}
groups: {weed: [weed], all: [soil, weed]}
self_test: {image: a.png, mask: b.png, agreement: 0.9}
""",
    )
    assert manifest == Manifest(
        (ClassLabel(0, 'soil', (90, 60, 30)), ClassLabel(1, 'weed', (0, 200, 0))),
        (ClassGroup('weed', (1,)), ClassGroup('all', (0, 1))),
        InputFacts(
            'BGR',
            (0.0, 255.0),
            (1.0, 2.0, 3.0),
            (4.0, 5.0, 6.5),
            'NHWC',
            'letterbox',
            (8, 12),
            8,
            0.5,
            0,
        ),
        (HeadFacts('scores', 'logits', 'NCHW', 2.0, 0.5, 3, (1, None)),),
        '00ff',
        'Apache-2.0',
        SelfTest(tmp_path / 'a.png', tmp_path / 'b.png', 0.9),
    )


@pytest.mark.parametrize(
    'manifest',
    [
        Manifest((ClassLabel(0, 'no', (0, 0, 0)), ClassLabel(9, 'a: "b" # c', (1, 2, 3), 0.25))),
        Manifest(
            (ClassLabel(0, 'Boden', (0, 0, 0)), ClassLabel(1, 'Rübe', (0, 9, 0))),
            (ClassGroup('crop', (1,)), ClassGroup('nothing', ())),
            InputFacts(
                mean=(0.485, 0.456, 0.4), std=(1e-05, 0.2, 3.0), resize='tile', size=(64, 96)
            ),
            (HeadFacts('a', 'sigmoid'), HeadFacts('b', scale=1e-07, class_ids=(None, 1))),
            'ab' * 32,
            'CC BY 4.0',
            SelfTest(Path('/data/image.png'), Path('/data/mask.png')),
        ),
    ],
)
def test_a_written_manifest_reads_back(tmp_path: Path, manifest: Manifest) -> None:
    text = dump_manifest(manifest, 'tiny.onnx')
    assert load(tmp_path, text) == manifest
    assert '# order of the channels' in text


def test_a_label_set_is_taken_by_name(tmp_path: Path) -> None:
    manifest = load(tmp_path, 'manifest_version: 1\nlabels: rellis_3d\n')
    assert (manifest.classes[-1].id, manifest.classes[-1].name) == (34, 'rubble')
    assert 'drivable' in [group.name for group in manifest.groups]


def test_a_class_without_color_has_that_of_the_palette(tmp_path: Path) -> None:
    text = (
        'manifest_version: 1\nclasses: [{name: a}, {name: b, color: [1, 2, 3]}, {id: 7, name: c}]'
    )
    colors = [label.color for label in load(tmp_path, text).classes]
    assert colors == [(0, 0, 0), (1, 2, 3), distinct_color(7)]


def test_groups_of_a_label_set_can_be_replaced(tmp_path: Path) -> None:
    text = 'manifest_version: 1\nlabels: camvid\ngroups: {free: [road, pavement]}\n'
    assert load(tmp_path, text).groups == (ClassGroup('free', (3, 4)),)


@pytest.mark.parametrize(
    'text, pattern',
    [
        (HEAD + 'input: {std: [.inf, 1, 1]}', 'input.std must be'),
        (HEAD + 'input: {size: [1000000, 1000000]}', 'height and width, 1 to 16384'),
        ('a: [1', 'is not readable YAML'),
        ('\tmodel: x', 'is not readable YAML'),
        ('groups: {weed: [weed], weed: [crop]}', 'key weed is given twice'),
        ('just words', 'must hold keys and values, got str'),
        ('', 'must hold keys and values, got NoneType'),
        ('labels: voc', 'manifest_version must be 1, got None'),
        ('manifest_version: 2\nlabels: voc', 'manifest_version must be 1, got 2'),
        ('manifest_version: 1', 'one of the keys labels and classes, got neither'),
        (HEAD + 'labels: voc', 'one of the keys labels and classes, got both'),
        ('manifest_version: 1\nlabels: coco', "labels must be one of ade20k, .* got 'coco'"),
        ('manifest_version: 1\nclasses: 21', 'classes must be a list, got 21'),
        ('manifest_version: 1\nclasses: [soil]', r"classes\[0\] must hold keys .* got 'soil'"),
        ('manifest_version: 1\nclasses: [{id: 1}]', r'classes\[0\] must have the key name'),
        ('manifest_version: 1\nclasses: [{id: a, name: a}]', r'classes\[0\].id must be'),
        (
            'manifest_version: 1\nclasses: [{name: no, color: [0, 0, 0]}]',
            r'classes\[0\].name must be a text, got False',
        ),
        (
            'manifest_version: 1\nclasses: [{name: a, color: [0, 0]}]',
            r'color must be a list of 3 whole numbers, got \[0, 0\]',
        ),
        ('manifest_version: 1\nclasses: [{name: a, color: [0, 0, 256]}]', 'three numbers 0..255'),
        (HEAD + 'inputs: {}', "must not have the key 'inputs'; did you mean input"),
        (
            HEAD + 'input: {std_dev: [1]}',
            "input must not have the key 'std_dev'; did you mean std",
        ),
        (HEAD + 'input: {mean: 0.5}', 'input.mean must be a list of numbers, got 0.5'),
        (
            HEAD + 'input: {size: [64.5, 64]}',
            'input.size must be a list of 2 whole numbers or null',
        ),
        (HEAD + 'input: {resize: squash}', "input.resize must be one of .* got 'squash'"),
        (HEAD + 'input: []', r'input must hold keys and values, got \[\]'),
        (HEAD + 'outputs: {kind: logits}', 'outputs must be a list'),
        (HEAD + 'outputs: [{knd: logits}]', r"outputs\[0\] must not have the key 'knd'; .* kind"),
        (HEAD + 'outputs: [{class_ids: [0, 5]}]', r'outputs.class_ids must be .* got \(0, 5\)'),
        (HEAD + 'outputs: [{class_ids: [a]}]', 'must be a list of whole numbers or nulls or null'),
        (HEAD + 'groups: [weed]', r"groups must hold names .* got \['weed'\]"),
        (HEAD + 'groups: {weed: weed}', "groups.weed must be a list of texts, got 'weed'"),
        (
            HEAD + 'groups: {weed: [wed]}',
            "groups.weed must be of the classes soil, weed, got 'wed'",
        ),
        (HEAD + 'groups: {my group: [weed]}', 'a group name must be letters'),
        (HEAD + 'self_test: {image: a.png}', 'self_test must have the key mask'),
        (HEAD + 'sha256: 12', 'sha256 must be a text, got 12'),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, text: str, pattern: str) -> None:
    with pytest.raises(ManifestError, match=pattern) as refusal:
        load(tmp_path, text)
    assert str(refusal.value).startswith(str(tmp_path / 'tiny.yaml'))
    assert '\n' not in str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match='absent.yaml'):
        load_manifest(tmp_path / 'absent.yaml')


@pytest.mark.parametrize('path', sorted(EXAMPLES.glob('*.yaml')), ids=lambda path: path.stem)
def test_examples_load(path: Path) -> None:
    assert load_manifest(path).classes
