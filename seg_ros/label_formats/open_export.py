# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which format a file or folder is, by the names of its files and their first lines."""

from collections import Counter, defaultdict
from pathlib import Path
import re
from types import ModuleType

from seg_ros.errors import InputError
from seg_ros.label_formats import (
    coco,
    cvat_masks,
    cvat_xml,
    label_studio,
    label_studio_masks,
    labelmap,
    labelme,
    roboflow_masks,
    yolo,
)
from seg_ros.label_formats.class_table import ClassRule
from seg_ros.label_formats.export import Export
from seg_ros.label_formats.image_files import ImageFiles
from seg_ros.label_formats.text_files import read_text

_LOOKED_FOR = (
    'annotations.xml (CVAT for images 1.1)',
    f'{labelmap.FILE_NAME} with {labelmap.MASKS} (CVAT, Segmentation mask 1.1)',
    'JSON of Label Studio, Labelme or COCO',
    'task-*.png (Label Studio)',
    'data.yaml or classes.txt with labels/*.txt (YOLO)',
    '_classes.csv with *_mask.png (Roboflow)',
)


def open_export(source: Path, images: Path | None = None, rule: ClassRule = ClassRule()) -> Export:
    """
    Return the labels in a folder or a file; images are in the folder, or in `images`.

    Raises InputError where the format is unknown or not unique, and where its files are wrong.
    """
    if not source.exists():
        raise InputError(f'{source} does not exist')
    files = sorted(source.rglob('*')) if source.is_dir() else [source]
    files = [path for path in files if path.is_file() and not path.name.startswith('.')]
    members = defaultdict(list)
    for path in files:
        name = _format_of(path)
        if name is not None:
            members[name].append(path)
    # The JSON has the same regions, polygons too, in the order in which they were drawn.
    if label_studio in members:
        members.pop(label_studio_masks, None)
    if len(members) > 1:
        named = '; '.join(f'{kind.NAME} ({paths[0]})' for kind, paths in members.items())
        raise InputError(f'{source} must hold one format, got {named}; name one of the files')
    if not members:
        raise InputError(_unknown(source, files))
    kind, paths = next(iter(members.items()))
    folder = source if source.is_dir() else source.parent
    return kind.read(tuple(paths), ImageFiles((images or folder,)), rule)


def _format_of(path: Path) -> ModuleType | None:
    suffix = path.suffix.lower()
    if path.name == labelmap.FILE_NAME and (path.parent / labelmap.MASKS).is_dir():
        return cvat_masks
    if path.name == '_classes.csv':
        return roboflow_masks
    if label_studio_masks.PATTERN.fullmatch(path.name):
        return label_studio_masks
    if suffix == '.xml' and b'<annotations' in path.read_bytes()[:500]:
        return cvat_xml
    if suffix == '.json':
        return _json_format_of(path.read_bytes())
    if path.name == 'classes.txt' or suffix in ('.yaml', '.yml') and _has_names(path):
        return yolo
    return None


def _json_format_of(data: bytes) -> ModuleType | None:
    # By keys: embedded images make parsing slow, and base64 has no quotes in it.
    keys = set(re.findall(rb'"(\w+)"\s*:', data))
    if {b'shapes', b'imagePath'} <= keys:
        return labelme
    if {b'images', b'annotations', b'categories'} <= keys:
        return coco
    if data.lstrip()[:1] == b'[' and (
        b'original_width' in keys or {b'annotations', b'data'} <= keys
    ):
        return label_studio
    return None


def _has_names(path: Path) -> bool:
    return re.search(r'^names\s*:', read_text(path), re.MULTILINE) is not None


def _unknown(source: Path, files: list[Path]) -> str:
    if (source / 'dataset.yaml').is_file() and (source / 'labels').is_dir():
        return f'{source} is a dataset already: seg_ros train {source}'
    counts = Counter(path.suffix.lower() or 'no suffix' for path in files)
    met = ', '.join(f'{count} {suffix}' for suffix, count in counts.most_common(5))
    return (
        f'{source} must hold labels: {"; ".join(_LOOKED_FOR)}; got {met or "no file"}. Export '
        'one of these, or write PNG files of class ids and a dataset.yaml for seg_ros train'
    )
