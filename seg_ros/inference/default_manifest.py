# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Make a first manifest for a network that has none, and say which fields are guesses."""

from collections.abc import Callable, Iterable, Mapping
import re
from types import MappingProxyType
from typing import NamedTuple

from seg_ros.datatypes import ClassLabel, UNLABELLED
from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.class_names import ClassNames, read_class_names
from seg_ros.inference.io_detection.detect import detect_heads, Run
from seg_ros.inference.io_detection.input_layout import detect_input, probe_image
from seg_ros.inference.io_detection.output_choice import choice_reasons, no_map_error
from seg_ros.inference.io_detection.output_kind import (
    dequantized,
    detect_kind,
    highest_id,
    sum_to_one,
)
from seg_ros.inference.io_detection.output_layout import (
    likely_layout,
    refuse_unless_map,
    Sample,
)
from seg_ros.inference.io_spec import TensorSpec
from seg_ros.inference.label_sets import LABEL_SETS, LabelSet, named_label_set
from seg_ros.inference.manifest import HeadFacts, InputFacts, Manifest
from seg_ros.inference.palette import distinct_color

_KNOWN_COUNTS = {
    11: 'camvid',
    19: 'cityscapes',
    21: 'voc',
    65: 'mapillary',
    150: 'ade20k',
    171: 'coco_stuff',
}


class CountedClasses(NamedTuple):
    """The number of classes of an output, the reason, and whether there cannot be more."""

    classes: int
    reason: str
    is_exact: bool


def guess_manifest(
    inputs: tuple[TensorSpec, ...],
    outputs: tuple[TensorSpec, ...],
    run: Run,
    class_count: Callable[[str], int | None] = lambda name: None,
    metadata: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Manifest, tuple[str, ...]]:
    """
    Return a manifest that fits the graph, and a sentence on each field that was guessed.

    The network is run once, on a synthetic image. `class_count` is for class maps made in the
    graph, whose shape does not say how many classes there are: it returns their number for the
    name of an output, if it is known. Class names come from `metadata` (see `read_class_names`)
    where it has as many as the network has classes. Raises ModelError where the graph has no image
    as input or no map as output.
    """
    facts, input_reasons = _guess_input(inputs)
    image, _ = detect_input(facts, inputs)
    probe = probe_image(facts, image)
    network = probe.shape[2:] if image.layout == 'NCHW' else probe.shape[1:3]
    names = tuple(spec.name for spec in outputs)
    results = run(probe, names)

    def ids_of(sample: Sample) -> tuple[int, ...]:
        count = _count_classes(sample, class_count).classes
        if count > UNLABELLED:
            raise ModelError(
                f'output {sample.spec.name!r} must have at most {UNLABELLED} classes for a first '
                f'manifest, got {count}: write one with outputs.class_ids'
            )
        return tuple(range(count))

    heads, errors = detect_heads(HeadFacts(), outputs, results, network, ids_of)
    if not heads:
        raise no_map_error(outputs, results, errors)
    chosen = names.index(heads[0][0].name)
    sample = Sample(outputs[chosen], results[chosen], network)
    classes, reasons = _guess_classes(_count_classes(sample, class_count), metadata)
    head = HeadFacts(name=sample.spec.name if len(outputs) > 1 else None)
    manifest = Manifest(classes.classes, classes.groups, facts, (head,))
    return manifest, input_reasons + choice_reasons(heads, outputs) + reasons


def _guess_input(inputs: tuple[TensorSpec, ...]) -> tuple[InputFacts, tuple[str, ...]]:
    facts = InputFacts()
    try:
        detect_input(facts, inputs)
    except ManifestError:
        facts = _guess_unusual_input(inputs)
    if facts.input_space == 'GRAY':
        order = 'one channel was taken as GRAY'
    else:
        order = (
            'color order was taken as RGB, which no graph states; try BGR where the result is poor'
        )
    if not inputs[0].dtype.startswith('float'):
        return facts, (order, f'pixels are passed on as {inputs[0].dtype}, without normalization')
    return facts, (order, 'pixels were taken as 0..1 without mean and std, which no graph states')


def _guess_unusual_input(inputs: tuple[TensorSpec, ...]) -> InputFacts:
    for facts in (InputFacts(input_space='GRAY'), InputFacts(layout='NCHW')):
        try:
            detect_input(facts, inputs)
        except ManifestError:
            continue
        return facts
    raise ModelError(
        f'input {inputs[0].name!r} must have 1 or 3 channels, got shape {inputs[0].shape}'
    )


def _guess_classes(
    counted: CountedClasses, metadata: Mapping[str, str]
) -> tuple[LabelSet, tuple[str, ...]]:
    count, reason, is_exact = counted
    refusal: tuple[str, ...] = ()
    try:
        stored = read_class_names(metadata)
    except ModelError as error:
        stored, refusal = None, (f'{error}: not used',)
    if stored is not None:
        named = len(stored.names)
        if named == count or named > count and not is_exact:
            label_set, naming = _named_classes(stored)
            return label_set, (reason, naming)
        refusal = (f'metadata {stored.entry} has {named} names, for {count} classes: not used',)
    if count in _KNOWN_COUNTS and not refusal:
        name = _KNOWN_COUNTS[count]
        naming = f'{name} has as many: its class names are a guess'
        return named_label_set(name), (reason, naming)
    labels = tuple(ClassLabel(i, f'class_{i}', distinct_color(i)) for i in range(count))
    naming = 'class names and colors are placeholders'
    return LabelSet(labels, ()), (reason, *refusal, naming)


def _named_classes(stored: ClassNames) -> tuple[LabelSet, str]:
    for name in LABEL_SETS:
        label_set = named_label_set(name)
        if _words(label.name for label in label_set.classes) == _words(stored.names):
            return label_set, f'metadata {stored.entry} has the class names of {name}'
    labels = tuple(
        ClassLabel(index, name, distinct_color(index)) for index, name in enumerate(stored.names)
    )
    return LabelSet(labels, ()), (
        f'class names are those of metadata {stored.entry}; colors are placeholders'
    )


def _words(names: Iterable[str]) -> list[str]:
    return [' '.join(re.split(r'[\s_-]+', name.strip().casefold())) for name in names]


def _count_classes(sample: Sample, class_count: Callable[[str], int | None]) -> CountedClasses:
    layout = likely_layout(sample)
    refuse_unless_map(sample, layout)
    planes = sample.planes(layout)
    planes = dequantized(planes, sample.spec.scale, sample.spec.zero_point)
    kind, _ = detect_kind(None, sample.spec.name, planes, max(len(planes), 2))
    if kind == 'class_map':
        known = class_count(sample.spec.name)
        if known:
            return CountedClasses(known, f'the class map in the graph has {known} classes', True)
        count = max(highest_id(planes) + 1, 2)
        reason = f'the class map of a run has {count} classes; there may be more'
        return CountedClasses(count, reason, False)
    if len(planes) == 1:
        return CountedClasses(2, 'one channel of scores says yes or no: 2 classes', True)
    reason = f'{len(planes)} channels of scores: as many classes'
    if kind == 'probabilities' and not sum_to_one(planes):
        reason += '; a first class before them would be where all are below 0.5'
    return CountedClasses(len(planes), reason, True)
