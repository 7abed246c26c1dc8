# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The as-applied log: every opening of every valve, for spreadsheets and for maps."""

import csv
import json
from pathlib import Path

from seg_ros.sim.boom import Boom
from seg_ros.sim.valves import ValveEvent

COLUMNS = ('nozzle', 'start_s', 'stop_s', 'start_m', 'stop_m', 'left_m', 'right_m')
METERS_PER_DEGREE = (111319.49, 110574.28)
"""On the equator: of longitude and of latitude (WGS 84)."""


class AsAppliedLog:
    """
    `as_applied.csv` and `as_applied.geojson` in a folder, written as openings end.

    Ground is in the odometry frame: meters ahead, and to the left. GeoJSON has no such frame:
    there the field begins at 0 degrees east and north and runs eastward.
    """

    def __init__(self, folder: Path, boom: Boom) -> None:
        """Begin both files; OSError where they cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        self._boom = boom
        self._table = open(folder / 'as_applied.csv', 'w', newline='', encoding='utf-8')
        self._map = open(folder / 'as_applied.geojson', 'w', encoding='utf-8')
        self._rows = csv.writer(self._table, lineterminator='\n')
        self._rows.writerow(COLUMNS)
        self._map.write('{"type": "FeatureCollection", "features": [')
        self._between = '\n'

    def add(self, event: ValveEvent) -> None:
        """Append an opening that has ended."""
        left_m = (self._boom.count / 2.0 - event.nozzle) * self._boom.pitch_m
        values = (
            event.nozzle,
            *(
                round(value, 4)
                for value in (
                    event.start_s,
                    event.stop_s,
                    event.start_m,
                    event.stop_m,
                    left_m,
                    left_m - self._boom.pitch_m,
                )
            ),
        )
        row = dict(zip(COLUMNS, values))
        self._rows.writerow(values)
        self._map.write(
            self._between
            + json.dumps(
                {
                    'type': 'Feature',
                    'properties': row,
                    'geometry': {'type': 'Polygon', 'coordinates': [_outline(row)]},
                }
            )
        )
        self._between = ',\n'

    def close(self) -> None:
        """End both files."""
        self._map.write('\n]}\n')
        self._map.close()
        self._table.close()


def _outline(row: dict[str, float]) -> list[list[float]]:
    corners = (
        ('start_m', 'right_m'),
        ('stop_m', 'right_m'),
        ('stop_m', 'left_m'),
        ('start_m', 'left_m'),
        ('start_m', 'right_m'),
    )
    return [
        [round(row[name] / scale, 9) for name, scale in zip(corner, METERS_PER_DEGREE)]
        for corner in corners
    ]
