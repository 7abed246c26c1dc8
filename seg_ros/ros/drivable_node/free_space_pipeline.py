# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From the message of a mask, and what is known of its camera, to free space."""

from rclpy.impl.rcutils_logger import RcutilsLogger
from sensor_msgs.msg import Image
from std_msgs.msg import Header

from seg_ros.datatypes import FreeSpace, Viewpoint
from seg_ros.free_space.estimator import FreeSpaceEstimator
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.parameters import FreeSpaceParameters
from seg_ros.ros.base.camera_pose import MountPose, TfPose
from seg_ros.ros.base.mask_stream import MaskStream
from seg_ros.ros.base.plane_view import PlaneView
from seg_ros.ros.base.stamps import nanoseconds
from seg_ros.ros.conversions.images import read_plane
from seg_ros.ros.drivable_node.inputs import DrivableInputs
from seg_ros.ros.drivable_node.parameters import DrivableParameters


class FreeSpacePipeline:
    """Free space in the masks of one stream; `finder` is None until the camera is known."""

    def __init__(
        self, inputs: DrivableInputs, source: MountPose | TfPose, logger: RcutilsLogger
    ) -> None:
        """Begin without a camera."""
        self.finder = None
        self.stream = MaskStream()
        self._inputs = inputs
        self._source = source
        self._logger = logger
        self._view = PlaneView()
        self._plane = self._tuned = None

    def find(
        self, message: Image, knobs: DrivableParameters, with_scan: bool, with_grid: bool
    ) -> FreeSpace:
        """
        Return the free space of a mask.

        Raises FrameError on a mask that cannot be trusted, and ParameterError where it can only be
        mended by another setting.
        """
        self.stream.step_s(message.header)
        mask = read_plane('mask', message)
        self.look(knobs, message.header, mask.shape)
        space = self.finder.find(mask, with_scan, with_grid)
        self.stream.last = message.header
        return space

    def look_early(self, knobs: DrivableParameters) -> None:
        """Look before the first mask, where calibration and mount tell all; raise as `look`."""
        if isinstance(self._source, MountPose):
            self.look(knobs, Header(), (self._inputs.info.height, self._inputs.info.width))

    def look(self, knobs: DrivableParameters, header: Header, shape: tuple[int, int]) -> None:
        """See to it that camera and knobs are those of now; ParameterError as `find`."""
        pose = self._source.at(header.frame_id, nanoseconds(header.stamp))
        plane = self._view.seen(self._inputs.info, shape, knobs.mount.rectified, pose)
        if plane is self._plane and knobs.space == self._tuned:
            return
        finder = _finder(plane, knobs.space)
        if self.finder is None:
            self._logger.info(
                f'{knobs.in_words}; it sees the ground from {finder.nearest_m:.2f} m to '
                f'{finder.farthest_m:.2f} m, and {finder.open_rays} rays of the scan can be free'
            )
        self.finder, self._plane, self._tuned = finder, plane, knobs.space

    def check(self, knobs: DrivableParameters) -> None:
        """Raise ParameterError on knobs with which this camera sees nothing; nothing changes."""
        if self._plane is not None:
            _finder(self._plane, knobs.space)


def _finder(plane: GroundPlane, parameters: FreeSpaceParameters) -> FreeSpaceEstimator:
    place_m, camera = plane.pose.position_m, plane.camera
    return FreeSpaceEstimator(
        Viewpoint(
            plane.to_pixels,
            (camera.height_px, camera.width_px),
            place_m[:2],
            float(place_m[2] - plane.height_m),
        ),
        parameters,
    )
