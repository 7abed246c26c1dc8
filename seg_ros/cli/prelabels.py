# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The option `--labels` of `segment`: class maps as files that labeling tools open."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from seg_ros.cli.arg_types import not_negative, not_negative_number
from seg_ros.cli.inputs import Job
from seg_ros.datatypes import ClassLabel
from seg_ros.errors import InputError, ParameterError
from seg_ros.label_formats.cvat_masks_writer import (
    mask_path,
    write_cvat_label_map,
    write_cvat_mask,
)
from seg_ros.label_formats.cvat_writer import write_cvat, write_cvat_labels
from seg_ros.label_formats.image_polygons import ImagePolygons
from seg_ros.label_formats.labelme_writer import write_labelme
from seg_ros.label_formats.layered_polygons import PolygonRule, polygons_of


class PreLabels(Protocol):
    """Writes the labels of images one by one, and those of all at the end."""

    def target(self, name: str) -> Path:
        """Return the file with the labels of an image."""

    def add(self, job: Job, class_map: np.ndarray, classes: Sequence[ClassLabel]) -> None:
        """Write the labels of an (H, W) uint8 class map, or keep them for the end."""

    def finish(self, classes: Sequence[ClassLabel]) -> str:
        """Write what is kept, and return a line on each of the output files."""


def add_label_options(parser: argparse.ArgumentParser) -> None:
    """Declare the format and how exact its polygons are."""
    group = parser.add_argument_group('labels to correct in a labeling tool')
    group.add_argument(
        '--labels',
        choices=_FORMATS,
        help='write polygons for Labelme or CVAT, or masks for CVAT, too',
    )
    group.add_argument(
        '--label-tolerance',
        type=not_negative_number,
        metavar='PIXELS',
        default=PolygonRule.tolerance_px,
        help='how far the outlines of polygons may deviate (default: %(default)s)',
    )
    group.add_argument(
        '--label-min-area',
        type=not_negative,
        metavar='PIXELS',
        default=PolygonRule.min_area_px,
        help='smaller regions are no polygon: they get the class around them '
        '(default: %(default)s)',
    )


def open_prelabels(
    args: argparse.Namespace, jobs: Sequence[Job], output_size: str
) -> PreLabels | None:
    """
    Return what writes the labels, None without --labels.

    Raises InputError for a video and where labels exist, because they may be corrected ones;
    ParameterError where class maps would not have the size of their images.
    """
    if args.labels is None:
        return None
    if output_size != 'camera':
        raise ParameterError(f'--output-size must be camera with --labels, got {output_size}')
    rule = PolygonRule(args.label_tolerance, args.label_min_area)
    prelabels = _FORMATS[args.labels](args.out, rule)
    for job in jobs:
        if job.is_video:
            raise InputError(
                f'--labels needs images, got the video {job.path}; save its frames first, for '
                f'example: ffmpeg -i {job.path} frames/%06d.png'
            )
        target = prelabels.target(job.name)
        if target.exists():
            raise InputError(f'{target} exists and may hold corrections; choose another --out')
    return prelabels


class _Labelme:
    """One JSON file for each image."""

    def __init__(self, out: Path, rule: PolygonRule) -> None:
        self._folder = out / 'labelme'
        self._rule = rule

    def target(self, name: str) -> Path:
        return self._folder / f'{name}.json'

    def add(self, job: Job, class_map: np.ndarray, classes: Sequence[ClassLabel]) -> None:
        write_labelme(self.target(job.name), _polygons(job, class_map, self._rule), classes)

    def finish(self, classes: Sequence[ClassLabel]) -> str:
        return f'  labelme/NAME.json     polygons: labelme IMAGES --output {self._folder}'


class _Cvat:
    """One XML file with the polygons of all images."""

    def __init__(self, out: Path, rule: PolygonRule) -> None:
        self._folder = out / 'cvat'
        self._rule = rule
        self._images: list[ImagePolygons] = []

    def target(self, name: str) -> Path:
        return self._folder / 'annotations.xml'

    def add(self, job: Job, class_map: np.ndarray, classes: Sequence[ClassLabel]) -> None:
        self._images.append(_polygons(job, class_map, self._rule))

    def finish(self, classes: Sequence[ClassLabel]) -> str:
        write_cvat_labels(self._folder / 'labels.json', classes)
        write_cvat(self.target(''), self._images, classes)
        return (
            '  cvat/labels.json      labels of the task to create, in its tab Raw\n'
            '  cvat/annotations.xml  polygons: Upload annotations, CVAT 1.1'
        )


class _CvatMasks:
    """A color image for each image, and what its colors stand for."""

    def __init__(self, out: Path, rule: PolygonRule) -> None:
        self._folder = out / 'cvat-masks'
        self._names: list[str] = []

    def target(self, name: str) -> Path:
        return mask_path(self._folder, name)

    def add(self, job: Job, class_map: np.ndarray, classes: Sequence[ClassLabel]) -> None:
        write_cvat_mask(self._folder, job.name, class_map, classes)
        self._names.append(job.name)

    def finish(self, classes: Sequence[ClassLabel]) -> str:
        write_cvat_labels(self._folder / 'labels.json', classes)
        write_cvat_label_map(self._folder, self._names, classes)
        return (
            '  cvat-masks/labels.json  labels of the task to create, in its tab Raw\n'
            '  cvat-masks/             masks: zip the folder, Upload annotations, '
            'Segmentation mask 1.1'
        )


_FORMATS: dict[str, Callable[[Path, PolygonRule], PreLabels]] = {
    'labelme': _Labelme,
    'cvat': _Cvat,
    'cvat-masks': _CvatMasks,
}


def _polygons(job: Job, class_map: np.ndarray, rule: PolygonRule) -> ImagePolygons:
    height, width = class_map.shape
    return ImagePolygons(job.path, width, height, polygons_of(class_map, rule))
