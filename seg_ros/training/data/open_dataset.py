# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Open the training data and the validation data of a run."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from seg_ros.datatypes import Finding
from seg_ros.errors import InputError, ParameterError
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.data.batches import Source
from seg_ros.training.data.class_statistics import count
from seg_ros.training.data.dataset import Dataset, FILE_NAME, open_dataset, read_classes
from seg_ros.training.data.folder_source import FolderSource
from seg_ros.training.data.label_findings import (
    check_palettes,
    missing_classes,
    refuse_one_class,
)
from seg_ros.training.data.label_map import LabelMap
from seg_ros.training.data.samples import read_sample, Sample, split
from seg_ros.training.data.sim_source import (
    LABEL_MAP,
    sim_samples,
    SimSource,
)

SIM_SAMPLES = 24
"""Number of simulated images for validation."""

SIM_LICENCE = 'Apache-2.0'


@dataclass(frozen=True, eq=False)
class TrainingData:
    """
    A source of crops, the number of pixels of each class, and the meaning of its labels.

    `findings` are what a user should know about the labels before training.
    """

    source: Source
    counts: np.ndarray
    label_map: LabelMap
    licence: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, eq=False)
class ValidationData:
    """The images to validate on, the meaning of their labels, and findings about them."""

    samples: tuple[Sample, ...]
    label_map: LabelMap
    licence: str
    findings: tuple[Finding, ...] = ()


def dataset_of(data_config: DataConfig, folder: str = '') -> Dataset:
    """Return the dataset to train on, or that in another folder with the same description."""
    description = data_config.dataset or Path(data_config.folder) / FILE_NAME
    return open_dataset(Path(folder or data_config.folder), Path(description))


def open_data(data_config: DataConfig, config: TrainingConfig) -> TrainingData:
    """
    Return the training data; InputError or ManifestError where they cannot be read.

    InputError also where all labels are of one class, or each label file has another palette.
    """
    if not data_config.folder:
        if config.scale != 1.0:
            raise ParameterError(f'--scale must be 1 without a FOLDER, got {config.scale}')
        label_map = _label_map_for(LABEL_MAP, config)
        counts = count(
            sim_samples(SIM_SAMPLES, label_map), len(label_map.network_label_set.classes)
        )
        source = SimSource(config, label_map)
        return TrainingData(source, counts.sum(axis=0), label_map, SIM_LICENCE)
    dataset = dataset_of(data_config)
    label_map = _label_map_for(dataset.label_map, config)
    files = dataset.files if data_config.validation else split(dataset.files, data_config.every)[0]
    reads = [partial(read_sample, file, label_map, dataset.colors) for file in files]
    folder = FolderSource(reads, len(label_map.network_label_set.classes), config)
    counts = folder.counts.sum(axis=0)
    refuse_one_class(counts, label_map)
    findings = (
        *check_palettes(folder.palettes, label_map),
        *missing_classes(counts, label_map, 'training'),
    )
    return TrainingData(folder, counts, label_map, dataset.licence, findings)


def open_validation(data_config: DataConfig, config: TrainingConfig) -> ValidationData:
    """
    Return the validation data; errors as `open_data`.

    InputError also where a dataset.yaml in the folder for validation has a class of another id or
    name than the dataset to train on.
    """
    if not data_config.folder:
        label_map = _label_map_for(LABEL_MAP, config)
        return ValidationData(sim_samples(SIM_SAMPLES, label_map), label_map, SIM_LICENCE)
    dataset = dataset_of(data_config, data_config.validation)
    if data_config.validation and not data_config.dataset:
        _refuse_other_classes(Path(data_config.validation) / FILE_NAME, dataset.label_map)
    label_map = _label_map_for(dataset.label_map, config)
    files = dataset.files if data_config.validation else split(dataset.files, data_config.every)[1]
    samples = tuple(read_sample(file, label_map, dataset.colors) for file in files)
    counts = count(samples, len(label_map.network_label_set.classes)).sum(axis=0)
    palettes = ((sample.name, sample.palette) for sample in samples)
    findings = (
        *check_palettes(palettes, label_map),
        *missing_classes(counts, label_map, 'validation'),
    )
    return ValidationData(samples, label_map, dataset.licence, findings)


def _refuse_other_classes(description: Path, label_map: LabelMap) -> None:
    """Raise InputError where a description, if there is one, has a class that is not trained."""
    if not description.is_file():
        return
    trained, described = (
        [f'{label.id} {label.name}' for label in classes]
        for classes in (label_map.label_set.classes, read_classes(description))
    )
    if not set(described) <= set(trained):
        raise InputError(
            f'the classes of {description} must be those of the training, {", ".join(trained)}, '
            f'got {", ".join(described)}; --dataset says what the labels of both folders mean'
        )


def _label_map_for(label_map: LabelMap, config: TrainingConfig) -> LabelMap:
    return label_map.one_against_all(config.only) if config.only else label_map
