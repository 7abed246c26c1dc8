# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Training and evaluation as images: curves, the confusion of classes, the worst images."""

from collections.abc import Sequence

import cv2
import numpy as np

from seg_ros.datatypes import ClassLabel
from seg_ros.segmentation.overlay import color_map, color_table
from seg_ros.training.evaluation_results import Seen

_INK, _PAPER, _FAINT = (40, 40, 40), 255, (215, 215, 215)
_LOSS, _MIOU = (60, 60, 200), (60, 140, 60)
_LETTERS = cv2.FONT_HERSHEY_SIMPLEX, 0.45
_PLOT_PX, _MARGIN_PX, _CELL_PX = (300, 640), 50, 56


def curves(history: Sequence[dict]) -> np.ndarray:
    """
    Return (H, W, 3) uint8 bgr: loss (of its highest) and validation mIoU over the steps.

    An entry of the history has `step`, `loss` and `miou`.
    """
    height, width = _PLOT_PX
    sheet = np.full((height + 2 * _MARGIN_PX, width + 2 * _MARGIN_PX, 3), _PAPER, np.uint8)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        level = _MARGIN_PX + round(height * (1.0 - share))
        cv2.line(sheet, (_MARGIN_PX, level), (_MARGIN_PX + width, level), _FAINT)
        _write(sheet, f'{share:g}', (8, level + 4), _INK)
    steps = np.array([entry['step'] for entry in history], float)
    highest = max(entry['loss'] for entry in history)
    for row, (name, color, values) in enumerate(
        (
            (f'loss / {highest:.3g}', _LOSS, [entry['loss'] / highest for entry in history]),
            (
                f'mIoU, at best {max(entry["miou"] for entry in history):.3f}',
                _MIOU,
                [entry['miou'] for entry in history],
            ),
        )
    ):
        across = _MARGIN_PX + width * steps / steps[-1]
        down = _MARGIN_PX + height * (1.0 - np.array(values))
        points = np.rint(np.column_stack((across, down))).astype(np.int32)
        cv2.polylines(sheet, [points], False, color, 2, cv2.LINE_AA)
        _write(sheet, name, (_MARGIN_PX + 260 * row, 30), color)
    _write(sheet, f'{steps[-1]:g} steps', (_MARGIN_PX + width - 90, height + 80), _INK)
    return sheet


def confusion_image(counts: np.ndarray, classes: Sequence[ClassLabel]) -> np.ndarray:
    """Return (H, W, 3) uint8 bgr: of each class (row), the per cent predicted as each (column)."""
    ids = [label.id for label in classes]
    cells = counts[np.ix_(ids, ids)]
    shares = cells / np.maximum(cells.sum(axis=1, keepdims=True), 1)
    side = _CELL_PX * len(ids)
    names = 'labelled', 'predicted', *(label.name for label in classes)
    margin = 12 + max(cv2.getTextSize(name, *_LETTERS, 1)[0][0] for name in names)
    levels = [margin + _CELL_PX * row + _CELL_PX // 2 + 4 for row in range(len(ids))]
    sheet = np.full((margin + side, margin + side, 3), _PAPER, np.uint8)
    grid = np.kron(np.uint8(np.rint(255 * (1.0 - shares))), np.ones((_CELL_PX,) * 2, np.uint8))
    sheet[margin:, margin:] = np.stack((np.full_like(grid, 255), grid // 4 * 3 + 63, grid), axis=2)
    for row, column in np.argwhere(shares >= 0.005):
        place = (margin + _CELL_PX * column + 16, levels[row])
        _write(sheet, f'{100 * shares[row, column]:.0f}', place, _INK)
    # The names above the columns are written with the sheet on its side.
    for heading, left, turn in (
        (names[0], 4, cv2.ROTATE_90_CLOCKWISE),
        (names[1], side + 4, cv2.ROTATE_90_COUNTERCLOCKWISE),
    ):
        for name, level in zip((heading, *names[2:]), (margin - 8, *levels)):
            _write(sheet, name, (left, level), _INK)
        sheet = np.asarray(cv2.rotate(sheet, turn), np.uint8)
    return sheet


def worst_image(
    worst: Sequence[Seen], classes: Sequence[ClassLabel], width_px: int = 400
) -> np.ndarray:
    """Return (H, 3 * width_px, 3) uint8 bgr: image, labels and prediction, the worst on top."""
    table = color_table(classes)
    rows = []
    for seen in worst:
        labels = seen.pair.labels * seen.pair.counted + 255 * (1 - seen.pair.counted)
        cells = (
            seen.pixels,
            color_map(labels.astype(np.uint8), table),
            color_map(seen.pair.prediction, table),
        )
        size = (width_px, round(width_px * labels.shape[0] / labels.shape[1]))
        row = np.hstack([cv2.resize(cell, size, interpolation=cv2.INTER_AREA) for cell in cells])
        cv2.rectangle(row, (0, 0), (width_px, 20), _INK, cv2.FILLED)
        _write(row, f'mIoU {seen.miou:.3f}  {seen.pair.name[-36:]}', (4, 14), (255, 255, 255))
        rows.append(row)
    return np.vstack(rows)


def _write(
    sheet: np.ndarray, text: str, place: tuple[int, int], color: tuple[int, int, int]
) -> None:
    cv2.putText(sheet, text, place, *_LETTERS, color, 1, cv2.LINE_AA)
