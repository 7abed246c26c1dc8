# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A label image as it is stored: gray values, values with a palette, or colors; and its ids."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from seg_ros.errors import FrameError

Color = tuple[int, int, int]
"""Red, green and blue, 0..255."""

_LISTED = 4
_BLENDED = 64


@dataclass(frozen=True, eq=False)
class LabelImage:
    """
    The stored values of a label image; `kind` names it in errors.

    `values` are (H, W) unsigned integers, which stand for gray up to `white` or for rows of a
    `palette`, (N, 3) uint8 rgb; or they are (H, W, 3) uint8 rgb.
    """

    kind: str
    values: np.ndarray
    palette: np.ndarray | None = None
    white: int = 255

    def ids(self, colors: Mapping[Color, int] | None = None) -> np.ndarray:
        """
        Return label ids, (H, W) uint8: the stored values, or with `colors` by this color table.

        With a table every image is one of colors, by its palette or gray as (v, v, v). Without
        one, three equal channels count as one. FrameError names the kind of image that this
        cannot be, and what to do.
        """
        if colors is not None:
            return self._ids_by_color(colors)
        if self.values.ndim == 3:
            return self._ids_of_equal_channels()
        if self.values.dtype == np.uint8:
            return self.values
        lowest, highest = int(self.values.min()), int(self.values.max())
        if not 0 <= lowest <= highest <= 255:
            raise FrameError(
                f'{self.kind} must hold class ids 0..255, got {lowest}..{highest}; if the values '
                'number objects, write class ids instead'
            )
        return self.values.astype(np.uint8)

    def used_colors(self) -> tuple[tuple[int, Color], ...]:
        """Return the value and color of each row of the palette that a pixel has."""
        if self.palette is None:
            return ()
        used = np.flatnonzero(_histogram(self.values)[: len(self.palette)])
        codes = _codes(self.palette[np.newaxis])[0, used]
        return tuple((int(value), _color(code)) for value, code in zip(used, codes))

    def _ids_of_equal_channels(self) -> np.ndarray:
        first = np.ascontiguousarray(self.values[..., 0])
        if all(np.array_equal(first, self.values[..., other]) for other in (1, 2)):
            return first
        codes, pixels = np.unique(_codes(self.values), return_counts=True)
        common = codes[np.argsort(-pixels, kind='stable')][:_LISTED]
        named = ', '.join(f'CLASS: {list(_color(code))}' for code in common)
        raise FrameError(
            f'{self.kind} needs a color table, got {len(codes)} colors without one; in '
            f'dataset.yaml write `colors: {{{named}{", ..." * (len(codes) > _LISTED)}}}`, or '
            '`colors: classes` for those of the classes (`evaluate`: with --dataset; `score` '
            'needs ids)'
        )

    def _ids_by_color(self, colors: Mapping[Color, int]) -> np.ndarray:
        if not colors:
            raise FrameError('a color table must have a color, got none')
        known = np.array([red << 16 | green << 8 | blue for red, green, blue in colors], np.int32)
        order = np.argsort(known)
        known, ids = known[order], np.array([*colors.values()], np.uint8)[order]

        def rows(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            nearest = np.minimum(np.searchsorted(known, codes), len(known) - 1)
            return ids[nearest], known[nearest] != codes

        if self.values.ndim == 3:
            codes = _codes(self.values)
            found, is_unknown = rows(codes)
            if is_unknown.any():
                raise self._unknown(codes[is_unknown], colors)
            return found
        codes = _codes(self._colors_of_values())[0]
        found, is_unknown = rows(codes)
        is_unknown &= _histogram(self.values) > 0
        if is_unknown.any():
            raise self._unknown(codes[self.values[is_unknown[self.values]]], colors)
        return cv2.LUT(self.values, found)

    def _colors_of_values(self) -> np.ndarray:
        """Return (1, 256, 3) uint8 rgb; values beyond the palette are black."""
        if self.values.dtype != np.uint8:
            raise FrameError(
                f'{self.kind} has no colors; if it holds class ids, leave out the color table'
            )
        colors = np.zeros((1, 256, 3), np.uint8)
        if self.palette is not None:
            colors[0, : len(self.palette)] = self.palette
        else:
            gray = np.arange(self.white + 1) * (255 // self.white)
            colors[0, : len(gray)] = gray[:, np.newaxis]
        return colors

    def _unknown(self, codes: np.ndarray, colors: Mapping[Color, int]) -> FrameError:
        found, pixels = np.unique(codes, return_counts=True)
        most = int(np.argmax(pixels))
        color = list(_color(found[most]))
        others = f' and {len(found) - 1} other colors' if len(found) > 1 else ''
        if self.values.ndim == 2:
            remedy = 'or, if it holds class ids, leave out the color table'
        elif len(found) > _BLENDED:
            remedy = 'or, if edges are blended, write labels without anti-aliasing'
        else:
            remedy = 'or give it an id to ignore'
        return FrameError(
            f'{self.kind} must have the {len(colors)} colors of the color table, got {color} in '
            f'{pixels[most]} pixels{others}; in dataset.yaml write `colors: {{CLASS: {color}}}`, '
            f'{remedy}'
        )


def _histogram(values: np.ndarray) -> np.ndarray:
    """Return (256,) counts of (H, W) uint8 values."""
    return cv2.calcHist([values], [0], None, [256], [0, 256]).ravel()


def _codes(colors: np.ndarray) -> np.ndarray:
    """Return (H, W) int32, one number for each color of (H, W, 3) uint8 rgb."""
    return cv2.cvtColor(colors, cv2.COLOR_RGB2BGRA).view('<i4')[..., 0] & 0xFFFFFF


def _color(code: int) -> Color:
    return int(code) >> 16, int(code) >> 8 & 255, int(code) & 255
