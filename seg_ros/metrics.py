# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How good a class map is, measured against labels: IoU, pixel accuracy and boundary F1."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from seg_ros.datatypes import ClassGroup, UNLABELLED
from seg_ros.errors import InputError

_STRIP_ROWS = 256
TOLERANCE_PX = 2
_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_REACH = np.arange(-TOLERANCE_PX, TOLERANCE_PX + 1)
_DISC = (_REACH**2 + _REACH[:, None] ** 2 <= TOLERANCE_PX**2).astype(np.uint8)


@dataclass(frozen=True, eq=False)
class LabeledPair:
    """
    One image's class map and its labels, both (H, W) uint8 with class ids.

    `counted` is (H, W) uint8, 1 where the pixel is scored and 0 where its label is ignored.
    """

    name: str
    prediction: np.ndarray
    labels: np.ndarray
    counted: np.ndarray

    def __post_init__(self) -> None:
        """Raise InputError on a label 255 or where the sizes differ."""
        height, width = self.labels.shape
        if self.prediction.shape != self.labels.shape:
            rows, columns = self.prediction.shape
            raise InputError(
                f'{self.name}: the class map must have the size of its labels, '
                f'{width}x{height}, got {columns}x{rows}'
            )
        if np.any(self.counted[self.labels == UNLABELLED]):
            is_mask = np.isin(self.labels, (0, UNLABELLED)).all()
            mask = f'if it is a mask, --map {UNLABELLED}:1 makes it class 1; ' if is_mask else ''
            raise InputError(
                f'{self.name}: labels must be class ids 0..254, got {UNLABELLED}; {mask}leave '
                f'those pixels out with --ignore {UNLABELLED}'
            )


@dataclass(frozen=True)
class WorstImage:
    """The image with the lowest mIoU."""

    image: str
    miou: float


@dataclass(frozen=True)
class ClassShare:
    """The share of the scored pixels, 0..1, that labels and class maps give to one class."""

    labels: float
    prediction: float


@dataclass(frozen=True)
class Scores:
    """
    The figures over a whole set of images, each 0..1.

    `iou` has one entry per class that occurs in the scored labels, and `miou` is their mean.
    `boundary_f1` is the mean over the images that have a boundary, None where none has. `shares`
    also names the classes that were predicted though no label has them, 255 (unlabelled) included.
    `mask_iou` is that of the masks of groups, by name, where labels have one of their classes.
    """

    iou: dict[int, float]
    miou: float
    accuracy: float
    boundary_f1: float | None
    images: int
    worst: WorstImage
    shares: dict[int, ClassShare]
    mask_iou: dict[str, float]


def score(pairs: Iterable[LabeledPair], groups: Iterable[ClassGroup] = ()) -> Scores:
    """
    Return the figures over all pairs; memory does not grow with their number.

    IoU and accuracy are taken over the pixels of all images together. A pixel whose label is
    ignored is left out; one that is predicted 255, or an id that no label has, is wrong.
    """
    total = np.zeros((256, 256), np.int64)
    outlines, images, worst = [], 0, WorstImage('', np.inf)
    for pair in pairs:
        counts = confusion(pair)
        total += counts
        outlines.append(boundary_f1(pair.prediction, pair.labels, pair.counted))
        images += 1
        if counts.any():
            worst = min(
                worst,
                WorstImage(pair.name, _mean(class_iou(counts).values())),
                key=lambda image: image.miou,
            )
    if not total.any():
        raise InputError(f'no pixel to score in {images} images: every label is ignored')
    iou = class_iou(total)
    known = [f1 for f1 in outlines if f1 is not None]
    return Scores(
        iou=iou,
        miou=_mean(iou.values()),
        accuracy=float(np.trace(total) / total.sum()),
        boundary_f1=_mean(known) if known else None,
        images=images,
        worst=worst,
        shares=_shares(total),
        mask_iou={
            group.name: mask_iou(total, group.class_ids)
            for group in groups
            if total[list(group.class_ids)].any()
        },
    )


def confusion(pair: LabeledPair) -> np.ndarray:
    """Return (256, 256) int64: how many scored pixels of label (row) were predicted (column)."""
    counts = np.zeros(256 * 256, np.int64)
    for top in range(0, pair.labels.shape[0], _STRIP_ROWS):
        strip = slice(top, top + _STRIP_ROWS)
        kept = pair.counted[strip] != 0
        cells = pair.labels[strip][kept].astype(np.int64) * 256 + pair.prediction[strip][kept]
        counts += np.bincount(cells, minlength=counts.size)
    return counts.reshape(256, 256)


def class_iou(counts: np.ndarray) -> dict[int, float]:
    """Return intersection over union of each class that occurs in the labels of a confusion."""
    labeled, predicted, right = counts.sum(axis=1), counts.sum(axis=0), np.diagonal(counts)
    return {
        int(class_id): float(
            right[class_id] / (labeled[class_id] + predicted[class_id] - right[class_id])
        )
        for class_id in np.flatnonzero(labeled)
    }


def mask_iou(counts: np.ndarray, class_ids: Iterable[int]) -> float:
    """Return intersection over union of these classes taken as one."""
    ids = sorted(set(class_ids))
    right = counts[np.ix_(ids, ids)].sum()
    return float(right / (counts[ids].sum() + counts[:, ids].sum() - right))


def _mean(figures: Iterable[float]) -> float:
    return float(np.mean(list(figures)))


def _shares(counts: np.ndarray) -> dict[int, ClassShare]:
    labeled, predicted = counts.sum(axis=1), counts.sum(axis=0)
    return {
        int(each): ClassShare(labeled[each] / counts.sum(), predicted[each] / counts.sum())
        for each in np.flatnonzero(labeled + predicted)
    }


def boundary_f1(prediction: np.ndarray, labels: np.ndarray, counted: np.ndarray) -> float | None:
    """
    Return the boundary F1 of one image at 2 px; None where no class of its labels has a boundary.

    All three are (H, W) uint8; `counted` is 1 where a pixel is scored and 0 where it is ignored.
    After Csurka et al., "What is a good evaluation measure for semantic segmentation?", BMVC
    2013. The boundary of a class is its pixels with a 4-neighbor of another class; the image
    border and ignored pixels make no boundary. Precision is the share of predicted boundary
    pixels with a labeled boundary pixel of the class at most 2 px away (Euclidean), recall the
    same with the two exchanged, F1 = 2 P R / (P + R), 0 where only one of the two has a boundary.
    F1 is averaged over the classes that occur in the image's labels.
    """
    figures = []
    for class_id in np.unique(labels[counted != 0]):
        predicted = _boundary(prediction, class_id, counted)
        labeled = _boundary(labels, class_id, counted)
        if predicted.any() or labeled.any():
            precision = _share_near(predicted, labeled)
            recall = _share_near(labeled, predicted)
            both = precision + recall
            figures.append(2 * precision * recall / both if both else 0.0)
    return float(np.mean(figures)) if figures else None


def _boundary(class_map: np.ndarray, class_id: int, counted: np.ndarray) -> np.ndarray:
    inside = (class_map == class_id).view(np.uint8)
    kept = cv2.erode(inside | (counted ^ 1), _CROSS, borderType=cv2.BORDER_REPLICATE)
    return inside & counted & np.bitwise_xor(kept, 1)


def _share_near(boundary: np.ndarray, other: np.ndarray) -> float:
    pixels = cv2.countNonZero(boundary)
    return cv2.countNonZero(boundary & cv2.dilate(other, _DISC)) / pixels if pixels else 0.0
