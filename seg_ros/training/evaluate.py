# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Measure a model, ours or not, on images with labels."""

from collections.abc import Iterator, Sequence

import numpy as np

from seg_ros.datatypes import Image
from seg_ros.inference.label_sets import LabelSet
from seg_ros.metrics import LabelledPair
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.data.label_map import IGNORED, LabelMap
from seg_ros.training.data.samples import LabelledFile, read_sample, Sample
from seg_ros.training.evaluation_results import Seen


def legend_of(
    segmenter: Segmenter, class_of: dict[int, int], ignored: tuple[int, ...]
) -> LabelMap:
    """Return what label ids mean to a model."""
    label_set = LabelSet(segmenter.classes, segmenter.groups)
    return LabelMap(label_set, ignored, tuple(class_of.items()))


def evaluate(
    segmenter: Segmenter, files: Sequence[LabelledFile], legend: LabelMap
) -> Iterator[Seen]:
    """Yield what a model says about every image, in class ids; files are read one by one."""
    for file in files:
        yield evaluate_sample(segmenter, read_sample(file, legend), legend)


def evaluate_sample(segmenter: Segmenter, sample: Sample, legend: LabelMap) -> Seen:
    """Return what a model says about a sample, in class ids."""
    ids = np.full(256, IGNORED, np.uint8)
    classes = legend.learnt.classes
    ids[: len(classes)] = [label.id for label in classes]
    class_map = segmenter.process(Image(sample.pixels, 'bgr')).class_map
    counted = (sample.channels != IGNORED).astype(np.uint8)
    return Seen(sample.pixels, LabelledPair(sample.name, class_map, ids[sample.channels], counted))
