# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Every topic of the patch node tells of the same image, and tells what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from harness import Domain
import numpy as np
from patch_rig import CROP, MOUNT, ReceivedTopics, Rig, WEED
import pytest
from sensor_msgs.msg import PointCloud2
from vision_msgs.msg import Classification, Detection2DArray, Detection3DArray
from visualization_msgs.msg import MarkerArray

from seg_ros.ros.conversions.point_clouds import POINT, RUN

pytestmark = pytest.mark.ros
KINDS = {
    'spray_runs': PointCloud2,
    'points': PointCloud2,
    'patches': Detection3DArray,
    'patches_2d': Detection2DArray,
    'verdict': Classification,
    'markers': MarkerArray,
}


@dataclass(frozen=True)
class Session:
    """The messages of one image with a full scene and of one with nothing in it."""

    full: dict[str, Any]
    empty: dict[str, Any]
    stamps: list
    statuses: list[DiagnosticStatus]


def of_one_stamp(received: ReceivedTopics, is_fit: Callable[[np.ndarray], bool]) -> dict[str, Any]:
    """Return one message of each topic, of one stamp and with points that fit, or nothing."""
    for points in reversed(received['points']):
        stamp = stamp_of(points)
        together = {
            name: next((one for one in messages if stamp_of(one) == stamp), None)
            for name, messages in received.items()
        }
        if None not in together.values() and is_fit(np.frombuffer(points.data, POINT)):
            return together
    return {}


def stamp_of(message: Any) -> tuple[int, int]:
    header = message.markers[0].header if isinstance(message, MarkerArray) else message.header
    return header.stamp.sec, header.stamp.nanosec


@pytest.fixture(scope='module')
def session(tmp_path_factory) -> Iterator[Session]:
    """Run the node on 100 px of thistle, and 100 px of which the lower half is maize."""
    with Domain(tmp_path_factory.mktemp('patch_outputs')) as domain:
        rig = Rig(domain, parts=('class_map', 'confidence', 'label_info'))
        rig.scene[10:20, 50:60] = WEED
        rig.scene[40:50, 50:60] = WEED
        rig.scene[45:50, 50:60] = CROP
        received = ReceivedTopics(domain, **KINDS)
        diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
        domain.start(
            'patch_node',
            *MOUNT,
            '-p',
            'motion:=still',
            '-p',
            'crops:=[maize]',
            '-p',
            'closing_mm:=0.0',
            '-p',
            'verdict_max_area_mm2:=8000.0',
        )
        full = domain.until(
            lambda: of_one_stamp(
                received, lambda points: (points['flags'] & 2 == 0).all() and len(points) == 3
            )
        )
        domain.until(
            lambda: any(
                'look-ahead' in status.name for array in diagnostics for status in array.status
            )
        )
        rig.scene[:] = 0
        empty = domain.until(lambda: of_one_stamp(received, lambda points: len(points) == 0))
        yield Session(full, empty, rig.stamps, diagnostics[-1].status)


@pytest.mark.parametrize('name', KINDS)
def test_both_bear_the_stamp_of_a_mask(session, name: str) -> None:
    stamps = [(stamp.sec, stamp.nanosec) for stamp in session.stamps]
    for together in (session.full, session.empty):
        assert stamp_of(together[name]) in stamps


@pytest.mark.parametrize(
    'name, frame_id',
    [
        ('spray_runs', 'base_link'),
        ('points', 'base_link'),
        ('patches', 'base_link'),
        ('patches_2d', 'lens'),
        ('verdict', 'lens'),
    ],
)
def test_frames(session, name: str, frame_id: str) -> None:
    assert session.full[name].header.frame_id == frame_id


def test_points_are_in_metres(session) -> None:
    points = np.sort(np.frombuffer(session.full['points'].data, POINT), order='x')
    assert np.allclose(points['x'], [-0.025, 0.025, 0.3], atol=1e-4)
    assert np.allclose(points['y'], 0.05, atol=1e-4)
    assert np.allclose(points['area'], [0.005, 0.005, 0.01], rtol=1e-4)
    assert np.allclose(points['length'], [0.05, 0.05, 0.1], atol=1e-4)
    assert np.allclose(points['score'], 0.8)
    assert points['flags'].tolist() == [4, 0, 0]
    assert (points['nozzle_lo'][2], points['nozzle_hi'][2]) == (4, 6)


def test_runs_cover_the_weeds_and_spare_the_crop(session) -> None:
    points = np.frombuffer(session.full['points'].data, POINT)
    runs = np.frombuffer(session.full['spray_runs'].data, RUN)
    crop = points[points['flags'] == 4][0]
    assert set(runs['id']) == set(points[points['flags'] == 0]['id'])
    assert set(runs['nozzle']) == {4, 5, 6}
    assert runs['x_start'].min() >= crop['x'] + crop['length'] / 2 + 0.005 - 1e-4
    assert np.allclose(runs['x_end'].max(), 0.35, atol=1e-4)


def test_detections_are_the_points_in_their_order(session) -> None:
    points = np.frombuffer(session.full['points'].data, POINT)
    names = ['crop' if flags & 4 else 'thistle' for flags in points['flags']]
    for name in ('patches', 'patches_2d'):
        reported = [
            (one.id, one.results[0].hypothesis.class_id) for one in session.full[name].detections
        ]
        assert reported == list(zip(map(str, points['id']), names))
    places = [one.bbox.center.position.x for one in session.full['patches'].detections]
    assert np.allclose(places, points['x'])


def test_pixels_are_pixels(session) -> None:
    boxes = [one.bbox for one in session.full['patches_2d'].detections]
    assert sorted(
        (box.center.position.y, box.center.position.x, box.size_x, box.size_y) for box in boxes
    ) == [(14.5, 54.5, 10, 10), (42.0, 54.5, 10, 5), (47.0, 54.5, 10, 5)]


def test_the_verdict_follows_the_largest(session) -> None:
    assert session.full['verdict'].results[0].class_id == 'fail'
    assert session.empty['verdict'].results[0].class_id == 'pass'


def test_markers_outline_the_patches(session) -> None:
    lines = [one for one in session.full['markers'].markers if one.ns == 'outlines']
    assert len(lines) == 3
    for line in lines:
        assert len(line.points) >= 4 and line.header.frame_id == 'base_link'


def test_nothing_there_is_said_on_every_topic(session) -> None:
    assert session.empty['points'].width == session.empty['spray_runs'].width == 0
    assert session.empty['patches'].detections == session.empty['patches_2d'].detections == []
    assert len(session.empty['markers'].markers) == 1


def test_diagnostics_are_fine_and_tell_the_speed_that_fits(session) -> None:
    statuses = {status.name: status for status in session.statuses}
    assert set(statuses) == {
        f'patch_node: {name}' for name in ('frames', 'look-ahead', 'camera_info')
    }
    assert all(status.level == DiagnosticStatus.OK for status in statuses.values())
    # The farthest row is 0.445 m ahead: (0.445 - 0.25 - 0.02) m / (0.25 + 0.1) s.
    assert 'up to 0.50 m/s at 250 ms and 10 images/s' in (
        statuses['patch_node: look-ahead'].message
    )
