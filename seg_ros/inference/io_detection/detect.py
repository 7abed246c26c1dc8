# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Detect the inputs and outputs of a network from its graph, with its manifest for the rest."""

from collections.abc import Callable

import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import ManifestError, SegRosError
from seg_ros.inference.io_detection.input_layout import detect_input, probe_image
from seg_ros.inference.io_detection.instances import detect_instances
from seg_ros.inference.io_detection.output_choice import (
    best_first,
    choice_reasons,
    DetectedHead,
    no_map_error,
    possible_maps,
)
from seg_ros.inference.io_detection.output_kind import (
    dequantized,
    detect_kind,
    highest_id,
    is_mask,
    sum_to_one,
)
from seg_ros.inference.io_detection.output_layout import detect_layout, Sample
from seg_ros.inference.io_spec import HeadSpec, IoSpec, TensorSpec
from seg_ros.inference.manifest import HeadFacts, Manifest

Run = Callable[[np.ndarray, tuple[str, ...]], list[np.ndarray]]
"""Takes the input tensor and the names of the requested outputs."""


def detect_io_spec(
    manifest: Manifest, inputs: tuple[TensorSpec, ...], outputs: tuple[TensorSpec, ...], run: Run
) -> IoSpec:
    """
    Return the inputs and outputs of a network; it is run once, on a synthetic image.

    Raises ManifestError naming field, rule and value where the manifest contradicts the graph,
    ModelError where the graph has no image as input or no map as output.
    """
    image, reasons = detect_input(manifest.input, inputs)
    requested = _requested(manifest.outputs, outputs)
    probe = probe_image(manifest.input, image)
    results = run(probe, tuple(spec.name for spec in requested))
    network = probe.shape[2:] if image.layout == 'NCHW' else probe.shape[1:3]
    class_ids = tuple(label.id for label in manifest.classes)
    if manifest.outputs[0].name is None:
        found, errors = detect_heads(
            manifest.outputs[0], requested, results, network, lambda _: class_ids
        )
        if not found:
            raise no_map_error(requested, results, errors, len(class_ids))
        heads = found[:1]
        reasons += choice_reasons(found, requested)
    else:
        samples = {
            spec.name: Sample(spec, values, network) for spec, values in zip(requested, results)
        }
        heads = [_named_head(facts, samples, class_ids) for facts in manifest.outputs]
    for head, head_reasons in heads:
        reasons += head_reasons
        if head.grid and None in (image.height, image.width):
            raise ManifestError(
                f'manifest field input.size must be given as output {head.name!r} is flattened '
                f'({head.layout}), got {manifest.input.size}'
            )
    return IoSpec(image, tuple(head for head, _ in heads), reasons)


def detect_heads(
    facts: HeadFacts,
    specs: tuple[TensorSpec, ...],
    results: list[np.ndarray],
    network: tuple[int, int],
    ids_of: Callable[[Sample], tuple[int, ...]],
) -> tuple[list[DetectedHead], list[SegRosError]]:
    """
    Return all outputs that can be decoded, the best one first, and the errors of the others.

    `results` are their values for an input of `network` = (height, width) pixels; `ids_of` returns
    the class ids for an output.
    """
    samples, errors = possible_maps(specs, results, network)
    heads = []
    for sample in samples:
        try:
            heads.append(detect_head(facts, sample, ids_of(sample)))
        except SegRosError as error:
            errors.append(error)
    return best_first(heads), errors


def detect_head(facts: HeadFacts, sample: Sample, class_ids: tuple[int, ...]) -> DetectedHead:
    """
    Return how one output is decoded, and the reasons; `class_ids` are for a head without any.

    Raises ManifestError where `facts` or the number of classes contradict the sample, ModelError
    where the sample is no map.
    """
    ids = class_ids if facts.class_ids is None else facts.class_ids
    source = sample.spec if facts.scale is None else facts
    layout, layout_reason = detect_layout(facts.layout, sample, len(ids))
    planes = dequantized(sample.planes(layout), source.scale, source.zero_point)
    kind, kind_reason = detect_kind(facts.kind, sample.spec.name, planes, len(ids))
    _check_count(facts, sample.spec.name, kind, planes, len(ids))
    if kind == 'class_map' and facts.class_ids is None and len(ids) == 2 and is_mask(planes):
        ids = (*ids, *(None,) * (UNLABELLED - 2), ids[1])
        kind_reason += f'; 255 is class {ids[1]} as 1 is, since a run gave 0 and 255 alone'
    head = HeadSpec(
        sample.spec.name,
        layout,
        kind,
        0 if kind == 'class_map' else len(planes),
        ids,
        sample.stride(layout),
        facts.temperature,
        source.scale,
        source.zero_point,
        sample.grid(layout),
    )
    sentences = (
        f'{layout} {layout_reason}',
        f'{kind} {kind_reason}',
        'one cell is {:.4g} x {:.4g} network pixels'.format(*head.stride),
    )
    return head, tuple(f'output {sample.spec.name!r}: {sentence}' for sentence in sentences)


def _named_head(
    facts: HeadFacts, samples: dict[str, Sample], class_ids: tuple[int, ...]
) -> DetectedHead:
    sample = samples[facts.name or '']
    if facts.prototypes is None:
        return detect_head(facts, sample, class_ids)
    return detect_instances(facts, sample, samples[facts.prototypes], class_ids)


def _requested(
    heads: tuple[HeadFacts, ...], outputs: tuple[TensorSpec, ...]
) -> tuple[TensorSpec, ...]:
    if len(heads) == 1 and heads[0].name is None:
        return outputs
    by_name = {spec.name: spec for spec in outputs}
    names = {}
    for head in heads:
        wanted = {'name': head.name}
        if head.prototypes is not None:
            wanted['prototypes'] = head.prototypes
        for field, name in wanted.items():
            if name not in by_name:
                raise ManifestError(
                    f'manifest field outputs.{field} must be one of {", ".join(by_name)}, '
                    f'got {name!r}'
                )
            names[name] = by_name[name]
    return tuple(names.values())


def _check_count(facts: HeadFacts, name: str, kind: str, planes: np.ndarray, classes: int) -> None:
    field = 'classes' if facts.class_ids is None else 'outputs.class_ids'
    if kind == 'class_map':
        if classes > UNLABELLED + 1:
            raise ManifestError(
                f'manifest field {field} must have at most {UNLABELLED + 1} entries as {name!r} '
                f'is a class map, got {classes}'
            )
        highest = highest_id(planes)
        if highest >= classes:
            raise ManifestError(
                f'manifest field {field} must have more than {highest} entries as class map '
                f'{name!r} holds the id {highest}, got {classes}; quantized scores need '
                'outputs.kind and outputs.scale'
            )
        return
    implied = len(planes) == 1 or (
        kind in ('sigmoid', 'probabilities')
        and len(planes) == classes - 1
        and not sum_to_one(planes)
    )
    if len(planes) + implied != classes:
        raise ManifestError(
            f'manifest field {field} must have {len(planes) + implied} entries as output '
            f'{name!r} has {len(planes)} channels ({kind}), got {classes}'
        )
