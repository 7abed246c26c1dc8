# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Options of a training that fit its data and its initial weights, where none are given."""

from dataclasses import replace

from seg_ros.inference.label_sets import LabelSet
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.data.dataset import Dataset
from seg_ros.training.data.open_dataset import dataset_of
from seg_ros.training.data.samples import image_size
from seg_ros.training.initial_weights import with_architecture_of_init

LARGEST_SIDE_PX = 1000
"""Images are halved in training until their longer side is at most this."""

GROUPS_FROM_ABOVE = frozenset(('weed', 'crop', 'defect'))
"""Groups of classes that a camera sees from above, so that no direction of the image is up."""


def default_config(data_config: DataConfig, begin_with: str) -> TrainingConfig:
    """
    Return the options for the data and for `--init begin_with`.

    The architecture is that of the initial weights. Images of plants and defects are rotated and
    flipped in all directions, others stay upright; large images are reduced. Raises as
    `open_dataset` and `with_architecture_of_init` do.
    """
    config = with_architecture_of_init(TrainingConfig(begin_with=begin_with))
    if not data_config.folder:
        return config
    dataset = dataset_of(data_config)
    config = replace(config, scale=_scale(dataset))
    if _is_from_above(dataset.label_map.label_set):
        return replace(config, turn_deg=180.0, flip='both')
    return config


def default_every(data_config: DataConfig) -> int:
    """Return `every` for a folder: 5, or the number of its images where there are fewer."""
    if not data_config.folder or data_config.validation:
        return DataConfig.every
    return max(2, min(DataConfig.every, len(dataset_of(data_config).files)))


def _scale(dataset: Dataset) -> float:
    side, scale = max(image_size(dataset.files[0])), 1.0
    while side * scale > LARGEST_SIDE_PX:
        scale /= 2.0
    return scale


def _is_from_above(label_set: LabelSet) -> bool:
    return any(group.name in GROUPS_FROM_ABOVE for group in label_set.groups)
