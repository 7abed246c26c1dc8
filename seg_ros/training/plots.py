# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Plots of training and evaluation: training curves, confusion matrix, and the worst images."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
import numpy as np

from seg_ros.atomic_files import replacing
from seg_ros.datatypes import ClassLabel
from seg_ros.segmentation.overlay import color_map, color_table
from seg_ros.training.evaluation_results import EvaluatedImage

DPI = 100
_CELL_IN, _LETTER_IN, _LEGEND_ROWS = 0.5, 0.08, 12
_CAPTION_COLOR = (40, 40, 40)


def training_figure(history: Sequence[dict]) -> Figure:
    """
    Return a figure of the training loss and of the validation IoU over the training steps.

    An entry of the history has `step`, `loss` and `miou`, and in `iou` that of each class by name.
    """
    classes = list(dict.fromkeys(name for entry in history for name in entry.get('iou', {})))
    legend_in = _legend_columns(classes) * (0.7 + _LETTER_IN * max(map(len, ('', *classes))))
    figure = Figure(figsize=(7.0 + max(2.0, legend_in), 6.0), dpi=DPI, layout='constrained')
    loss, iou = figure.subplots(2, 1, sharex=True)
    steps = [entry['step'] for entry in history]
    loss.plot(steps, [entry['loss'] for entry in history], '.-', color='tab:red')
    loss.set_ylabel('training loss\n(mean since the last validation)')
    loss.set_ylim(0.0, 1.05 * max(entry['loss'] for entry in history))
    _plot_iou(iou, history, classes)
    iou.set_xlabel('training step')
    iou.set_xlim(left=0)
    for axes in (loss, iou):
        axes.grid(color='0.9')
    return figure


def _plot_iou(axes: Axes, history: Sequence[dict], classes: Sequence[str]) -> None:
    steps = [entry['step'] for entry in history]
    colors = matplotlib.colormaps['tab20'].colors  # type: ignore[attr-defined]
    for number, name in enumerate(classes):
        axes.plot(
            steps,
            [entry.get('iou', {}).get(name, np.nan) for entry in history],
            '.-',
            color=colors[(2 * number + number // 10) % len(colors)],
            linewidth=1.0,
            label=_without_math(name),
        )
    best = max(history, key=lambda entry: entry['miou'])
    axes.plot(
        steps,
        [entry['miou'] for entry in history],
        'o-',
        color='black',
        markersize=4.0,
        linewidth=2.0,
        label=f'mean (best: {best["miou"]:.3f}\nat step {best["step"]})',
    )
    axes.axvline(best['step'], color='black', linestyle=':', linewidth=1.0)
    axes.set_ylabel('validation IoU')
    axes.set_ylim(0.0, 1.02)
    axes.legend(
        loc='center left',
        bbox_to_anchor=(1.01, 0.5),
        frameon=False,
        ncol=_legend_columns(classes),
    )


def _legend_columns(classes: Sequence[str]) -> int:
    return 1 + len(classes) // _LEGEND_ROWS


def confusion_figure(counts: np.ndarray, classes: Sequence[ClassLabel]) -> Figure:
    """
    Return a figure of the confusion matrix, as percent of the pixels of the labeled class.

    `counts` are (256, 256) pixels by label (row) and prediction (column), which are class ids.
    """
    ids = [label.id for label in classes]
    labeled = counts[ids].sum(axis=1, keepdims=True)
    percent = 100.0 * counts[np.ix_(ids, ids)] / np.where(labeled, labeled, 1)
    names = [_without_math(label.name) for label in classes]
    side_in = _CELL_IN * max(len(ids), 6) + _LETTER_IN * max(map(len, names))
    figure = Figure(figsize=(side_in + 2.0, side_in + 1.0), dpi=DPI, layout='constrained')
    axes = figure.subplots()
    image = axes.imshow(
        np.ma.masked_where(np.broadcast_to(labeled == 0, percent.shape), percent),
        matplotlib.colormaps['Blues'].with_extremes(bad='0.92'),
        vmin=0.0,
        vmax=100.0,
    )
    for row, column in np.argwhere(percent >= 0.5):
        value = percent[row, column]
        color = 'white' if value > 60.0 else 'black'
        axes.text(column, row, f'{value:.0f}', ha='center', va='center', color=color)
    axes.set_xticks(range(len(ids)), names, rotation=90)
    axes.set_yticks(range(len(ids)), names)
    axes.set_xlabel('predicted class')
    axes.set_ylabel('labeled class')
    figure.colorbar(image, shrink=0.8, label='pixels of the labeled class [%]')
    return figure


def write_figure(path: Path, figure: Figure) -> None:
    """Write a figure in the format that the suffix names, completely or not at all."""
    with replacing(path) as part:
        figure.savefig(part, dpi=DPI)


def worst_image(
    worst: Sequence[EvaluatedImage], classes: Sequence[ClassLabel], width_px: int = 400
) -> np.ndarray:
    """Return (H, 3 * width_px, 3) uint8 bgr: image, labels and prediction, the worst on top."""
    table = color_table(classes)
    rows = []
    for image in worst:
        labels = image.pair.labels * image.pair.counted + 255 * (1 - image.pair.counted)
        cells = (
            image.pixels,
            color_map(labels.astype(np.uint8), table),
            color_map(image.pair.prediction, table),
        )
        size = (width_px, round(width_px * labels.shape[0] / labels.shape[1]))
        row = np.hstack([cv2.resize(cell, size, interpolation=cv2.INTER_AREA) for cell in cells])
        cv2.rectangle(row, (0, 0), (row.shape[1], 20), _CAPTION_COLOR, cv2.FILLED)
        name = f'mIoU {image.miou:.3f}  {image.pair.name[-36:]}'
        for column, caption in enumerate((name, 'labels', 'prediction')):
            cv2.putText(
                row,
                caption,
                (column * width_px + 4, 14),
                cv2.FONT_HERSHEY_SIMPLEX,
                0.45,
                (255, 255, 255),
                1,
                cv2.LINE_AA,
            )
        rows.append(row)
    return np.vstack(rows)


def _without_math(name: str) -> str:
    """Return a name in which matplotlib takes no dollar sign for the start of a formula."""
    return name.replace('$', r'\$')
