# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The colors of the palette are valid, distinct, and always the same."""

from math import dist

from seg_ros.inference.palette import colors_or_palette, distinct_color

COLORS = [distinct_color(class_id) for class_id in range(255)]


def test_every_class_id_has_a_color_of_its_own() -> None:
    assert len(set(COLORS)) == 255
    assert all(0 <= part <= 255 for color in COLORS for part in color)


def test_the_first_colors() -> None:
    assert COLORS[:4] == [(0, 0, 0), (20, 74, 204), (96, 153, 15), (255, 128, 239)]


def test_neighbors_differ_clearly() -> None:
    assert min(dist(first, second) for first, second in zip(COLORS, COLORS[1:])) > 100


def test_colors_are_kept_where_all_can_be_told_apart() -> None:
    red, gray = (255, 0, 0), (128, 128, 128)
    assert colors_or_palette([red, gray]) == [red, gray]
    for colors in ([red, red], [red, (0, 0, 0)], [None, red], [gray, red]):
        assert colors_or_palette(colors, taken=(gray,)) == COLORS[1:3]
