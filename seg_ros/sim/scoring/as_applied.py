# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The as-applied log: every valve opening, as CSV and as GeoJSON."""

import csv
import json
from pathlib import Path

from seg_ros.sim.boom import Boom
from seg_ros.sim.valves import ValveEvent

COLUMNS = ('nozzle', 'start_s', 'stop_s', 'start_m', 'stop_m', 'left_m', 'right_m')
METERS_PER_DEGREE = (111319.49, 110574.28)
"""Of longitude and of latitude at the equator (WGS 84)."""


class AsAppliedLog:
    """
    `as_applied.csv` and `as_applied.geojson` in a folder, one entry when an opening ends.

    Positions in CSV are in the odometry frame: meters ahead, and to the left. In GeoJSON the drive
    starts at 0 degrees east and north and goes east.
    """

    def __init__(self, folder: Path, boom: Boom) -> None:
        """Create both files; OSError where they cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        self._boom = boom
        self._table = open(folder / 'as_applied.csv', 'w', newline='', encoding='utf-8')
        self._map = open(folder / 'as_applied.geojson', 'w', encoding='utf-8')
        self._rows = csv.writer(self._table, lineterminator='\n')
        self._rows.writerow(COLUMNS)
        self._map.write('{"type": "FeatureCollection", "features": [')
        self._separator = '\n'

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
            self._separator
            + json.dumps(
                {
                    'type': 'Feature',
                    'properties': row,
                    'geometry': {'type': 'Polygon', 'coordinates': [_outline(row)]},
                }
            )
        )
        self._separator = ',\n'

    def close(self) -> None:
        """Complete and close both files."""
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
