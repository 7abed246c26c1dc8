# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure on labeled images what unsure pixels say about errors: the table of training.md.

    python -m benchmarks.unsure_pixels weeds carrot_weed/images carrot_weed/labels --scale 0.5
    python -m benchmarks.unsure_pixels drivable camvid/val/images camvid/val/labels --ignore 11

For some thresholds of the confidence: the rank correlation (Spearman) over the images between the
share of unsure pixels and the share of wrong ones, the share that is unsure, how many of all wrong
pixels are among them, and how many of the others are wrong.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from seg_ros.cli.table import aligned
from seg_ros.datatypes import Image, SegmentationRequest
from seg_ros.image_io import IMAGE_SUFFIXES, open_frames
from seg_ros.label_files import by_stem, LABEL_SUFFIXES, read_label_file
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.hard_images import unsure_share
from seg_ros.segmentation.segmenter import Segmenter

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Return Spearman's correlation of two (N,) arrays without ties."""
    ranks = np.stack((first, second)).argsort(axis=1).argsort(axis=1)
    return float(np.array(np.corrcoef(ranks))[0, 1])


def counts_of(
    segmenter: Segmenter, image: Image, labels: np.ndarray, ignored: list[int]
) -> list[tuple[float, ...]]:
    """Return for each threshold: share of unsure; pixels, unsure, wrong, wrong and unsure."""
    result = segmenter.process(image, SegmentationRequest(confidence=True))
    assert result.confidence is not None
    counted = ~np.isin(labels, ignored)
    wrong = (result.class_map != labels) & counted
    rows = []
    for threshold in THRESHOLDS:
        unsure = (result.confidence < round(threshold * 255)) & counted
        sums = (counted.sum(), unsure.sum(), wrong.sum(), (wrong & unsure).sum())
        rows.append((unsure_share(result.confidence, threshold), *map(float, sums)))
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument('model')
    parser.add_argument('images', type=Path)
    parser.add_argument('labels', type=Path)
    parser.add_argument('--scale', type=float, default=1.0)
    parser.add_argument('--ignore', type=int, nargs='*', default=[])
    args = parser.parse_args()
    segmenter = Segmenter(SegmenterParameters(model=args.model))
    labels_of = by_stem(args.labels, LABEL_SUFFIXES)
    counts = []
    for path in by_stem(args.images, IMAGE_SUFFIXES).values():
        _, image = next(open_frames(str(path)))
        size = (round(image.width_px * args.scale), round(image.height_px * args.scale))
        pixels = cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA)
        labels = read_label_file(labels_of[path.stem])
        labels = cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST)
        counts.append(counts_of(segmenter, Image(pixels, 'bgr'), labels, args.ignore))
    table: list[tuple[str, ...]] = [
        ('confidence', 'correlation', 'unsure', 'of all errors', 'errors in the rest')
    ]
    for threshold, column in zip(THRESHOLDS, np.array(counts).transpose(1, 2, 0)):
        share, pixels, unsure, wrong, both = column
        correlation = rank_correlation(share, wrong / pixels)
        rest = (wrong - both).sum() / (pixels - unsure).sum()
        table.append(
            (
                f'{threshold:g}',
                f'{correlation:.2f}',
                f'{unsure.sum() / pixels.sum():.1%}',
                f'{both.sum() / wrong.sum():.0%}',
                f'{rest:.1%}',
            )
        )
    print(f'{args.model}, {len(counts)} images, errors {wrong.sum() / pixels.sum():.1%}')
    print(aligned(table))


if __name__ == '__main__':
    main()
