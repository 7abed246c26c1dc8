# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Class maps and confidence, of one head and of several.

The class map is that of the float64 reference wherever its two best scores differ by 1e-5.
"""

from fractions import Fraction

import cv2
from hypothesis import given, settings, strategies
import numpy as np
import pytest
from reference import close, margin, upsampled

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import ManifestError
from seg_ros.inference.io_spec import HeadSpec
from seg_ros.segmentation.decode import decoder as decoder_module, resampling
from seg_ros.segmentation.decode.decoder import apply_threshold, Decoder, HeadDecoder
from seg_ros.segmentation.decode.pruned_argmax import PixelBlocks
from seg_ros.segmentation.decode.resampling import Axis


def head(kind: str, channels: int, class_ids: tuple) -> HeadSpec:
    return HeadSpec('scores', 'NCHW', kind, channels, class_ids, (8.0, 8.0))


def decoded(
    cells: np.ndarray, spec: HeadSpec, pixels: tuple, cell_px: tuple | None = None
) -> np.ndarray:
    """Return the class map of the pixels; without `cell_px` the cells fill the image."""
    scales = cell_px or map(Fraction, pixels, cells.shape[1:])
    rows, columns = map(Axis, cells.shape[1:], pixels, scales)
    class_map = np.full(pixels, 77, np.uint8)
    decoder = HeadDecoder(spec)
    for strip in resampling.split_into_strips(cells, 0, rows, columns):
        decoder.write_class_ids(strip, class_map)
    return class_map


def scores(*planes: list) -> np.ndarray:
    return np.array(planes, np.float32)


@pytest.mark.parametrize(
    'cells, spec, expected',
    [
        # Two classes that cross in the middle between two cells of 4 pixels.
        (scores([[1, 0]], [[0, 1]]), head('logits', 2, (0, 1)), [0, 0, 0, 0, 1, 1, 1, 1]),
        # The larger score wins more pixels: scores are upsampled first, then compared.
        (scores([[1, 0]], [[0, 3]]), head('logits', 2, (0, 1)), [0, 0, 0, 1, 1, 1, 1, 1]),
        (scores([[1, 0]], [[0, 1]], [[-9, -9]]), head('logits', 3, (3, 5, 7)), [3] * 4 + [5] * 4),
        # The third class wins no cell, but pixels between them.
        (
            scores([[9, 0]], [[0, 9]], [[6, 6]]),
            head('logits', 3, (0, 1, 2)),
            [0, 0, 0, 2, 2, 1, 1, 1],
        ),
        # In a tie the lower channel wins.
        (scores([[1, 1]], [[1, 1]]), head('logits', 2, (4, 2)), [4] * 8),
        (scores([[0, 0]], [[1, 1]], [[1, 1]]), head('logits', 3, (4, 3, 2)), [3] * 8),
        # One channel says yes or no.
        (scores([[-1, 3]]), head('sigmoid', 1, (0, 1)), [0, 0, 0, 1, 1, 1, 1, 1]),
        (scores([[0.25, 0.75]]), head('probabilities', 1, (8, 9)), [8] * 4 + [9] * 4),
        # Several sigmoid channels compete with an implied class.
        (scores([[1, -1]], [[-2, -2]]), head('sigmoid', 2, (0, 1, 2)), [1] * 4 + [0] * 4),
        (
            scores([[0.9, 0.1]], [[0.2, 0.2]]),
            head('probabilities', 2, (0, 1, 2)),
            [1] * 4 + [0] * 4,
        ),
        # Where a channel without a class id wins, the pixel is unlabelled.
        (scores([[1, 0]], [[0, 1]]), head('logits', 2, (None, 1)), [255] * 4 + [1] * 4),
        (np.array([[[3, 255]]], np.uint8), head('class_map', 0, (0,)), [3] * 4 + [255] * 4),
    ],
)
def test_one_row_of_pixels(cells, spec, expected) -> None:
    assert decoded(cells, spec, (1, 8)).tolist() == [expected]


def test_the_class_map_may_be_smaller_than_the_grid() -> None:
    cells = scores([[1, 1, 0, 0]], [[0, 0, 1, 1]])
    assert decoded(cells, head('logits', 2, (0, 1)), (1, 2)).tolist() == [[0, 1]]


def test_only_the_window_of_the_strip_is_written() -> None:
    rows, columns = Axis(1, 2, Fraction(2)), Axis(2, 3, Fraction(2))
    class_map = np.full((4, 5), 77, np.uint8)
    (strip,) = resampling.split_into_strips(scores([[1, 0]], [[0, 1]]), 0, rows, columns)
    HeadDecoder(head('logits', 2, (0, 1))).write_class_ids(strip, class_map)
    assert class_map.tolist() == [[0, 0, 1, 77, 77]] * 2 + [[77] * 5] * 2


def test_the_lowest_float32_scores_do_not_overflow() -> None:
    planes = np.full((20, 2, 2), np.finfo(np.float32).min)
    planes[0, 0, 0] = planes[1, 0, 1] = planes[1, 1] = 0.0
    class_map = decoded(planes, head('logits', 20, range(20)), (16, 16))
    assert np.array_equal(class_map, upsampled(planes, (16, 16), (8, 8)).argmax(axis=0))


def test_scores_are_not_changed() -> None:
    cells = np.random.default_rng(0).normal(size=(4, 6, 6)).astype(np.float32)
    before = cells.copy()
    for size in ((6, 6), (7, 6), (48, 48)):
        decoded(cells, head('logits', 4, (0, 1, 2, 3)), size)
    np.testing.assert_array_equal(cells, before)


def test_one_decoder_decodes_images_of_any_size() -> None:
    spec = head('logits', 12, tuple(range(12)))
    decoder = HeadDecoder(spec)
    for seed, pixels in enumerate(((40, 50), (80, 20), (160, 320), (8, 8), (40, 50))):
        cells = np.random.default_rng(seed).normal(size=(12, 5, 5)).astype(np.float32)
        axes = tuple(Axis(5, length, Fraction(length, 5)) for length in pixels)
        class_map = np.full(pixels, 77, np.uint8)
        for strip in resampling.split_into_strips(cells, 0, *axes):
            decoder.write_class_ids(strip, class_map)
        np.testing.assert_array_equal(class_map, decoded(cells, spec, pixels))


@pytest.mark.parametrize('offset', [0.0, 1e4, -1e4])
def test_an_offset_of_all_scores_costs_no_precision(offset) -> None:
    cells = np.random.default_rng(2).integers(-8, 8, (5, 12, 12)).astype(np.float32) / 4
    plain, shifted = (
        decoded(shift + cells, head('logits', 5, (0, 1, 2, 3, 4)), (90, 96))
        for shift in (np.float32(0), np.float32(offset))
    )
    clear = margin(upsampled(cells, (90, 96), (7.5, 8.0))) >= close(cells)
    np.testing.assert_array_equal(plain[clear], shifted[clear])


@strategies.composite
def cases(draw) -> tuple:
    cells = draw(strategies.tuples(*[strategies.integers(1, 10)] * 2))
    pixels = draw(strategies.tuples(*[strategies.integers(1, 70)] * 2))
    # The grid may extend beyond the pixels, as under the padding of a letterbox.
    beyond = draw(strategies.tuples(*[strategies.sampled_from([1, Fraction(9, 7), 2])] * 2))
    scales = tuple(
        Fraction(length, count) * more for length, count, more in zip(pixels, cells, beyond)
    )
    channels = draw(strategies.integers(1, 6))
    kinds = ['sigmoid', 'probabilities'] if channels == 1 else ['logits', 'sigmoid']
    steps = draw(strategies.sampled_from([2, 16, 10**6]))
    seed = draw(strategies.integers(0, 2**16))
    values = np.random.default_rng(seed).integers(-steps, steps, (channels, *cells)) / steps
    spread = draw(strategies.sampled_from([0.1, 1, 4]))
    kind = draw(strategies.sampled_from(kinds))
    return (values * spread).astype(np.float32), kind, pixels, scales


@pytest.mark.parametrize('by_blocks', [True, False])
@settings(max_examples=300, deadline=None)
@given(case=cases(), rows_at_once=strategies.integers(1, 4))
def test_class_map_is_that_of_the_reference(by_blocks, case, rows_at_once) -> None:
    cells, kind, pixels, scales = case
    implied = kind == 'sigmoid' or len(cells) == 1
    spec = head(kind, len(cells), tuple(range(10, 10 + len(cells) + implied)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resampling, 'STRIP_PX', 1)
        patch.setattr(resampling, 'STRIP_ROWS', rows_at_once)
        patch.setattr(PixelBlocks, 'saves_time', by_blocks)
        patch.setattr(decoder_module, 'BLOCKS_COST', 0.0)
        class_map = decoded(cells, spec, pixels, scales)
    if implied:
        cells = np.concatenate((np.full_like(cells[:1], spec.implied_score), cells))
    exact = upsampled(cells, pixels, tuple(map(float, scales)))
    wrong = class_map != 10 + exact.argmax(axis=0)
    assert not (wrong & (margin(exact) >= close(cells))).any()


def noise(channels: int, cells: tuple) -> np.ndarray:
    """Return scores of which each class wins somewhere around every cell."""
    return np.random.default_rng(3).normal(0, 4, (channels, *cells)).astype(np.float32)


def regions(channels: int, cells: tuple) -> np.ndarray:
    """Return scores of which each class wins in a few regions only."""
    fields = np.random.default_rng(4).normal(0, 6, (6, 6, channels)).astype(np.float32)
    planes = [
        cv2.resize(fields[..., channel], cells[::-1], interpolation=cv2.INTER_CUBIC)
        for channel in range(channels)
    ]
    return np.stack(planes)


@pytest.mark.parametrize('by_blocks', [True, False])
@pytest.mark.parametrize('scene', [noise, regions])
@pytest.mark.parametrize(
    'channels, cells, pixels, beyond',
    [
        (21, (64, 64), (480, 640), 1),
        (21, (65, 65), (480, 640), 1),
        (19, (17, 33), (375, 501), 1),
        (19, (65, 65), (360, 640), Fraction(513, 385)),
        (2, (60, 80), (480, 640), 1),
        (4, (120, 160), (121, 161), 1),
    ],
)
def test_whole_images_are_those_of_the_reference(
    by_blocks, scene, channels, cells, pixels, beyond, monkeypatch
) -> None:
    monkeypatch.setattr(PixelBlocks, 'saves_time', by_blocks)
    values = scene(channels, cells)
    spec = head('logits', channels, tuple(range(channels)))
    scales = tuple(Fraction(length, count) * beyond for length, count in zip(pixels, cells))
    class_map = decoded(values, spec, pixels, scales)
    exact = upsampled(values, pixels, tuple(map(float, scales)))
    wrong = class_map != exact.argmax(axis=0)
    assert not (wrong & (margin(exact) >= close(values))).any()


def test_a_block_may_have_more_candidates_than_a_byte_counts() -> None:
    cells = np.random.default_rng(5).uniform(-0.1, 0.1, (300, 9, 9)).astype(np.float32)
    cells[0] = 9.0
    cells[0, 3:5, 3:5] = 0.0
    spec = head('logits', 300, (0,) + (1,) * 149 + (2,) * 150)
    class_map = decoded(cells, spec, (144, 144))
    exact = upsampled(cells, (144, 144), (16.0, 16.0))
    wrong = class_map != np.array(spec.class_ids)[exact.argmax(axis=0)]
    assert not (wrong & (margin(exact) >= close(cells))).any()
    assert set(np.unique(class_map)) == {0, 1, 2}


def test_one_column_of_pixels_under_six_columns_of_cells() -> None:
    cells = np.random.default_rng(6).integers(-2, 2, (4, 2, 6)).astype(np.float32)
    scales = Fraction(19, 2), Fraction(3, 14)
    class_map = decoded(cells, head('logits', 4, (0, 1, 2, 3)), (19, 1), scales)
    exact = upsampled(cells, (19, 1), tuple(map(float, scales)))
    wrong = class_map != exact.argmax(axis=0)
    assert not (wrong & (margin(exact) >= close(cells))).any()


def test_many_channels_must_have_rising_ids() -> None:
    ids = (*range(200), *[None] * 100)
    cells = np.zeros((300, 1, 2), np.float32)
    cells[150, 0, 0] = cells[299, 0, 1] = 9.0
    assert decoded(cells, head('logits', 300, ids), (1, 8))[0].tolist() == [150] * 4 + [255] * 4
    with pytest.raises(ManifestError, match='be in rising order .* 256 entries, got 300'):
        HeadDecoder(head('logits', 300, ids[::-1]))


def rated(
    cells: np.ndarray, kind: str, class_ids: tuple, pixels: tuple, temperature: float = 1.0
) -> np.ndarray:
    channels = 0 if kind == 'class_map' else len(cells)
    spec = HeadSpec('scores', 'NCHW', kind, channels, class_ids, (1.0, 1.0), temperature)
    axes = tuple(
        Axis(count, length, Fraction(length, count))
        for count, length in zip(cells.shape[1:], pixels)
    )
    confidence = np.full(pixels, 77, np.uint8)
    for strip in resampling.split_into_strips(cells, 0, *axes):
        HeadDecoder(spec).write_confidence(strip, confidence)
    return confidence


@pytest.mark.parametrize(
    'scores, kind, class_ids, temperature, expected',
    [
        ([0.0, 0.0], 'logits', (0, 1), 1.0, 1 / 2),
        ([2.0, 0.0], 'logits', (0, 1), 1.0, 0.880797),
        ([2.0, 0.0], 'logits', (0, 1), 2.0, 0.731059),
        ([2.0, 0.0, 0.0], 'logits', (0, 1, 2), 1.0, 0.786986),
        ([900.0, -900.0], 'logits', (0, 1), 1.0, 1.0),
        ([0.2, 0.7, 0.1], 'probabilities', (0, 1, 2), 1.0, 0.7),
        ([1.004, -0.004], 'probabilities', (0, 1), 1.0, 1.0),
        ([0.2], 'probabilities', (0, 1), 1.0, 0.8),
        ([0.7], 'probabilities', (0, 1), 1.0, 0.7),
        ([2.0], 'sigmoid', (0, 1), 1.0, 0.880797),
        ([-2.0], 'sigmoid', (0, 1), 1.0, 0.880797),
        ([2.0], 'sigmoid', (0, 1), 2.0, 0.731059),
        ([-900.0], 'sigmoid', (0, 1), 1.0, 1.0),
        ([-3.0, 2.0], 'sigmoid', (0, 1, 2), 1.0, 0.880797),
        ([-3.0, -2.0], 'sigmoid', (0, 1, 2), 1.0, 0.880797),
        ([-3.0, 2.0], 'sigmoid', (0, 1), 1.0, 0.880797),
        ([-3.0, -2.0], 'sigmoid', (0, 1), 1.0, 0.119203),
        ([0.9, 0.8, 0.1], 'probabilities', (0, 1, 2), 1.0, 0.9),
    ],
)
def test_probability_of_one_cell(scores, kind, class_ids, temperature, expected) -> None:
    cells = np.array(scores, np.float32).reshape(-1, 1, 1)
    confidence = rated(cells, kind, class_ids, (2, 2), temperature)
    assert confidence.tolist() == [[round(expected * 255)] * 2] * 2


def test_the_confidence_of_a_class_map_is_1_where_it_is_labelled() -> None:
    assert rated(np.array([[[4, 255]]], np.uint8), 'class_map', (4,), (1, 4)).tolist() == [
        [255, 255, 0, 0]
    ]


def test_confidence_is_interpolated_between_cells() -> None:
    cells = np.array([[[1.0, 0.5]], [[0.0, 0.5]]], np.float32)
    confidence = rated(cells, 'probabilities', (0, 1), (1, 4))
    np.testing.assert_allclose(confidence, [[255, 223, 160, 128]], atol=1)


def test_tolerance_against_softmax_at_every_pixel() -> None:
    rows, columns = np.mgrid[0:24, 0:32] / 4
    cells = np.stack(
        [4 * np.sin(rows + phase) + 4 * np.cos(columns - phase) for phase in (0, 1, 2)]
    ).astype(np.float32)
    exact = np.exp(upsampled(cells, (192, 256), (8, 8)))
    exact = (exact / exact.sum(axis=0)).max(axis=0)
    error = np.abs(rated(cells, 'logits', (0, 1, 2), (192, 256)) / 255 - exact)
    assert error.mean() < 0.02
    assert error.max() < 0.2


def test_pixels_below_the_threshold_become_unlabelled() -> None:
    class_map = np.array([[1, 2, 3, 255]], np.uint8)
    apply_threshold(class_map, np.array([[127, 128, 255, 255]], np.uint8), 0.5)
    assert class_map.tolist() == [[255, 2, 3, 255]]


def test_the_threshold_applies_to_an_image_of_one_pixel() -> None:
    class_map = np.array([[1]], np.uint8)
    apply_threshold(class_map, np.array([[100]], np.uint8), 0.5)
    assert class_map.tolist() == [[UNLABELLED]]


def test_a_later_head_covers_what_it_labels_within_the_content() -> None:
    heads = [
        HeadSpec('first', 'NHW', 'class_map', 0, (0, 1, 2), (1.0, 1.0)),
        HeadSpec('later', 'NCHW', 'probabilities', 2, (None, 7), (1.0, 1.0)),
    ]
    axis = Axis(2, 2, Fraction(1))
    first = np.array([[[1, 2], [1, 2]]], np.uint8)
    later = scores([[0.2, 0.9], [0.6, 0.6]], [[0.8, 0.1], [0.4, 0.4]])
    strips = [
        (number, strip)
        for number, cells in enumerate((first, later))
        for strip in resampling.split_into_strips(cells, 0, axis, axis)
    ]
    for confidence in (np.full((3, 3), 77, np.uint8), None):
        class_map = np.full((3, 3), 77, np.uint8)
        Decoder(heads).decode(strips, (2, 2), class_map, confidence)
        assert class_map.tolist() == [[7, 2, 255], [1, 2, 255], [255, 255, 255]]
        if confidence is not None:
            assert confidence.tolist() == [[204, 255, 0], [255, 255, 0], [0, 0, 0]]
