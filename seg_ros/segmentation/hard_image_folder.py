# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A folder of hard images: a dataset to train on, in which every image is whole or not there."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
import fcntl
from itertools import count
import os
from pathlib import Path
import shutil

import cv2
import numpy as np
import yaml

from seg_ros.atomic_files import write_text
from seg_ros.datatypes import ClassGroup, ClassLabel, UNLABELLED
from seg_ros.errors import ParameterError, SegRosError
from seg_ros.inference.label_sets import named_label_set, read_label_set
from seg_ros.inference.manifest_yaml import dump_classes
from seg_ros.inference.yaml_schema import read_yaml
from seg_ros.segmentation.decode.decoder import apply_threshold

PARTS = ('labels', 'class_maps', 'confidence', 'records', 'images')
"""The folders, the image last: what has an image is complete."""

_HEADER = """\
# Images of which the network was unsure, kept by segmentation_node. The labels are the network's
# own class map, 255 where it was unsure: correct them, then train on this folder.
"""
_STAGED, _COMPLETE = '.partial', '.complete'


@dataclass(frozen=True)
class RecordedPose:
    """An odometry message: its stamp, frames, position in meters, and orientation x y z w."""

    stamp_ns: int
    frame_id: str
    child_frame_id: str
    position_m: tuple[float, float, float]
    orientation: tuple[float, float, float, float]


@dataclass(frozen=True)
class HardImageRecord:
    """
    What is known of an image beside its pixels.

    `stamp_ns` is the capture stamp, `frame_id` that of the camera, `encoding` that of the message,
    `unsure_share` the share of pixels below `confidence`. `pose` is that of the odometry message
    nearest to the stamp, None without one.
    """

    stamp_ns: int
    frame_id: str
    encoding: str
    model: str
    unsure_share: float
    confidence: float
    pose: RecordedPose | None = None


@dataclass(frozen=True, eq=False)
class HardImage:
    """
    An image file and what the network made of it.

    `file` are the bytes of a file with this suffix, `size` the (height, width) of the upright
    image in it. `class_map` and `confidence` are (h, w) uint8 of the whole image, at any size.
    """

    file: bytes
    suffix: str
    size: tuple[int, int]
    class_map: np.ndarray
    confidence: np.ndarray
    record: HardImageRecord


class HardImageFolder:
    """
    Adds images to a folder, which one node at a time may do.

    All files of an image are written aside, moved by one rename to where the next start would
    complete it, and from there to their places. Nothing is replaced.
    """

    def __init__(
        self, root: Path, classes: tuple[ClassLabel, ...], groups: tuple[ClassGroup, ...]
    ) -> None:
        """
        Create the folder and its dataset.yaml, or continue them after completing what is partial.

        Raises ParameterError where the folder cannot be written, is in use, or has labels of
        other classes.
        """
        self._root = root
        self._lock = -1
        try:
            (root / _STAGED).mkdir(parents=True, exist_ok=True)
            self._lock = os.open(root / _STAGED / 'lock', os.O_CREAT | os.O_RDWR)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for part in PARTS:
                (root / part).mkdir(exist_ok=True)
            self._recover()
            self._describe(classes, groups)
        except BlockingIOError:
            self.close()
            raise ParameterError(
                f'keep_hard_images must be a folder of one node, got {root}, to which another '
                'node, or a write that has not ended, still adds images: give each its own'
            ) from None
        except OSError as error:
            self.close()
            raise ParameterError(
                f'keep_hard_images must be a folder that can be written, got {root}: '
                f'{error.strerror}'
            ) from None
        except SegRosError:
            self.close()
            raise

    @property
    def free_bytes(self) -> int:
        """Return the free space of the disk; OSError where the folder is gone."""
        return shutil.disk_usage(self._root).free

    def written_s(self) -> list[float]:
        """Return the times, by the system's clock, at which images were written, rising."""
        return sorted(file.lstat().st_mtime for file in (self._root / 'images').iterdir())

    def add(self, name: str, image: HardImage) -> str:
        """
        Add an image, and return its name: this one, or with a number if there is one already.

        Raises OSError where it cannot be written. Nothing of it is left then, unless only a move
        to its place failed: the next start completes it.
        """
        name = next(name for name in _numbered(name) if not self._has(name))
        staged, complete = self._root / _STAGED / name, self._root / _STAGED / (name + _COMPLETE)
        # Not with its parents: below a disk that was pulled lies another one.
        staged.mkdir()
        try:
            for part, suffix, data in _files(image):
                (staged / part).mkdir()
                _write_through(staged / part / f'{name}{suffix}', data)
            staged.rename(complete)
        except OSError:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        self._move(complete)
        return name

    def close(self) -> None:
        """Let another node have the folder."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _has(self, name: str) -> bool:
        return any(
            (self._root / part / f'{name}{suffix}').exists()
            for part in PARTS
            for suffix in ('.png', '.jpg', '.yaml')
        )

    def _recover(self) -> None:
        """Complete the image that a power cut left between the folders, remove partial ones."""
        for staged in (self._root / _STAGED).iterdir():
            if staged.suffix == _COMPLETE:
                self._move(staged)
            elif staged.is_dir():
                shutil.rmtree(staged)

    def _move(self, complete: Path) -> None:
        for part in PARTS:
            for file in sorted(complete.glob(f'{part}/*')):
                file.rename(self._root / part / file.name)
        shutil.rmtree(complete)

    def _describe(self, classes: tuple[ClassLabel, ...], groups: tuple[ClassGroup, ...]) -> None:
        path = self._root / 'dataset.yaml'
        if not path.exists():
            lines = [*dump_classes(classes, groups), f'ignore: [{UNLABELLED}]']
            write_text(path, _HEADER + '\n'.join(lines) + '\n')
            return
        content = read_yaml(path)
        there = (
            named_label_set(content['label_set'])
            if 'label_set' in content
            else read_label_set(content.get('classes'), {})
        )
        names, new = (
            ', '.join(f'{label.id} {label.name}' for label in labels)
            for labels in (there.classes, classes)
        )
        if names != new:
            raise ParameterError(
                f'keep_hard_images must be a new folder, or one of the classes {new}, got {path} '
                f'with {names}'
            )


def _files(image: HardImage) -> Iterator[tuple[str, str, bytes]]:
    """Yield part, suffix and content of every file of an image."""
    height, width = image.size
    class_map = cv2.resize(image.class_map, (width, height), interpolation=cv2.INTER_NEAREST)
    confidence = cv2.resize(image.confidence, (width, height))
    labels = class_map.copy()
    apply_threshold(labels, confidence, image.record.confidence)
    yield 'images', image.suffix, image.file
    for part, plane in (('labels', labels), ('class_maps', class_map), ('confidence', confidence)):
        yield part, '.png', cv2.imencode('.png', plane)[1].tobytes()
    yield 'records', '.yaml', _record_text(image.record).encode()


def _record_text(record: HardImageRecord) -> str:
    content = asdict(record)
    if record.pose is not None:
        content['pose'] = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in content['pose'].items()
        }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f'{name}_{number}' for number in count(2))


def _write_through(path: Path, data: bytes) -> None:
    """Write a file to the disk itself, so that a power cut after the rename finds it whole."""
    with path.open('xb') as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
