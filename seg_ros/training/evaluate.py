# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of any model on labeled images."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from seg_ros.datatypes import ClassLabel, Image
from seg_ros.errors import InputError
from seg_ros.inference.label_sets import LabelSet
from seg_ros.label_image import Color
from seg_ros.metrics import LabeledPair
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.data.label_map import IGNORED, LabelMap
from seg_ros.training.data.samples import LabeledFile, read_sample, Sample
from seg_ros.training.evaluation_results import EvaluatedImage


def label_map_of(
    segmenter: Segmenter, class_of: dict[int, int], ignored: tuple[int, ...]
) -> LabelMap:
    """Return the mapping from label ids to the classes of a model."""
    label_set = LabelSet(segmenter.classes, segmenter.groups)
    return LabelMap(label_set, ignored, tuple(class_of.items()))


def label_map_for(segmenter: Segmenter, label_map: LabelMap) -> LabelMap:
    """
    Return the label map of a dataset for a model that has its classes.

    That is one class against all others where the model was trained with `--only`. Raises
    InputError where a class of the dataset has another id or another name in the model.
    """
    classes = label_map.label_set.classes
    variants = (label_map, *(label_map.one_against_all(label.name) for label in classes))
    known = _ids_and_names(segmenter.classes)
    for variant in variants:
        if set(_ids_and_names(variant.network_label_set.classes)) <= set(known):
            return variant
    raise InputError(
        f'the classes of the dataset must be those of the model, {", ".join(known)}, got '
        f'{", ".join(_ids_and_names(classes))}; without a dataset, --map and --ignore say what '
        'label ids are'
    )


def _ids_and_names(classes: Sequence[ClassLabel]) -> list[str]:
    return [f'{label.id} {label.name}' for label in classes]


def evaluate(
    segmenter: Segmenter,
    files: Sequence[LabeledFile],
    label_map: LabelMap,
    colors: Mapping[Color, int] | None = None,
) -> Iterator[EvaluatedImage]:
    """
    Yield the class map of every image beside its labels, in class ids; reads file by file.

    `colors` is the color table of `read_label_file`.
    """
    for file in files:
        yield evaluate_sample(segmenter, read_sample(file, label_map, colors), label_map)


def evaluate_sample(segmenter: Segmenter, sample: Sample, label_map: LabelMap) -> EvaluatedImage:
    """Return the class map of a sample beside its labels, in class ids."""
    ids = np.full(256, IGNORED, np.uint8)
    classes = label_map.network_label_set.classes
    ids[: len(classes)] = [label.id for label in classes]
    class_map = segmenter.process(Image(sample.pixels, 'bgr')).class_map
    counted = (sample.channels != IGNORED).astype(np.uint8)
    return EvaluatedImage(
        sample.pixels, LabeledPair(sample.name, class_map, ids[sample.channels], counted)
    )
