# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The files of a drive."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.sim.boom import Boom
from seg_ros.sim.scoring.as_applied import AsAppliedLog
from seg_ros.sim.scoring.score import ScoredSection
from seg_ros.sim.scoring.score_window import ScoreWindow
from seg_ros.sim.scoring.strip_image import (
    CROP_LINE,
    MISSED_LINE,
    render_section,
    StripImages,
    UNREACHABLE_LINE,
    WEED_LINE,
)
from seg_ros.sim.valves import ValveEvent
from seg_ros.sim.world.ground_strip import CROP, Ground, WEED

BOOM = Boom(count=2, pitch_m=0.04, middle_m=0.05)
OPENINGS = ValveEvent(0, 1.0, 1.5, 2.0, 3.0), ValveEvent(1, 1.25, 1.5, 2.5, 3.0)


@pytest.mark.parametrize('openings', [(), OPENINGS[:1], OPENINGS])
def test_the_log_is_valid_csv_and_geojson(tmp_path: Path, openings: tuple) -> None:
    log = AsAppliedLog(tmp_path / 'log', BOOM)
    for event in openings:
        log.add(event)
    log.close()
    with open(tmp_path / 'log' / 'as_applied.csv', encoding='utf-8') as file:
        rows = list(csv.DictReader(file))
    features = json.loads((tmp_path / 'log' / 'as_applied.geojson').read_text())['features']
    assert len(rows) == len(features) == len(openings)
    for row, feature, event in zip(rows, features, openings):
        assert (float(row['start_m']), float(row['stop_m'])) == (event.start_m, event.stop_m)
        assert feature['properties']['nozzle'] == event.nozzle


def test_positions_of_the_first_nozzle_in_meters_and_degrees(
    tmp_path: Path,
) -> None:
    log = AsAppliedLog(tmp_path, BOOM)
    log.add(OPENINGS[0])
    log.close()
    (feature,) = json.loads((tmp_path / 'as_applied.geojson').read_text())['features']
    assert feature['properties']['left_m'] == 0.04
    assert feature['properties']['right_m'] == 0.0
    ring = np.array(feature['geometry']['coordinates'][0])
    assert ring[0].tolist() == ring[-1].tolist()
    np.testing.assert_allclose(ring[2], [3.0 / 111319.49, 0.04 / 110574.28], atol=1e-9)
    ahead, aside = np.diff(ring, axis=0)[:2]
    assert ahead[0] * aside[1] - ahead[1] * aside[0] > 0  # counter-clockwise: RFC 7946


class GrayWorld:
    """Bare ground of one color."""

    @staticmethod
    def ground(start_px: int, stop_px: int) -> Ground:
        """Return gray rows."""
        shape = (stop_px - start_px, 100)
        return Ground(
            np.full((*shape, 3), 100, np.uint8),
            np.zeros(shape, np.uint8),
            np.zeros(shape, np.int32),
        )


def section() -> ScoredSection:
    """Return a section of 200 rows: weeds 1, 2 (missed) and 3 (unreachable), and crop 4."""
    owners = np.zeros((200, 100), np.int32)
    for number in range(4):
        owners[10 + 50 * number : 40 + 50 * number, 10:30] = number + 1
    truth = np.uint8([0, WEED, WEED, WEED, CROP])[owners]
    sprayed = np.zeros(owners.shape, bool)
    sprayed[:, 70:] = True
    window = ScoreWindow(0, 200, 0, truth, owners, sprayed, BOOM)
    return ScoredSection(window, missed=np.array([2]), unreachable=np.array([3]))


def test_outlines_show_the_result_of_each_plant() -> None:
    image = render_section(GrayWorld, section())
    assert image.shape == (50, 100, 3)
    outlines = [image[10, 5 + 25 * plant] for plant in range(4)]
    for outline, color in zip(outlines, (WEED_LINE, MISSED_LINE, UNREACHABLE_LINE, CROP_LINE)):
        assert np.abs(outline.astype(int) - color).max() < 60
    assert image[45, 50, 0] > 130 > image[30, 50, 0]


def test_only_images_of_an_earlier_drive_are_removed(tmp_path: Path) -> None:
    for name in ('strip_000.png', 'strip_012.png', 'strip_007.png'):
        (tmp_path / name).touch()
    StripImages(tmp_path, GrayWorld)
    assert [path.name for path in tmp_path.iterdir()] == ['strip_007.png']


def test_an_image_is_written_when_it_is_complete(tmp_path: Path) -> None:
    images = StripImages(tmp_path, GrayWorld)
    for _ in range(12):
        images.add(section())
    assert [path.name for path in tmp_path.iterdir()] == ['strip_000.png']
    images.add(section())
    (tmp_path / 'strip_000.png').unlink()
    images.close()
    assert cv2.imread(str(tmp_path / 'strip_000.png')).shape == (58, 100, 3)
