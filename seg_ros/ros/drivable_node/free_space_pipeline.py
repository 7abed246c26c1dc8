# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From the message of a mask and the geometry of its camera to scan and grid messages."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from nav_msgs.msg import OccupancyGrid
from rclpy.impl.rcutils_logger import RcutilsLogger
from rclpy.node import Node
from rclpy.publisher import Publisher
from sensor_msgs.msg import CameraInfo, Image, LaserScan
from std_msgs.msg import Header

from seg_ros.datatypes import FreeSpace
from seg_ros.errors import CalibrationError, FrameError
from seg_ros.free_space.estimator import FreeSpaceEstimator
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.parameters import FreeSpaceParameters, MountParameters
from seg_ros.ros.base.calibration_monitor import CalibrationMonitor
from seg_ros.ros.base.camera_info_buffer import CameraInfoBuffer
from seg_ros.ros.base.camera_pose import camera_pose, MountPose
from seg_ros.ros.base.diagnostics import Report
from seg_ros.ros.base.frame_worker import Frame
from seg_ros.ros.base.ground_geometry import GroundGeometry
from seg_ros.ros.base.image_subscription import ImageSubscription
from seg_ros.ros.base.mask_sequence import MaskSequence
from seg_ros.ros.base.publishing import has_subscribers
from seg_ros.ros.base.qos import FEW
from seg_ros.ros.conversions.camera_info import image_shape
from seg_ros.ros.conversions.free_space import grid_message, scan_message
from seg_ros.ros.conversions.images import read_plane
from seg_ros.ros.drivable_node.parameters import DrivableParameters


class DrivableIo:
    """
    Inputs and outputs: `infos`, `masks` while active, and the publishers `scan` and `grid`.

    The publishers are reliable, since best-effort subscribers receive that too.
    """

    def __init__(self, node: Node, mount: MountParameters) -> None:
        """Subscribe to camera_info, and advertise the topics."""
        self._node = node
        # What may be refused comes first: nothing is left behind then.
        self.masks = ImageSubscription(node, Image, node.resolve_topic_name('mask'), 'auto')
        self.pose = camera_pose(node, mount)
        self.infos = CameraInfoBuffer(node)
        self.scan = node.create_publisher(LaserScan, '~/scan', FEW)
        self.grid = node.create_publisher(OccupancyGrid, '~/grid', FEW)

    def close(self) -> None:
        """Unsubscribe from masks."""
        self.masks.unsubscribe()

    def destroy(self) -> None:
        """Destroy all subscriptions and publishers."""
        self.pose.destroy()
        self.infos.destroy()
        self._node.destroy_publisher(self.scan)
        self._node.destroy_publisher(self.grid)


@dataclass(frozen=True, eq=False)
class _Setup:
    """The estimator, and what it was made of: assigned as one, so that it is never half new."""

    plane: GroundPlane
    parameters: FreeSpaceParameters
    estimator: FreeSpaceEstimator


class FreeSpacePipeline:
    """Free space of the masks of one camera; `estimator` is None until the camera is known."""

    def __init__(self, io: DrivableIo, parameters: DrivableParameters, log: RcutilsLogger) -> None:
        """
        Start without a camera; with a pose from parameters, check it against camera_info.

        A calibration that cannot be used is logged: a better one may come.
        """
        self._io, self._log = io, log
        self._geometry = GroundGeometry(io.pose, parameters.mount.rectified)
        self._monitor = CalibrationMonitor(log, parameters.mount.rectified)
        self._masks = MaskSequence()
        self._setup: _Setup | None = None
        info = io.infos.latest
        if isinstance(io.pose, MountPose) and info is not None:
            with suppress(CalibrationError):
                self._setup = self._setup_of(parameters, info, image_shape(info), '', 0)

    @property
    def estimator(self) -> FreeSpaceEstimator | None:
        """Return the estimator in use, None before the camera is known."""
        setup = self._setup
        return setup.estimator if setup else None

    @property
    def calibration(self) -> Report:
        """Return the status of the calibration."""
        return self._monitor.report

    def validate(self, parameters: DrivableParameters) -> None:
        """Raise ParameterError on parameters with which this camera shows no ground."""
        setup = self._setup
        if setup is not None:
            FreeSpaceEstimator(setup.plane, parameters.space)

    def process(self, frame: Frame[DrivableParameters]) -> FreeSpace | None:
        """Return the free space of a mask; as Pipeline.process."""
        header, parameters = frame.header, frame.state
        if self._masks.is_repeated(header):
            return None
        self._masks.step_s(header)
        with_scan = has_subscribers(self._io.scan)
        with_grid = has_subscribers(self._io.grid)
        if not (with_scan or with_grid):
            return None
        mask = read_plane('mask', frame.parts['mask'])
        info = self._io.infos.at(frame.stamp_ns)
        if info is None:
            raise FrameError('no camera_info')
        setup = self._setup_of(parameters, info, mask.shape, header.frame_id, frame.stamp_ns)
        space = setup.estimator.estimate(mask, with_scan, with_grid)
        self._setup, self._masks.last = setup, header
        return space

    def messages(
        self, frame: Frame[DrivableParameters], result: FreeSpace
    ) -> Iterator[tuple[Publisher, Callable[[], object]]]:
        """Yield scan and grid in the base frame."""
        scan, grid = result.scan, result.grid
        header = Header(stamp=frame.header.stamp, frame_id=frame.state.mount.base_frame)
        if scan is not None:
            yield self._io.scan, lambda: scan_message(header, scan)
        if grid is not None:
            yield self._io.grid, lambda: grid_message(header, grid)

    def on_published(self, frame: Frame[DrivableParameters], result: FreeSpace) -> None:
        """Do nothing."""

    def background_task(self) -> Callable[[], None] | None:
        """Return None: there is none."""
        return None

    def _setup_of(
        self,
        parameters: DrivableParameters,
        info: CameraInfo,
        shape: tuple[int, int],
        frame_id: str,
        stamp_ns: int,
    ) -> _Setup:
        setup = self._setup
        with self._monitor.watch(info):
            plane = self._geometry.plane(info, shape, frame_id, stamp_ns)
            if setup is not None and plane is setup.plane and parameters.space == setup.parameters:
                return setup
            estimator = FreeSpaceEstimator(plane, parameters.space)
        if setup is None:
            self._log.info(
                f'{_mount_text(parameters.mount)}; ground in view from '
                f'{estimator.nearest_m:.2f} m to {estimator.farthest_m:.2f} m, '
                f'{estimator.open_rays} rays of the scan can be free'
            )
        return _Setup(plane, parameters.space, estimator)


def _mount_text(mount: MountParameters) -> str:
    if mount.camera_pose == 'tf':
        return 'camera pose from TF'
    return (
        f'camera {mount.camera_height_m:g} m high, {mount.camera_pitch_deg:g} deg down, '
        f'at x {mount.camera_x_m:g} m'
    )
