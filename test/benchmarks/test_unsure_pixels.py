# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The table of unsure pixels counts what can be counted by hand."""

from pathlib import Path
import sys

import cv2
import numpy as np
import pytest

from benchmarks.unsure_pixels import main, rank_correlation


def test_correlation_of_ranks() -> None:
    rising = np.array([1.0, 2.0, 50.0])
    assert rank_correlation(rising, rising**3) == pytest.approx(1.0)
    assert rank_correlation(rising, -rising) == pytest.approx(-1.0)


def test_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """33 of 64 columns are green to the network, which averages 3 x 3 pixels, and sure."""
    for name in ('images', 'labels'):
        (tmp_path / name).mkdir()
    for name, rows in (('a', 24), ('b', 12)):
        pixels, labels = np.empty((48, 64, 3), np.uint8), np.zeros((48, 64), np.uint8)
        pixels[:, :32], pixels[:, 32:] = (30, 160, 40), (40, 70, 110)
        labels[rows:, :33] = 1
        cv2.imwrite(str(tmp_path / 'images' / f'{name}.png'), pixels)
        cv2.imwrite(str(tmp_path / 'labels' / f'{name}.png'), labels)
    folders = [str(tmp_path / name) for name in ('images', 'labels')]
    monkeypatch.setattr(sys, 'argv', ['unsure_pixels', 'vegetation', *folders])
    main()
    title, _, row, *_ = capsys.readouterr().out.splitlines()
    assert title == 'vegetation, 2 images, errors 19.3%'
    assert row.split()[0] == '0.5' and row.split()[-3:] == ['0.0%', '0%', '19.3%']
