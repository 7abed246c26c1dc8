# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Frames of the animation; the test of the demo checks the complete animation."""

from types import SimpleNamespace

import cv2
import numpy as np

from seg_ros.cli.animation import _camera_image, BOX, HEIGHT_PX


def detection(name: str, x: float, y: float) -> SimpleNamespace:
    """Return a patch of 40 x 40 pixels at a position in the image."""
    center = SimpleNamespace(position=SimpleNamespace(x=x, y=y))
    hypothesis = SimpleNamespace(class_id=name)
    return SimpleNamespace(
        id='7',
        bbox=SimpleNamespace(center=center, size_x=40.0, size_y=40.0),
        results=[SimpleNamespace(hypothesis=hypothesis)],
    )


def test_weeds_are_in_boxes_and_crops_are_not() -> None:
    soil = np.zeros((HEIGHT_PX, 400, 3), np.uint8)
    overlay = SimpleNamespace(data=cv2.imencode('.png', soil)[1])
    boxes = SimpleNamespace(detections=[detection('weed', 100, 100), detection('crop', 300, 300)])
    image = _camera_image(overlay, boxes)
    assert tuple(image[100, 80]) == tuple(image[120, 100]) == BOX
    assert not image[200:].any()
