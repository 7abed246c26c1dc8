# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Choose among the outputs of a graph the map of classes."""

from collections.abc import Iterable, Sequence
from math import prod
import re

import numpy as np

from seg_ros.errors import ManifestError, ModelError, SegRosError
from seg_ros.inference.io_detection.output_layout import likely_layout, Sample
from seg_ros.inference.io_spec import HeadSpec, TensorSpec

DetectedHead = tuple[HeadSpec, tuple[str, ...]]
"""How an output is decoded, and the reasons."""

_AUXILIARY = re.compile('^/|aux|extra(?![a-z])|intermediate', re.IGNORECASE)
_BOX_FIELDS = 5
_MIN_PROTOTYPES = 8


def possible_maps(
    specs: Sequence[TensorSpec], results: Sequence[np.ndarray], network: tuple[int, int]
) -> tuple[list[Sample], list[SegRosError]]:
    """
    Return the outputs that can be a map of classes, and for each other one the error.

    That is a ModelError for an output of another number of axes, for masks of single objects
    beside the list of these objects, and for a list beside other outputs that has the length of a
    flattened map. `network` is the (height, width) of the input in pixels.
    """
    samples: list[Sample] = []
    refused: list[SegRosError] = []
    for spec, values in zip(specs, results):
        try:
            samples.append(Sample(spec, values, network))
        except ModelError as error:
            refused.append(error)
    maps: list[Sample] = []
    errors: list[SegRosError] = []
    for sample in samples:
        table = next((other for other in samples if _lists_objects(other, sample)), None)
        if table is not None:
            errors.append(_objects_error(sample, table))
        elif len(specs) > 1 and 'L' in likely_layout(sample):
            errors.append(_flattened_error(sample))
        else:
            maps.append(sample)
    return maps, errors + refused


def best_first(heads: Iterable[DetectedHead]) -> list[DetectedHead]:
    """
    Sort heads that fit the same classes, the best one first; equal ones keep their order.

    Auxiliary heads, which training leaves behind, and intermediate results come last, known by
    their names: `aux`, `extra`, or a path as exporters give to inner nodes. A channel for each
    class is better evidence than an implied class or a class map made in the graph, and the head
    of the finest stride is the last of several stages.
    """
    return sorted(heads, key=lambda detected: _rank(detected[0]), reverse=True)


def choice_reasons(heads: Sequence[DetectedHead], specs: Sequence[TensorSpec]) -> tuple[str, ...]:
    """Return why the first of these heads was chosen, and the others, if there was a choice."""
    if len(specs) == 1:
        return ()
    best, *others = (repr(head.name) for head, _ in heads)
    reason = f'output {best}: the best fit of {len(specs)} outputs'
    if others:
        reason += f'; {", ".join(others)} can be chosen by outputs.name in the manifest'
    return (reason,)


def no_map_error(
    specs: Sequence[TensorSpec],
    results: Sequence[np.ndarray],
    errors: Sequence[SegRosError],
    classes: int = 0,
) -> SegRosError:
    """Return the error of outputs none of which can be decoded; `errors` are theirs."""
    if len(errors) == 1:
        return errors[0]
    shapes = ', '.join(f'{spec.name} {values.shape}' for spec, values in zip(specs, results))
    if all(isinstance(error, ModelError) for error in errors):
        return ModelError(f'the graph must have a map of classes, got {shapes}: {errors[0]}')
    return ManifestError(
        f'manifest field classes must fit an output, {shapes}, got {classes} classes'
    )


def _rank(head: HeadSpec) -> tuple[bool, bool, bool, float]:
    return (
        _AUXILIARY.search(head.name) is None,
        head.channels == len(head.class_ids),
        head.kind != 'class_map',
        -prod(head.stride),
    )


def _lists_objects(table: Sample, masks: Sample) -> bool:
    """Return whether `table` has a line for each channel of `masks`, or coefficients for them."""
    if table.values.ndim != 3 or masks.values.ndim != 4 or table.is_map('NHW'):
        return False
    layout = likely_layout(masks)
    channels = len(masks.planes(layout))
    objects, fields = table.values.shape[1], min(table.values.shape[1:])
    has_coefficients = fields == channels or fields >= channels + _BOX_FIELDS
    # Prototypes are coarser than the input; a map of classes at full size may stand beside boxes.
    is_coarse = prod(masks.stride(layout)) > 1
    return channels >= _MIN_PROTOTYPES and (
        objects == channels or (has_coefficients and is_coarse)
    )


def _objects_error(masks: Sample, table: Sample) -> ModelError:
    return ModelError(
        f'output {masks.spec.name!r} must hold scores of classes, got {masks.values.shape} beside '
        f'{table.spec.name!r} {table.values.shape}: masks of single objects, for outputs.kind '
        'instances; if its channels are classes, name it in manifest field outputs.name'
    )


def _flattened_error(sample: Sample) -> ModelError:
    return ModelError(
        f'output {sample.spec.name!r} must be rows and columns where there are other outputs, got '
        f'{sample.values.shape}; if it is a flattened map, name it in manifest field outputs.name'
    )
