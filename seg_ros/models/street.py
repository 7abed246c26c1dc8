# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Draw a synthetic street, the self-test image of `drivable` and `drivable_deeplab`.

`python -m seg_ros.models.street street.png` writes it, always with the same pixels.
"""

import sys

import cv2
import numpy as np

HEIGHT, WIDTH = 360, 480
HORIZON, VANISHING = 150, 250
SKY, FAR_SKY = (236, 224, 210), (246, 242, 238)
ROAD, CURB, SIDEWALK = (96, 92, 90), (150, 150, 150), (140, 148, 152)
WALLS = ((96, 120, 150), (120, 130, 140), (88, 100, 128), (140, 150, 160))
PANE, TRUNK, LEAVES, CAR, TIRE = (70, 60, 52), (44, 58, 70), (48, 84, 66), (60, 40, 120), (30,) * 3


def street_image() -> np.ndarray:
    """Return (360, 480, 3) uint8 bgr: a road with sidewalks, houses, a tree and a car."""
    random = np.random.default_rng(0)
    image = np.empty((HEIGHT, WIDTH, 3), np.float32)
    depth = np.clip(np.arange(HEIGHT) / HORIZON, 0.0, 1.0)[:, np.newaxis, np.newaxis]
    image[:] = (1.0 - depth) * np.array(SKY, np.float32) + depth * np.array(FAR_SKY, np.float32)
    for side in (-1, 1):
        _row_of_houses(image, side, random)
    _ground(image, -900, 1400, SIDEWALK)
    _ground(image, -160, 640, CURB)
    _ground(image, -140, 620, ROAD)
    for near, far in ((0.95, 0.7), (0.5, 0.38), (0.3, 0.24), (0.19, 0.16)):
        _quad(image, [(228, near), (252, near), (252, far), (228, far)], (200, 204, 206))
    _tree(image, random)
    _car(image)
    # Asphalt has a texture: an even gray is a frame that shows nothing.
    noise = np.float32(random.normal(0.0, 25.0, image.shape))
    blurred = cv2.GaussianBlur(image + noise, (0, 0), 0.8)
    return np.clip(np.rint(blurred), 0, 255).astype(np.uint8)


def _at(column: float, nearness: float) -> tuple[int, int]:
    """Return the pixel of a point on the ground, at `column` where `nearness` is 1."""
    return (
        round(VANISHING + nearness * (column - VANISHING)),
        round(HORIZON + nearness * (HEIGHT - HORIZON)),
    )


def _quad(image: np.ndarray, points: list, color: tuple) -> None:
    cv2.fillPoly(image, [np.array([_at(*point) for point in points])], color, cv2.LINE_AA)


def _ground(image: np.ndarray, left: int, right: int, color: tuple) -> None:
    _quad(image, [(left, 1.0), (right, 1.0), (right, 0.0), (left, 0.0)], color)


def _row_of_houses(image: np.ndarray, side: int, random: np.random.Generator) -> None:
    """Draw the houses on one side of the street, the farthest first."""
    for number, nearness in enumerate((0.12, 0.2, 0.34, 0.6, 1.2)):
        foot = VANISHING + side * 420 * nearness
        top = HORIZON - 260 * nearness * random.uniform(0.8, 1.2)
        outer = VANISHING + side * 900
        bottom = HORIZON + (HEIGHT - HORIZON) * nearness
        wall = WALLS[(number + side) % len(WALLS)]
        corners = np.array([(foot, top), (outer, top), (outer, bottom), (foot, bottom)]).round()
        cv2.fillPoly(image, [corners.astype(int)], wall, cv2.LINE_AA)
        size = 34 * nearness
        for row in range(3):
            for column in range(4):
                x, y = foot + side * size * (0.8 + 1.9 * column), top + size * (0.7 + 1.8 * row)
                if y + size < bottom - size:
                    corner = round(x + side * size), round(y + 1.3 * size)
                    cv2.rectangle(image, (round(x), round(y)), corner, PANE, -1)


def _tree(image: np.ndarray, random: np.random.Generator) -> None:
    x, y = _at(-330, 0.42)
    cv2.rectangle(image, (x - 4, y - 90), (x + 4, y), TRUNK, -1)
    for _ in range(160):
        dx, dy = random.normal(0.0, 22.0, 2)
        shade = np.array(LEAVES, np.float32) * random.uniform(0.6, 1.3)
        cv2.circle(image, (round(x + dx), round(y - 105 + dy)), 7, shade.tolist(), -1, cv2.LINE_AA)


def _car(image: np.ndarray) -> None:
    x, y = _at(480, 0.4)
    cv2.rectangle(image, (x - 34, y - 30), (x + 34, y - 4), CAR, -1)
    cv2.fillPoly(
        image,
        [np.array([(x - 26, y - 30), (x - 18, y - 50), (x + 18, y - 50), (x + 26, y - 30)])],
        CAR,
        cv2.LINE_AA,
    )
    cv2.fillPoly(
        image,
        [np.array([(x - 21, y - 31), (x - 15, y - 46), (x + 15, y - 46), (x + 21, y - 31)])],
        PANE,
        cv2.LINE_AA,
    )
    for wheel in (-24, 24):
        cv2.rectangle(image, (x + wheel - 6, y - 8), (x + wheel + 6, y), TIRE, -1)


if __name__ == '__main__':
    cv2.imwrite(sys.argv[1], street_image())
