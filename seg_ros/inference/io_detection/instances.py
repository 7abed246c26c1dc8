# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Check the two outputs of an instance network: a table of objects, and mask prototypes."""

import numpy as np

from seg_ros.errors import ManifestError
from seg_ros.inference.io_detection.output_choice import DetectedHead
from seg_ros.inference.io_detection.output_layout import likely_layout, Sample
from seg_ros.inference.io_spec import HeadSpec, InstanceSpec
from seg_ros.inference.manifest import HeadFacts

STRIDES = (8, 16, 32)
"""Strides of the cells that predict one object each, as in YOLOv8-seg and later."""

_BOX = 4


def detect_instances(
    facts: HeadFacts, table: Sample, prototypes: Sample, class_ids: tuple[int, ...]
) -> DetectedHead:
    """
    Return how the objects of an instance network are decoded, and the reasons.

    The table has 4 numbers of a box in pixels, a score for each class and a coefficient for each
    prototype. Raises ManifestError where the outputs are others, or the classes do not fit.
    """
    assert facts.prototypes is not None
    ids = class_ids if facts.class_ids is None else facts.class_ids
    prototype_layout = likely_layout(prototypes)
    if prototypes.values.ndim != 4 or not prototypes.is_map(prototype_layout):
        raise ManifestError(
            'manifest field outputs.prototypes must be a map of the input, (1, P, h, w), got '
            f'{facts.prototypes!r} {prototypes.values.shape}'
        )
    count = len(prototypes.planes(prototype_layout))
    layout = _table_layout(table)
    fields = table.planes(layout)
    channels = len(fields) - _BOX - count
    if channels not in (len(ids) - 1, len(ids)) or channels < 1:
        field = 'classes' if facts.class_ids is None else 'outputs.class_ids'
        raise ManifestError(
            f'manifest field {field} must have {channels} entries, or one more for what no object '
            f'covers, as output {facts.name!r} has {len(fields)} fields: a box of {_BOX}, '
            f'{channels} scores and {count} coefficients; got {len(ids)}'
        )
    _check_numbers(table, fields[:_BOX], fields[_BOX : _BOX + channels])
    spec = InstanceSpec(
        facts.prototypes, prototype_layout, facts.score_threshold, facts.iou_threshold
    )
    stride = prototypes.stride(prototype_layout)
    head = HeadSpec(table.spec.name, layout, 'instances', channels, ids, stride, instances=spec)
    return head, (
        f'output {head.name!r}: instances as in the manifest, {fields.shape[1]} objects of '
        f'{channels} classes',
        f'output {spec.prototypes!r}: {count} prototypes, one cell is {stride[0]:.4g} x '
        f'{stride[1]:.4g} network pixels',
    )


def _table_layout(table: Sample) -> str:
    """Return NCL or NLC, by the number of objects; ManifestError where neither has it."""
    height, width = table.network
    objects = sum(-(-height // stride) * -(-width // stride) for stride in STRIDES)
    shape = table.values.shape
    if len(shape) != 3 or objects not in shape:
        raise ManifestError(
            f'manifest field outputs.name must be a table of {objects} objects for outputs.kind '
            f'instances, one for each cell of strides {", ".join(map(str, STRIDES))}, without '
            f'suppression in the graph; got {table.spec.name!r} {shape}'
        )
    return 'NCL' if shape[2] == objects else 'NLC'


def _check_numbers(table: Sample, boxes: np.ndarray, scores: np.ndarray) -> None:
    name = table.spec.name
    rule = 'manifest field outputs.name must be a table with %s for outputs.kind instances, got %s'
    if table.values.dtype.kind != 'f':
        raise ManifestError(rule % ('float numbers', f'{name!r} of {table.values.dtype}'))
    if boxes.max() <= 2:
        raise ManifestError(rule % ('boxes in pixels', f'{name!r} with at most {boxes.max():.3g}'))
    if scores.min() < 0 or scores.max() > 1:
        got = f'{name!r} with {scores.min():.3g} to {scores.max():.3g}'
        raise ManifestError(rule % ('scores within 0..1', got))
