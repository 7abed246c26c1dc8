# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros segment`: class maps, overlays and masks of images, folders and videos."""

import argparse
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
import sys

import numpy as np

from seg_ros.atomic_files import replacing, VideoWriter, write_image
from seg_ros.cli.inputs import Job, plan
from seg_ros.cli.parameter_options import add_options, parameters_from
from seg_ros.cli.prelabels import add_label_options, open_prelabels, PreLabels
from seg_ros.cli.progress import progress
from seg_ros.cli.table import aligned
from seg_ros.datatypes import Image, SegmentationRequest, UNLABELLED
from seg_ros.errors import FrameError, InputError
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.health import check_provider
from seg_ros.segmentation.segmenter import Segmenter

UNKNOWN_RATE_HZ = 25.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare inputs, the output folder and every parameter of the segmenter."""
    parser.add_argument(
        'inputs', metavar='INPUT', nargs='+', help='image, folder of images, or video'
    )
    parser.add_argument(
        '--out',
        type=Path,
        default=Path('segmented'),
        help='folder for the results (default: %(default)s)',
    )
    add_label_options(parser)
    add_options(parser, SegmenterParameters)


def main(args: argparse.Namespace) -> int:
    """Segment every input; unreadable ones are named and skipped, and the exit code is 1."""
    parameters = parameters_from(args, SegmenterParameters)
    if args.out.exists() and not args.out.is_dir():
        raise InputError(f'--out must be a folder, got the file {args.out}')
    jobs = plan(args.inputs, args.out)
    prelabels = open_prelabels(args, jobs, parameters.output_size)
    segmenter = Segmenter(parameters)
    provider = check_provider(segmenter.engine.provider, parameters.providers)
    if provider.level != 'ok':
        print(f'seg_ros: warning: runs on {provider.message}', file=sys.stderr)
    run = Run(segmenter, args.out, prelabels)
    counts = [job.frames.count for job in jobs]
    known_counts = [count for count in counts if count is not None]
    total = sum(known_counts) if len(known_counts) == len(counts) else None
    unread = 0
    with progress(None, 'segmenting', 'image', total) as bar:
        for job in jobs:
            try:
                run.segment(job, bar.update)
            except (FrameError, InputError) as error:
                if len(jobs) == 1:
                    raise
                bar.write(f'seg_ros: skipped: {error}', file=sys.stderr)
                unread += 1
    print(run.finish())
    if unread:
        raise InputError(f'{unread} of {len(jobs)} inputs could not be read')
    return 0


class Run:
    """A segmenter, an output folder, and the number of pixels of each class id."""

    def __init__(self, segmenter: Segmenter, out: Path, prelabels: PreLabels | None) -> None:
        """Start without images."""
        self._segmenter = segmenter
        self._out = out
        self._prelabels = prelabels
        self._images = 0
        self._pixels = np.zeros(256, np.int64)

    def segment(self, job: Job, advance: Callable[[], object]) -> None:
        """Segment an image or a video, and call `advance` after each image."""
        if not job.is_video:
            _, image = next(job.frames)
            class_map = self._segment_image(
                job.name, image, partial(write_image, self._out / 'overlay' / f'{job.name}.jpg')
            )
            if self._prelabels is not None:
                self._prelabels.add(job, class_map, self._segmenter.classes)
            advance()
            return
        with (
            replacing(self._out / 'overlay' / f'{job.name}.mp4') as part,
            closing(
                VideoWriter(part, getattr(job.frames, 'rate_hz', 0.0) or UNKNOWN_RATE_HZ)
            ) as video,
        ):
            for number, image in job.frames:
                self._segment_image(f'{job.name}/{number}', image, video.add)
                advance()

    def finish(self) -> str:
        """Write the labels; return a table of the share of each class, and the output files."""
        names = {label.id: label.name for label in self._segmenter.classes}
        names[UNLABELLED] = 'unlabelled'
        shares = self._pixels / max(1, self._pixels.sum())
        rows = [
            ('id', 'class', 'share'),
            *(
                (str(class_id), names.get(class_id, ''), f'{shares[class_id]:.2%}')
                for class_id in np.flatnonzero(self._pixels).tolist()
            ),
        ]
        groups = ', '.join(group.name for group in self._segmenter.groups)
        return '\n'.join(
            (
                aligned(rows, left=2),
                '',
                f'{self._images} image{"s" * (self._images != 1)} segmented to {self._out}/',
                '  NAME.png              class map: pixel values are class ids, 255 is unlabelled',
                '  overlay/NAME.jpg      classes over the image (of a video: NAME.mp4)',
                *(
                    [f'  masks/GROUP/NAME.png  0 and 255, one group each: {groups}']
                    if groups
                    else []
                ),
                *([self._prelabels.finish(self._segmenter.classes)] if self._prelabels else []),
            )
        )

    def _segment_image(
        self, name: str, image: Image, write_overlay: Callable[[np.ndarray], object]
    ) -> np.ndarray:
        groups = tuple(group.name for group in self._segmenter.groups)
        segmentation = self._segmenter.process(
            image, SegmentationRequest(masks=groups, overlay=True)
        )
        assert segmentation.overlay is not None
        write_overlay(segmentation.overlay)
        # After the overlay, whose existence allows a later run to overwrite the class map.
        write_image(self._out / f'{name}.png', segmentation.class_map)
        for mask in segmentation.masks:
            write_image(self._out / 'masks' / mask.group / f'{name}.png', mask.pixels)
        self._pixels += np.bincount(segmentation.class_map.ravel(), minlength=256)
        self._images += 1
        return segmentation.class_map
