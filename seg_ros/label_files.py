# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label images on disk: class ids, paired by name with class maps or camera images."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import FrameError, InputError
from seg_ros.label_decoding import decode_label_image
from seg_ros.label_image import Color, LabelImage
from seg_ros.metrics import LabeledPair

LABEL_SUFFIXES = ('.png', '.bmp', '.tif', '.tiff', '.pgm')


@dataclass(frozen=True)
class LabelRule:
    """What label ids stand for: `class_of` some other id, `ignored` ones for nothing."""

    class_of: dict[int, int]
    ignored: tuple[int, ...]

    def __post_init__(self) -> None:
        """Raise InputError when an id does not fit in 8 bits."""
        for label in (*self.class_of, *self.ignored):
            if not 0 <= label <= 255:
                raise InputError(f'a label id must be 0..255, got {label}')
        for class_id in self.class_of.values():
            if not 0 <= class_id < UNLABELLED:
                raise InputError(f'a class id must be 0..254, got {class_id}')


@dataclass(frozen=True)
class PairFiles:
    """A class map and its labels, which share a name."""

    name: str
    prediction: Path
    labels: Path


def by_stem(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    """Return the files of a folder by name without suffix; InputError when one stands twice."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in suffixes)
    found = {path.stem: path for path in files}
    if len(found) != len(files):
        twin = next(path for path in files if found[path.stem] != path)
        raise InputError(f'{folder} holds {twin.stem} more than once')
    return found


def name_suffix(images: Iterable[str], labels: Iterable[str]) -> str:
    """Return what most label names have behind the name of an image, `_mask`; '' if none has."""
    names = set(images)
    found = Counter(
        label[length:]
        for label in labels
        for length in range(1, len(label))
        if label[:length] in names
    )
    return max(found, key=lambda suffix: (found[suffix], suffix), default='')


def without_suffix(images: Iterable[str], labels: dict[str, Path]) -> dict[str, Path]:
    """
    Return label files by the names of their images.

    Some tools append a text to all names, as Roboflow does with `_mask`: it is cut off where no
    label file has the name of an image, and every one has after that.
    """
    names = set(images)
    suffix = '' if labels.keys() & names else name_suffix(names, labels)
    if not suffix or not all(name.endswith(suffix) for name in labels):
        return labels
    cut = {name.removesuffix(suffix): path for name, path in labels.items()}
    return cut if cut.keys() <= names else labels


def refuse_strays(
    first: Path, firsts: dict[str, Path], second: Path, seconds: dict[str, Path]
) -> None:
    """Raise InputError, naming the folder, where a file has no partner in the other one."""
    for folder, names, others in ((first, firsts, seconds), (second, seconds, firsts)):
        missing, extra = others.keys() - names.keys(), names.keys() - others.keys()
        if missing:
            instead = f'; it has {min(extra)} instead' if extra else ''
            raise InputError(
                f'{folder} must hold the same names as the other folder; '
                f'{len(missing)} missing, the first is {min(missing)}{instead}'
            )


def open_label_file(path: Path) -> LabelImage:
    """Return the stored values of a label file; InputError where it cannot be read."""
    try:
        return decode_label_image(path.read_bytes())
    except FrameError as error:
        raise InputError(f'{path} cannot be read: {error}') from error
    except OSError as error:
        raise InputError(f'{path} cannot be read: {error.strerror}') from error


def read_label_file(path: Path, colors: Mapping[Color, int] | None = None) -> np.ndarray:
    """
    Return the label ids in a PNG, BMP, TIFF or PGM file, (H, W) uint8.

    Ids are the stored values: of 1 to 16 bits, of palette images (the palette does not count), or
    of three equal channels. `colors`, (red, green, blue) 0..255 to id 0..255, is a color table:
    with it every file is one of colors, by its palette or gray as (v, v, v), and no other color
    may occur. Alpha does not count, but fully transparent pixels are 0 or black. Raises InputError
    naming the file, what it holds, and what to do.
    """
    return label_ids(open_label_file(path), path, colors)


def label_ids(image: LabelImage, path: Path, colors: Mapping[Color, int] | None) -> np.ndarray:
    """Return the label ids, (H, W) uint8, of an image that was read from `path`, as above."""
    try:
        return image.ids(colors)
    except FrameError as error:
        raise InputError(f'{path}: {error}') from error


def match(prediction: Path, labels: Path) -> list[PairFiles]:
    """Return what belongs together by name; InputError when something has no partner."""
    if prediction.is_file() and labels.is_file():
        return [PairFiles(prediction.stem, prediction, labels)]
    predicted = _files_in(prediction)
    labeled = without_suffix(predicted, _files_in(labels))
    refuse_strays(prediction, predicted, labels, labeled)
    return [PairFiles(name, predicted[name], labeled[name]) for name in sorted(labeled)]


def read_pair(files: PairFiles, rule: LabelRule) -> LabeledPair:
    """Read both files and translate the label ids; InputError naming the file and the rule."""
    labels = read_label_file(files.labels)
    table = np.arange(256, dtype=np.uint8)
    table[list(rule.class_of)] = list(rule.class_of.values())
    counts = np.ones(256, np.uint8)
    counts[list(rule.ignored)] = 0
    return LabeledPair(
        files.name,
        read_label_file(files.prediction),
        cv2.LUT(labels, table),
        cv2.LUT(labels, counts),
    )


def _files_in(folder: Path) -> dict[str, Path]:
    if not folder.exists():
        raise InputError(f'{folder} does not exist')
    if not folder.is_dir():
        raise InputError(f'PRED and LABELS must be two folders or two files, got {folder}')
    files = by_stem(folder, LABEL_SUFFIXES)
    if not files:
        raise InputError(f'{folder} holds no class maps or labels ({", ".join(LABEL_SUFFIXES)})')
    return files
