# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Fixtures for verbs: a tiny network whose class is the brightest color."""

from pathlib import Path
import sys

import cv2
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / 'inference'))


@pytest.fixture
def tiny_network(tmp_path: Path) -> Path:
    """Return tiny.onnx: red, green and blue compete for each of 8 x 12 pixels."""
    onnx = pytest.importorskip('onnx', reason='onnx is not installed')
    from graphs import tiny_graph

    path = tmp_path / 'net' / 'tiny.onnx'
    path.parent.mkdir()
    onnx.save_model(tiny_graph(), str(path))
    return path


@pytest.fixture
def tiny_model(tiny_network: Path) -> Path:
    """Return tiny.onnx with its manifest: classes red, green, blue, and a mask of the last two."""
    tiny_network.with_suffix('.yaml').write_text(
        '\n'.join(
            (
                'manifest_version: 1',
                'classes:',
                '  - {name: red, color: [255, 0, 0]}',
                '  - {name: green, color: [0, 255, 0]}',
                '  - {name: blue, color: [0, 0, 255]}',
                'groups: {cold: [green, blue]}',
            )
        )
    )
    return tiny_network


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a PNG of 12 x 8 pixels: red on the left, blue on the right."""
    pixels = np.zeros((8, 12, 3), np.uint8)
    pixels[:, :6, 2] = 200
    pixels[:, 6:, 0] = 200
    path = tmp_path / 'photo.png'
    cv2.imwrite(str(path), pixels)
    return path
