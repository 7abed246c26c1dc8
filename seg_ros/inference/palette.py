# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Colors for classes that have none."""

from collections.abc import Collection, Sequence
from colorsys import hsv_to_rgb

from seg_ros.label_image import Color

_GOLDEN_RATIO = 0.618034
_VALUES = (1.0, 0.8, 0.6)
_SATURATIONS = (0.9, 0.5)


def distinct_color(class_id: int) -> Color:
    """
    Return the color (red, green, blue) 0..255 of a class id, always the same one; 0 is black.

    From id to id the hue advances by the golden ratio of a turn, which spreads any number of hues
    evenly (Ankerl 2009, How to generate random colors programmatically); brightness and then
    saturation alternate, so that hues that come near each other again differ. Nearby ids differ
    more than in the color map of Pascal VOC, which has dark colors first.
    """
    if class_id == 0:
        return (0, 0, 0)
    value = _VALUES[class_id % len(_VALUES)]
    saturation = _SATURATIONS[class_id // len(_VALUES) % len(_SATURATIONS)]
    parts = hsv_to_rgb(class_id * _GOLDEN_RATIO % 1.0, saturation, value)
    red, green, blue = (round(255 * part) for part in parts)
    return red, green, blue


def colors_or_palette(
    colors: Sequence[Color | None], taken: Collection[Color] = ()
) -> list[Color]:
    """Return the colors if all differ and none is black, `taken` or None, else as many others."""
    usable = [color for color in colors if color and any(color) and color not in taken]
    if len(set(usable)) == len(colors):
        return usable
    return [distinct_color(number) for number in range(1, len(colors) + 1)]
