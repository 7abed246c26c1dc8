# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of single steps: preprocessing, decoding and the overlay, each against its recipe."""

from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from functools import cache
from multiprocessing import get_context

import numpy as np

from benchmarks.bench import recipes
from benchmarks.bench.scenes import class_scores, photo
from seg_ros.cli.rounds import Figure, ratio
from seg_ros.datatypes import Image
from seg_ros.inference.io_spec import HeadSpec, InputSpec
from seg_ros.inference.label_sets import named_label_set
from seg_ros.inference.manifest import InputFacts
from seg_ros.inference.memory import extra_peak_mb
from seg_ros.segmentation.decode.decoder import HeadDecoder
from seg_ros.segmentation.decode.resampling import Axis, split_into_strips
from seg_ros.segmentation.overlay import color_table, draw_overlay
from seg_ros.segmentation.preprocess import Preprocessor

CLASSES = 21
ACTIVE = 5
VGA = (480, 640)
FULL_HD = (1080, 1920)
CELLS = (64, 64)
CLOSE = 1e-5
"""Where the two best scores are closer than this, either output is right."""


class Decoding:
    """Scores of `cells` to class maps of `size`, both (height, width), memory kept between."""

    def __init__(
        self, cells: tuple[int, int], size: tuple[int, int], classes: int = CLASSES
    ) -> None:
        """Lay out the grid; the class map that is written into exists from here on."""
        stride = (size[0] / cells[0], size[1] / cells[1])
        ids = tuple(range(classes))
        self._decoder = HeadDecoder(HeadSpec('scores', 'NCHW', 'logits', classes, ids, stride))
        self._rows, self._columns = (
            Axis(count, pixels, Fraction(pixels, count)) for count, pixels in zip(cells, size)
        )
        self._class_map = np.ones(size, np.uint8)

    def __call__(self, scores: np.ndarray) -> np.ndarray:
        """Return the class map of (C, h, w) float32 scores; it holds until the next call."""
        for strip in split_into_strips(scores, 0, self._rows, self._columns):
            self._decoder.write_class_ids(strip, self._class_map)
        return self._class_map


def preprocess_over_numpy(rounds: int) -> Figure:
    """Return preparation of a VGA image for 512 x 512 float32 NCHW over the numpy recipe."""
    size = (512, 512)
    facts = InputFacts(mean=recipes.MEAN, std=recipes.STD)
    preprocessor = Preprocessor(facts, InputSpec('image', 'NCHW', 'float32', *size))
    image = Image(photo(*VGA), 'bgr')
    return ratio(
        lambda: preprocessor.prepare(image), lambda: recipes.prepare(image.pixels, size), rounds
    )


def decode_over_argmax(active: int, rounds: int) -> Figure:
    """Return decoding to VGA over stack and argmax; `active` of 21 classes win somewhere."""
    scores = class_scores(CLASSES, active, CELLS)
    decoding = Decoding(CELLS, VGA)
    return ratio(lambda: decoding(scores), lambda: recipes.decode(scores, VGA), rounds)


@cache
def decode_pixels_differ() -> Figure:
    """Return how many pixels of six scenes are off the float64 reference, always the same ones."""
    decoding = Decoding(CELLS, VGA)
    scenes = (
        class_scores(CLASSES, active, CELLS, seed)
        for active in (ACTIVE, CLASSES)
        for seed in range(3)
    )
    return Figure(
        (
            sum(
                _differing(decoding(scores), recipes.exact_scores(scores, VGA))
                for scores in scenes
            ),
        )
    )


@cache
def decode_extra_mb() -> Figure:
    """Return the MB that decoding 21 classes at stride 8 to 1920 x 1080 takes on top, once."""
    with ProcessPoolExecutor(1, mp_context=get_context('spawn')) as child:
        return Figure((child.submit(_decode_peak_mb).result(),))


def overlay_over_loop(rounds: int) -> Figure:
    """Return the overlay of a VGA image over painting it class by class."""
    image = Image(photo(*VGA), 'bgr')
    class_map = recipes.decode(class_scores(CLASSES, ACTIVE, CELLS), VGA)
    table = color_table(named_label_set('voc').classes)
    colors, out = table[:CLASSES, 0], np.empty_like(image.pixels)
    return ratio(
        lambda: draw_overlay(image, class_map, table, 0.5, out, all_labeled=True),
        lambda: recipes.overlay(image.pixels, class_map, colors),
        rounds,
    )


def _differing(class_map: np.ndarray, scores: np.ndarray) -> int:
    second, first = np.partition(scores, -2, axis=0)[-2:]
    return int(np.count_nonzero((class_map != scores.argmax(axis=0)) & (first - second >= CLOSE)))


def _decode_peak_mb() -> float:
    cells = (FULL_HD[0] // 8, FULL_HD[1] // 8)
    scores = class_scores(CLASSES, CLASSES, cells)
    Decoding(CELLS, (128, 128))(class_scores(CLASSES, CLASSES, CELLS))
    decoding = Decoding(cells, FULL_HD)
    return extra_peak_mb(lambda: decoding(scores))
