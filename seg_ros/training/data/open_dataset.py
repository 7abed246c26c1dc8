# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From where the data are, to what is learnt from and what it is measured on."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from seg_ros.errors import ParameterError
from seg_ros.training.config import DataPlan, TrainingConfig
from seg_ros.training.data.batches import Source
from seg_ros.training.data.class_statistics import count
from seg_ros.training.data.dataset import Dataset, FILE_NAME, open_dataset
from seg_ros.training.data.folder_source import FolderSource
from seg_ros.training.data.label_map import LabelMap
from seg_ros.training.data.samples import read_sample, Sample, split
from seg_ros.training.data.sim_source import (
    field_samples,
    FIELDS_OF_SEED,
    LEGEND,
    SimSource,
    TRAINING_SEEDS,
)

FIELD_FRAMES = 24
"""Frames of the simulated field that are kept for validation."""

FIELD_LICENCE = 'Apache-2.0'


@dataclass(frozen=True, eq=False)
class Data:
    """What is learnt from, its pixels by class, and what it all means."""

    source: Source
    counts: np.ndarray
    legend: LabelMap
    licence: str


@dataclass(frozen=True, eq=False)
class Kept:
    """What a network is measured on, and what it all means."""

    samples: tuple[Sample, ...]
    legend: LabelMap
    licence: str


def open_data(plan: DataPlan, recipe: TrainingConfig) -> Data:
    """Return what a recipe learns from; InputError or ManifestError where that is not there."""
    if not plan.folder:
        if recipe.scale != 1.0:
            raise ParameterError(f'--scale must be 1 without a FOLDER, got {recipe.scale}')
        legend = _narrowed(LEGEND, recipe)
        counts = count(field_samples(FIELD_FRAMES, legend), len(legend.learnt.classes))
        size = (recipe.crop_height_px, recipe.crop_width_px)
        source = SimSource(size, legend, TRAINING_SEEDS + recipe.seed * FIELDS_OF_SEED)
        return Data(source, counts.sum(axis=0), legend, FIELD_LICENCE)
    dataset = _dataset(plan, plan.folder)
    legend = _narrowed(dataset.legend, recipe)
    files = dataset.files if plan.validation else split(dataset.files, plan.every)[0]
    reads = [partial(read_sample, file, legend) for file in files]
    folder = FolderSource(reads, len(legend.learnt.classes), recipe)
    return Data(folder, folder.counts.sum(axis=0), legend, dataset.licence)


def open_validation(plan: DataPlan, recipe: TrainingConfig) -> Kept:
    """Return what is kept for validation; errors as `open_data`."""
    if not plan.folder:
        legend = _narrowed(LEGEND, recipe)
        return Kept(field_samples(FIELD_FRAMES, legend), legend, FIELD_LICENCE)
    dataset = _dataset(plan, plan.validation or plan.folder)
    legend = _narrowed(dataset.legend, recipe)
    files = dataset.files if plan.validation else split(dataset.files, plan.every)[1]
    samples = tuple(read_sample(file, legend) for file in files)
    return Kept(samples, legend, dataset.licence)


def _dataset(plan: DataPlan, folder: str) -> Dataset:
    facts = Path(plan.dataset) if plan.dataset else Path(plan.folder) / FILE_NAME
    return open_dataset(Path(folder), facts)


def _narrowed(legend: LabelMap, recipe: TrainingConfig) -> LabelMap:
    return legend.only(recipe.only) if recipe.only else legend
