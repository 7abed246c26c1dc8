# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Animation of a recorded drive: overlay, and the ground around the boom from above."""

from collections.abc import Iterator
import csv
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from seg_ros.atomic_files import VideoWriter
from seg_ros.datatypes import CROP_NAME
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.world.ground_strip import PIXEL_M

OVERLAY, BOXES = '/segmentation_node/overlay/compressed', '/patch_node/patches_2d'
RUNS, ODOMETRY = '/patch_node/spray_runs', '/odom'
HEIGHT_PX = 360
BEHIND_M, AHEAD_M = 0.35, 0.85
SPRAY, TO_SPRAY = (255, 140, 40), (40, 170, 255)
BOX, CLOSED = (255, 255, 255), (150, 150, 150)


def animate(out: Path, scenario: Scenario, every: int = 2) -> Path:
    """
    Write animation.gif from the recording and the as-applied log in `out`, and return its path.

    It is animation.mp4 where OpenCV cannot write GIF. One of `every` images is shown, in real
    time.
    """
    frames = list(_frames(out, scenario, every))
    rate_hz = scenario.parameters.rate_hz / every
    if not hasattr(cv2, 'imwriteanimation'):
        video = VideoWriter(out / 'animation.mp4', rate_hz)
        for frame in frames:
            video.add(frame)
        video.close()
        return out / 'animation.mp4'
    animation: Any = cv2.Animation()
    animation.frames = frames
    animation.durations = np.full(len(frames), round(1000.0 / rate_hz), np.int32)
    cv2.imwriteanimation(str(out / 'animation.gif'), animation)
    return out / 'animation.gif'


def _frames(out: Path, scenario: Scenario, every: int) -> Iterator[np.ndarray]:
    results, positions = _read_recording(out / 'recording')
    openings = _openings(out / 'as_applied.csv')
    complete = sorted(stamp for stamp, result in results.items() if len(result) == 3)
    stamps, positions_m = np.array(sorted(positions.items())).T
    for stamp in complete[::every]:
        position_m = float(np.interp(stamp, stamps, positions_m))
        result = results[stamp]
        camera = _camera_image(result[OVERLAY], result[BOXES])
        yield np.hstack([camera, _from_above(scenario, position_m, openings, result[RUNS])])


def _read_recording(folder: Path) -> tuple[dict[int, dict[str, Any]], dict[int, float]]:
    """Return messages by stamp and topic, and vehicle positions by stamp, in nanoseconds."""
    # Imported here, since the demo on a camera does not need rosbags.
    from rosbags.highlevel import AnyReader

    results: dict[int, dict[str, Any]] = {}
    positions: dict[int, float] = {}
    with AnyReader([folder]) as reader:
        connections = [
            connection
            for connection in reader.connections
            if connection.topic in (OVERLAY, BOXES, RUNS, ODOMETRY)
        ]
        for connection, _, raw in reader.messages(connections=connections):
            message: Any = reader.deserialize(raw, connection.msgtype)
            stamp = message.header.stamp.sec * 10**9 + message.header.stamp.nanosec
            if connection.topic == ODOMETRY:
                positions[stamp] = message.pose.pose.position.x
            else:
                results.setdefault(stamp, {})[connection.topic] = message
    return results, positions


def _openings(path: Path) -> np.ndarray:
    """Return (N, 3): nozzle, and the positions where its spray starts and stops."""
    with path.open(newline='') as file:
        rows = [(row['nozzle'], row['start_m'], row['stop_m']) for row in csv.DictReader(file)]
    return np.array(rows, np.float64).reshape(-1, 3)


def _camera_image(overlay: Any, boxes: Any) -> np.ndarray:
    """Return the overlay with bounding boxes of weeds, but not of crops."""
    image = np.asarray(cv2.imdecode(overlay.data, cv2.IMREAD_COLOR))
    for patch in boxes.detections:
        if patch.results[0].hypothesis.class_id == CROP_NAME:
            continue
        center = patch.bbox.center.position
        half = np.array([patch.bbox.size_x, patch.bbox.size_y]) / 2.0
        corners = np.round([[center.x, center.y] - half, [center.x, center.y] + half]).astype(int)
        cv2.rectangle(image, corners[0].tolist(), corners[1].tolist(), BOX, 1)
        cv2.putText(
            image,
            patch.id,
            (corners[0] + (2, -4)).tolist(),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.5,
            BOX,
            1,
            cv2.LINE_AA,
        )
    width_px = round(image.shape[1] * HEIGHT_PX / image.shape[0])
    return cv2.resize(image, (width_px, HEIGHT_PX), interpolation=cv2.INTER_AREA)


def _from_above(
    scenario: Scenario, position_m: float, openings: np.ndarray, runs: object
) -> np.ndarray:
    """Return the ground around the boom, driving direction up, with sprayed and planned areas."""
    start_px, stop_px = (
        round((position_m + offset_m) / PIXEL_M) for offset_m in (-BEHIND_M, AHEAD_M)
    )
    ground = scenario.world.ground(start_px, stop_px).pixels.copy()
    edges_px = scenario.boom.edges_px
    sprayed = np.zeros(ground.shape[:2], bool)
    for nozzle, from_m, to_m in openings[openings[:, 1] < position_m]:
        rows = [round(x_m / PIXEL_M) - start_px for x_m in (from_m, min(to_m, position_m))]
        lane = slice(*edges_px[int(nozzle) : int(nozzle) + 2])
        sprayed[max(rows[0], 0) : max(rows[1], 0), lane] = True
    ground[sprayed] = (0.5 * ground[sprayed] + 0.5 * np.array(SPRAY, np.float32)).astype(np.uint8)
    for nozzle, from_m, to_m in _planned(runs):
        rows = [round((position_m + x_m) / PIXEL_M) - start_px for x_m in (from_m, to_m)]
        left, right = edges_px[int(nozzle) : int(nozzle) + 2].tolist()
        cv2.rectangle(ground, (left, rows[0]), (right, rows[1]), TO_SPRAY, 3)
    _draw_boom(ground, edges_px, round(BEHIND_M / PIXEL_M), sprayed)
    width_px = round(ground.shape[1] * HEIGHT_PX / ground.shape[0])
    return cv2.resize(ground[::-1], (width_px, HEIGHT_PX), interpolation=cv2.INTER_AREA)


def _planned(runs: Any) -> np.ndarray:
    """Return (N, 3): nozzle, start and end in meters ahead of the vehicle."""
    names = ('nozzle', 'x_start', 'x_end')
    offsets = {field.name: field.offset for field in runs.fields}
    layout = np.dtype(
        {
            'names': list(names),
            'formats': ['<u4', '<f4', '<f4'],
            'offsets': [offsets[name] for name in names],
            'itemsize': runs.point_step,
        }
    )
    points: np.ndarray = np.frombuffer(runs.data, layout)
    return np.stack([points[name].astype(np.float64) for name in names], axis=1)


def _draw_boom(ground: np.ndarray, edges_px: np.ndarray, row: int, sprayed: np.ndarray) -> None:
    """Draw the nozzles, open ones in the color of sprayed ground."""
    for left, right in zip(edges_px[:-1].tolist(), edges_px[1:].tolist()):
        is_open = bool(sprayed[row - 3, left])
        cv2.rectangle(
            ground,
            (left + 4, row - 9),
            (right - 4, row + 9),
            SPRAY if is_open else CLOSED,
            cv2.FILLED,
        )
