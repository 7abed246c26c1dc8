# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A node with `keep_hard_images`: what it leaves, and that it works on whatever the disk does."""

from __future__ import annotations

from pathlib import Path

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from harness import Camera, Domain
from lifecycle_msgs.msg import Transition
from nav_msgs.msg import Odometry
import numpy as np
import pytest
from sensor_msgs.msg import CompressedImage, Image
import yaml

from seg_ros.label_files import read_label_file
from seg_ros.ros.base.frame_worker import nanoseconds
from seg_ros.ros.conversions.images import jpeg_message, read_image
from seg_ros.training.data.dataset import open_dataset
from seg_ros.training.data.samples import read_sample

pytestmark = pytest.mark.ros
NODE = '/segmentation_node'
HANG = """
import os
from pathlib import Path
from threading import Event
def hang(descriptor):
    Path({mark!r}).touch()
    Event().wait()
os.fsync = hang
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / 'hard'


@pytest.fixture
def scene() -> np.ndarray:
    """Return bgr, 48 high and 64 wide: green on the left, brown on the right, unsure between."""
    pixels = np.empty((48, 64, 3), np.uint8)
    pixels[:, :28], pixels[:, 28:36], pixels[:, 36:] = (30, 160, 40), (50, 88, 90), (40, 70, 110)
    return pixels


@pytest.fixture
def class_maps(domain: Domain) -> list[Image]:
    return domain.subscribe(Image, f'{NODE}/class_map')


@pytest.fixture
def diagnostics(domain: Domain) -> list[DiagnosticArray]:
    return domain.subscribe(DiagnosticArray, '/diagnostics')


@pytest.fixture
def camera(domain: Domain, scene: np.ndarray) -> Camera:
    """Start a camera that turns around every 0.3 s: of views that are alike one is kept."""
    camera = Camera(domain, scene)
    view = read_image(camera.message).pixels

    def turn() -> None:
        view[:] = np.fliplr(view).copy()

    domain.node.create_timer(0.3, turn)
    return camera


def arguments(folder: Path, **changes: object) -> list[str]:
    """Return ROS arguments that keep an image a second."""
    parameters = {
        'keep_hard_images': folder,
        'hard_images_per_hour': 3600,
        'hard_images_interval_s': 0.0,
        'hard_images_free_mb': 0,
        # Stale images are not kept, and a busy machine makes them.
        'stale_after_s': 20.0,
        **changes,
    }
    return [word for name, value in parameters.items() for word in ('-p', f'{name}:={value}')]


def files(folder: Path, part: str = 'images') -> list[Path]:
    return sorted((folder / part).iterdir()) if (folder / part).is_dir() else []


def publish_odometry(domain: Domain) -> None:
    publisher = domain.node.create_publisher(Odometry, 'odom', 10)
    message = Odometry(child_frame_id='base_link')
    message.header.frame_id, message.pose.pose.position.x = 'odom', 7.5

    def send() -> None:
        message.header.stamp = domain.node.get_clock().now().to_msg()
        publisher.publish(message)

    domain.node.create_timer(0.05, send)


def test_what_is_kept_is_a_dataset(domain, camera, scene, folder) -> None:
    publish_odometry(domain)
    process = domain.start('segmentation_node', *arguments(folder))
    # Nobody subscribes: images are segmented to be kept.
    domain.until(lambda: len(files(folder)) >= 3)
    assert process.stop() == 0
    dataset = open_dataset(folder)
    assert [label.name for label in dataset.label_map.label_set.classes] == ['soil', 'vegetation']
    stamps_ns = {nanoseconds(stamp) for stamp in camera.stamps}
    for file in dataset.files:
        sample = read_sample(file, dataset.label_map)
        is_turned = not np.array_equal(sample.pixels, scene)
        assert np.array_equal(sample.pixels, np.fliplr(scene) if is_turned else scene)
        labels = [0, 255, 1] if is_turned else [1, 255, 0]
        assert sample.channels[0, [0, 32, 63]].tolist() == labels
        record = yaml.safe_load((folder / 'records' / f'{file.name}.yaml').read_text())
        assert record['stamp_ns'] in stamps_ns and record['frame_id'] == 'lens'
        assert read_label_file(folder / 'confidence' / f'{file.name}.png')[0, 32] < 230
    assert record['pose']['position_m'] == [7.5, 0.0, 0.0]
    assert record['pose']['frame_id'] == 'odom'


def test_compressed_images_are_kept_byte_for_byte(domain, scene, folder) -> None:
    jpeg = jpeg_message(scene, quality=95)
    publisher = domain.node.create_publisher(CompressedImage, 'image/compressed', 1)

    def send() -> None:
        jpeg.header.stamp = domain.node.get_clock().now().to_msg()
        publisher.publish(jpeg)

    domain.node.create_timer(0.05, send)
    domain.start('segmentation_node', *arguments(folder, image_transport='compressed'))
    file = domain.until(lambda: files(folder))[0]
    assert file.suffix == '.jpg' and file.read_bytes() == bytes(jpeg.data)


@pytest.mark.parametrize(
    'changes, pattern',
    [
        ({'keep_hard_images': '/dev/null/hard'}, 'must be a folder that can be written'),
        ({'hard_images_confidence': 0.0}, 'hard_images_confidence must be 0.01 to 1.0'),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_line(domain, folder, changes, pattern) -> None:
    process = domain.start('segmentation_node', *arguments(folder, **changes))
    assert process.wait() == 1
    assert len(process.problem_lines) == 1 and pattern in process.problem_lines[0]


def test_a_disk_that_hangs_stops_neither_frames_nor_the_end_of_the_node(
    domain, camera, folder, tmp_path, class_maps, diagnostics
) -> None:
    mark = tmp_path / 'hangs'
    process = domain.start(
        'segmentation_node', *arguments(folder), before=HANG.format(mark=str(mark))
    )
    domain.until(mark.exists)
    status = domain.status_of(
        NODE, diagnostics, DiagnosticStatus.WARN, 'too slow', name='hard images'
    )
    assert 'lower `hard_images_per_hour`' in status.message
    before = len(class_maps)
    domain.until(lambda: len(class_maps) >= before + 40)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK)
    assert domain.change_state(NODE, Transition.TRANSITION_DEACTIVATE)
    assert domain.change_state(NODE, Transition.TRANSITION_CLEANUP)
    assert not domain.change_state(NODE, Transition.TRANSITION_CONFIGURE)
    assert 'a write that has not ended' in process.log_text
    assert process.stop() == 0 and files(folder) == []


def test_a_folder_that_vanishes_is_a_warning_until_it_is_back(
    domain, camera, folder, class_maps, diagnostics
) -> None:
    domain.start('segmentation_node', *arguments(folder))
    domain.until(lambda: files(folder))
    folder.rename(folder.with_name('pulled'))
    status = domain.status_of(
        NODE, diagnostics, DiagnosticStatus.WARN, 'cannot be written', name='hard images'
    )
    assert 'check the disk' in status.message and not folder.exists()
    before = len(class_maps)
    domain.until(lambda: len(class_maps) > before)
    folder.with_name('pulled').rename(folder)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK, 'kept', name='hard images')


def test_what_is_held_is_written_at_cleanup(domain, camera, folder, class_maps) -> None:
    domain.start('segmentation_node', *arguments(folder, hard_images_per_hour=1))
    domain.until(lambda: len(class_maps) > 3)
    assert files(folder) == []
    assert domain.change_state(NODE, Transition.TRANSITION_DEACTIVATE)
    assert domain.change_state(NODE, Transition.TRANSITION_CLEANUP)
    assert len(files(folder)) == len(files(folder, 'labels')) == 1
    assert domain.change_state(NODE, Transition.TRANSITION_CONFIGURE)
    assert domain.change_state(NODE, Transition.TRANSITION_ACTIVATE)
    before = len(class_maps)
    domain.until(lambda: len(class_maps) > before + 30)
    assert domain.change_state(NODE, Transition.TRANSITION_DEACTIVATE)
    assert domain.change_state(NODE, Transition.TRANSITION_CLEANUP)
    assert len(files(folder)) == 1
