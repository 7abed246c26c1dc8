# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Read the one export of a labeling tool that a file or folder holds."""

from collections import Counter, defaultdict
from pathlib import Path

from seg_ros.errors import InputError
from seg_ros.label_formats import label_studio, label_studio_masks, labelmap
from seg_ros.label_formats.class_table import ClassRule
from seg_ros.label_formats.export import Export
from seg_ros.label_formats.image_files import ImageFiles
from seg_ros.label_formats.recognition import format_without_reader, reader_of

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
        if reader := reader_of(path):
            members[reader].append(path)
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


def _unknown(source: Path, files: list[Path]) -> str:
    if (source / 'dataset.yaml').is_file() and (source / 'labels').is_dir():
        return f'{source} is a dataset already: seg_ros train {source}'
    for path in files:
        if refused := format_without_reader(path):
            return f'{path} has {": ".join(refused)}'
    counts = Counter(path.suffix.lower() or 'no suffix' for path in files)
    met = ', '.join(f'{count} {suffix}' for suffix, count in counts.most_common(5))
    return (
        f'{source} must hold labels: {"; ".join(_LOOKED_FOR)}; got {met or "no file"}. Export '
        'one of these, or write PNG files of class ids and a dataset.yaml for seg_ros train'
    )
