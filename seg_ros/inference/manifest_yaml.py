# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Read a manifest from YAML, and write one with a comment on each field."""

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import yaml

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ManifestError
from seg_ros.inference.label_sets import LabelSet, named_label_set, read_groups, read_label_set
from seg_ros.inference.manifest import HeadFacts, InputFacts, Manifest, SelfTest
from seg_ros.inference.yaml_schema import build, convert, read_yaml, refuse_unknown

VERSION = 1

_KEYS = [
    'manifest_version',
    'model',
    'sha256',
    'licence',
    'input',
    'outputs',
    'labels',
    'classes',
    'groups',
    'self_test',
]

_COMMENTS = {
    'input_space': 'order of the channels: RGB, BGR or GRAY',
    'input_range': 'values of pixels 0 and 255, before mean and std',
    'mean': 'subtracted, channel by channel',
    'std': 'divided by, channel by channel',
    'layout': 'NCHW or NHWC',
    'resize': 'stretch, letterbox or tile',
    'size': 'height and width in pixels, where the graph leaves them open',
    'divisible_by': 'open sizes are rounded up to a multiple of this',
    'overlap': 'of tiles, as a share of their size',
    'pad_value': 'pixel value of the letterbox',
    'name': 'of the output in the graph',
    'kind': 'logits, probabilities, sigmoid (raw), class_map or instances',
    'temperature': 'of the softmax: above 1 lowers confidence',
    'scale': 'of quantized scores',
    'zero_point': 'of quantized scores',
    'class_ids': 'class id of each channel; null keeps the class of earlier outputs',
    'prototypes': 'output of mask prototypes, for instances',
    'score_threshold': 'lowest score of an instance',
    'iou_threshold': 'largest overlap with a better instance of the same class',
}


def load_manifest(path: Path) -> Manifest:
    """Return the manifest in a YAML file; ManifestError naming file, field, rule and value."""
    content = read_yaml(path)
    try:
        return _manifest(content, path.parent)
    except ManifestError as error:
        raise ManifestError(f'{path}: {error}') from None


def dump_manifest(manifest: Manifest, model_name: str) -> str:
    """
    Return YAML that `load_manifest` reads back, with a comment on each field.

    Fields that have their default and that most models do not need are left out.
    """
    lines = [f'manifest_version: {VERSION}', f'model: {_text(model_name)}']
    if manifest.sha256 is not None:
        lines.append(f'sha256: {_text(manifest.sha256)}')
    lines.append(f'licence: {_text(manifest.licence)}')
    usual = ('input_space', 'input_range', 'mean', 'std', 'resize')
    lines += ['input:', *_entries(manifest.input, '  ', usual), 'outputs:']
    for head in manifest.outputs:
        entries = _entries(head, '    ', ('temperature',))
        lines += [f'  - {entries[0].strip()}', *entries[1:]]
    lines += dump_classes(manifest.classes, manifest.groups)
    if manifest.self_test is not None:
        test = manifest.self_test
        lines += [
            'self_test:',
            f'  image: {_text(str(test.image))}',
            f'  mask: {_text(str(test.mask))}',
            f'  agreement: {_text(test.agreement)}',
        ]
    return '\n'.join(lines) + '\n'


def dump_classes(classes: Sequence[ClassLabel], groups: Sequence[ClassGroup]) -> list[str]:
    """Return the YAML lines of the keys `classes` and `groups`, of a manifest or a dataset."""
    lines = ['classes:']
    for label in classes:
        share = '' if label.max_share == 1.0 else f', max_share: {_text(label.max_share)}'
        lines.append(
            f'  - {{id: {label.id}, name: {_text(label.name)}, '
            f'color: {_text(label.color)}{share}}}'
        )
    names = {label.id: label.name for label in classes}
    lines.append('groups:' if groups else 'groups: {}')
    for group in groups:
        lines.append(f'  {group.name}: {_text([names[member] for member in group.class_ids])}')
    return lines


def _manifest(content: dict[str, Any], folder: Path) -> Manifest:
    refuse_unknown(list(content), _KEYS, 'the manifest')
    if content.get('manifest_version') != VERSION:
        raise ManifestError(
            f'manifest field manifest_version must be {VERSION}, '
            f'got {content.get("manifest_version")!r}'
        )
    for key in ('model', 'sha256', 'licence'):
        convert(content.get(key, ''), str, f'manifest field {key}')
    outputs = content.get('outputs', [{}])
    if not isinstance(outputs, list):
        raise ManifestError(f'manifest field outputs must be a list, got {outputs!r}')
    label_set = _label_set(content)
    return Manifest(
        classes=label_set.classes,
        groups=label_set.groups,
        input=build(InputFacts, content.get('input', {}), 'manifest field input'),
        outputs=tuple(
            build(HeadFacts, head, f'manifest field outputs[{index}]')
            for index, head in enumerate(outputs)
        ),
        sha256=content.get('sha256'),
        licence=content.get('licence', ''),
        self_test=_self_test(content['self_test'], folder) if 'self_test' in content else None,
    )


def _label_set(content: dict[str, Any]) -> LabelSet:
    if ('labels' in content) == ('classes' in content):
        raise ManifestError(
            'the manifest must have one of the keys labels and classes, '
            f'got {"both" if "labels" in content else "neither"}'
        )
    if 'classes' in content:
        return read_label_set(content['classes'], content.get('groups', {}))
    label_set = named_label_set(content['labels'])
    if 'groups' in content:
        groups = read_groups(content['groups'], label_set.classes)
        return replace(label_set, groups=groups)
    return label_set


def _self_test(content: Any, folder: Path) -> SelfTest:
    test = build(SelfTest, content, 'manifest field self_test')
    folder = folder.resolve()
    return replace(test, image=folder / test.image, mask=folder / test.mask)


def _entries(facts: InputFacts | HeadFacts, indent: str, usual: tuple[str, ...]) -> list[str]:
    entries = []
    for field in fields(facts):
        value = getattr(facts, field.name)
        if value != field.default or field.name in usual:
            comment = _COMMENTS[field.name]
            entries.append(f'{indent}{field.name}: {_text(value)}  # {comment}')
    return entries


def _text(value: Any) -> str:
    value = list(value) if isinstance(value, tuple) else value
    return yaml.safe_dump([value], default_flow_style=True, width=4096, allow_unicode=True)[1:-2]
