# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A folder of images and label files, and the YAML file that describes its labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import InputError, ManifestError
from seg_ros.inference.label_sets import LabelSet, named_label_set, read_groups, read_label_set
from seg_ros.inference.manifest import Manifest
from seg_ros.inference.yaml_schema import convert, read_yaml, refuse_unknown
from seg_ros.label_formats.class_table import groups_by_name
from seg_ros.label_formats.labelmap import FILE_NAME as LABELMAP, IMAGES, MASKS, read_labelmap
from seg_ros.label_image import Color
from seg_ros.training.data.annotation_files import refuse_annotations
from seg_ros.training.data.color_table import read_colors
from seg_ros.training.data.label_map import LabelMap
from seg_ros.training.data.samples import LabeledFile, paired_files

FILE_NAME = 'dataset.yaml'

_KEYS = [
    'images',
    'labels',
    'label_set',
    'classes',
    'groups',
    'ignore',
    'map',
    'colors',
    'licence',
]
_LABELMAP_FOLDERS = {'images': IMAGES, 'labels': MASKS}


@dataclass(frozen=True)
class Dataset:
    """
    Image and label files sorted by name, the meaning of label ids, and the licence.

    `colors` is the color table of label files, None where they hold ids.
    """

    files: tuple[LabeledFile, ...]
    label_map: LabelMap
    licence: str = ''
    colors: Mapping[Color, int] | None = None


def open_dataset(
    folder: Path, description: Path | None = None, parts: tuple[Path, Path] | None = None
) -> Dataset:
    """
    Return the dataset in a folder, described by its dataset.yaml or by another file.

    `parts` are folders of images and labels in place of those of the description. Keys of the
    YAML file: `images` and `labels`, folders in `folder` (default: these names); `classes` and
    `groups` as in a manifest, or `label_set`, the name of an included label set; without `groups`
    classes get those of their names (see `groups_by_name`); `ignore`, label ids to ignore; `map`,
    class ids by label id; `colors`, the color table of masks that hold colors (see `read_colors`);
    `licence`. A labelmap.txt in the folder, as CVAT writes it, is a color table too; without
    dataset.yaml its labels are the classes. Beside one, images and labels may be in JPEGImages and
    SegmentationClass. Raises ManifestError about YAML files and InputError about others.
    """
    if not folder.is_dir():
        raise InputError(f'a dataset must be a folder, got {folder}')
    path = description or folder / FILE_NAME
    content = _content(folder, path)
    labelmap = folder / LABELMAP if (folder / LABELMAP).is_file() else None
    try:
        refuse_unknown(list(content), _KEYS, 'a dataset')
        label_map = _label_map(content)
        colors = read_colors(content.get('colors'), label_map.label_set.classes, labelmap)
        licence = convert(content.get('licence', ''), str, 'dataset field licence')
        images, labels = parts or (
            _subfolder(folder, content, key) for key in ('images', 'labels')
        )
    except ManifestError as error:
        raise ManifestError(f'{path}: {error}') from None
    return Dataset(paired_files(images, labels), label_map, licence, colors)


def read_classes(path: Path) -> tuple[ClassLabel, ...]:
    """Return the classes of a YAML file that describes a dataset; ManifestError if wrong."""
    content = read_yaml(path)
    try:
        return _label_set(content).classes
    except ManifestError as error:
        raise ManifestError(f'{path}: {error}') from None


def _content(folder: Path, path: Path) -> dict[str, Any]:
    """Return the content of the YAML file or, without it, the classes of a labelmap beside it."""
    if path.is_file():
        return read_yaml(path)
    if path.name == FILE_NAME:
        labelmap = path.with_name(LABELMAP)
        if labelmap.is_file():
            labels = read_labelmap(labelmap)
            return {'classes': [{'name': label.name, 'color': [*label.color]} for label in labels]}
        refuse_annotations((folder,))
    raise InputError(
        f'{path} does not exist: a dataset needs a {FILE_NAME}, or --dataset with another '
        'file, that says what its labels mean'
    )


def _subfolder(folder: Path, content: dict[str, Any], key: str) -> Path:
    default = folder / _LABELMAP_FOLDERS[key]
    if key not in content and (folder / LABELMAP).is_file() and default.is_dir():
        return default
    return folder / convert(content.get(key, key), str, f'dataset field {key}')


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
    if both := sorted(class_of.keys() & set(ignored)):
        raise ManifestError(
            f'dataset fields map and ignore must have no label id in common, got {both[0]} in both'
        )
    return LabelMap(label_set, ignored, tuple(class_of.items()))


def _label_set(content: dict[str, Any]) -> LabelSet:
    if ('label_set' in content) == ('classes' in content):
        both = 'both' if 'classes' in content else 'neither'
        raise ManifestError(
            f'a dataset must have one of the keys label_set and classes, got {both}'
        )
    if 'classes' in content:
        label_set = read_label_set(content['classes'], {})
        label_set = LabelSet(label_set.classes, groups_by_name(label_set.classes))
    else:
        label_set = named_label_set(content['label_set'])
    if 'groups' not in content:
        return label_set
    return LabelSet(label_set.classes, read_groups(content['groups'], label_set.classes))
