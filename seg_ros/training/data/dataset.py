# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A folder of images and label files, and the YAML file that describes its labels."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seg_ros.errors import InputError, ManifestError
from seg_ros.inference.label_sets import LabelSet, named_label_set, read_groups, read_label_set
from seg_ros.inference.manifest import Manifest
from seg_ros.inference.yaml_schema import convert, read_yaml, refuse_unknown
from seg_ros.training.data.label_map import LabelMap
from seg_ros.training.data.samples import LabeledFile, paired_files

FILE_NAME = 'dataset.yaml'

_KEYS = ['images', 'labels', 'label_set', 'classes', 'groups', 'ignore', 'map', 'licence']


@dataclass(frozen=True)
class Dataset:
    """Image and label files sorted by name, the meaning of label ids, and the licence."""

    files: tuple[LabeledFile, ...]
    label_map: LabelMap
    licence: str = ''


def open_dataset(folder: Path, description: Path | None = None) -> Dataset:
    """
    Return the dataset in a folder, described by its dataset.yaml or by another file.

    Keys of the YAML file: `images` and `labels`, folders in `folder` (default: these names);
    `classes` and `groups` as in a manifest, or `label_set`, the name of an included label set;
    `ignore`, label ids to ignore; `map`, class ids by label id; `licence`. Raises ManifestError
    about the YAML file and InputError about other files.
    """
    if not folder.is_dir():
        raise InputError(f'a dataset must be a folder, got {folder}')
    path = description or folder / FILE_NAME
    if not path.is_file():
        raise InputError(
            f'{path} does not exist: a dataset needs a {FILE_NAME}, or --dataset with another '
            'file, that says what its labels mean'
        )
    content = read_yaml(path)
    try:
        refuse_unknown(list(content), _KEYS, 'a dataset')
        label_map = _label_map(content)
        images, labels, licence = (
            convert(content.get(key, default), str, f'dataset field {key}')
            for key, default in (('images', 'images'), ('labels', 'labels'), ('licence', ''))
        )
    except ManifestError as error:
        raise ManifestError(f'{path}: {error}') from None
    return Dataset(paired_files(folder / images, folder / labels), label_map, licence)


def _label_map(content: dict[str, Any]) -> LabelMap:
    label_set = _label_set(content)
    Manifest(
        label_set.classes, label_set.groups
    )  # raises ManifestError for classes that no model can have
    class_ids = [label.id for label in label_set.classes]
    ignored = convert(content.get('ignore', []), tuple[int, ...], 'dataset field ignore')
    class_of = content.get('map', {})
    if not isinstance(class_of, dict):
        raise ManifestError(f'dataset field map must map label ids to class ids, got {class_of!r}')
    for label in (*ignored, *class_of):
        if type(label) is not int or not 0 <= label <= 255:
            raise ManifestError(f'a label id of a dataset must be 0..255, got {label!r}')
    for class_id in class_of.values():
        if class_id not in class_ids:
            raise ManifestError(
                f'dataset field map must map to the class ids {class_ids}, got {class_id!r}'
            )
    return LabelMap(label_set, ignored, tuple(class_of.items()))


def _label_set(content: dict[str, Any]) -> LabelSet:
    if ('label_set' in content) == ('classes' in content):
        both = 'both' if 'classes' in content else 'neither'
        raise ManifestError(
            f'a dataset must have one of the keys label_set and classes, got {both}'
        )
    if 'classes' in content:
        return read_label_set(content['classes'], content.get('groups', {}))
    label_set = named_label_set(content['label_set'])
    if 'groups' not in content:
        return label_set
    return LabelSet(label_set.classes, read_groups(content['groups'], label_set.classes))
