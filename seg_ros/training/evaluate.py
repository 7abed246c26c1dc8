# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of any model on labeled images."""

from collections.abc import Iterator, Sequence

import numpy as np

from seg_ros.datatypes import Image
from seg_ros.inference.label_sets import LabelSet
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


def evaluate(
    segmenter: Segmenter, files: Sequence[LabeledFile], label_map: LabelMap
) -> Iterator[EvaluatedImage]:
    """Yield the class map of every image beside its labels, in class ids; reads file by file."""
    for file in files:
        yield evaluate_sample(segmenter, read_sample(file, label_map), label_map)


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
