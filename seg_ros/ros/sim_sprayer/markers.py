# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Markers for RViz: open and closed nozzles of the boom, and spray runs."""

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Point
import numpy as np
from std_msgs.msg import ColorRGBA
from visualization_msgs.msg import Marker, MarkerArray

from seg_ros.datatypes import SprayRuns
from seg_ros.ros.conversions.sim import BASE
from seg_ros.sim.boom import Boom

OPEN, CLOSED = ColorRGBA(r=0.1, g=0.5, b=1.0, a=1.0), ColorRGBA(r=0.5, g=0.5, b=0.5, a=1.0)
TO_SPRAY = ColorRGBA(r=1.0, g=0.6, b=0.1, a=0.9)


def nozzle_markers(stamp: Time, is_open: np.ndarray, boom: Boom) -> MarkerArray:
    """Return cubes for the nozzles, leftmost first, `is_open` (count,) bool."""
    marker = _marker(stamp, 'nozzles', Marker.CUBE_LIST)
    marker.scale.x, marker.scale.y, marker.scale.z = 0.02, 0.7 * boom.pitch_m, 0.02
    marker.points = [Point(y=y_m) for y_m in _lanes_y_m(boom)]
    marker.colors = [OPEN if opened else CLOSED for opened in is_open]
    return MarkerArray(markers=[marker])


def run_markers(stamp: Time, runs: SprayRuns, boom: Boom) -> MarkerArray:
    """Return lines for the runs, relative to the vehicle at the stamp."""
    marker = _marker(stamp, 'runs', Marker.LINE_LIST)
    marker.scale.x = 0.3 * boom.pitch_m
    marker.color = TO_SPRAY
    lanes_y_m = _lanes_y_m(boom)
    marker.points = [
        Point(x=x_m, y=lanes_y_m[nozzle])
        for start_m, end_m, nozzle in zip(runs.x_start_m, runs.x_end_m, runs.nozzles)
        for x_m in (start_m, end_m)
    ]
    return MarkerArray(markers=[marker])


def _marker(stamp: Time, namespace: str, kind: int) -> Marker:
    marker = Marker(ns=namespace, type=kind, action=Marker.ADD)
    marker.header.stamp, marker.header.frame_id = stamp, BASE
    return marker


def _lanes_y_m(boom: Boom) -> list[float]:
    return (((boom.count - 1) / 2.0 - np.arange(boom.count)) * boom.pitch_m).tolist()
