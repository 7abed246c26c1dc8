# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From the messages of one image, and what is known beside them, to its plan."""

from copy import copy

from rclpy.impl.rcutils_logger import RcutilsLogger
from sensor_msgs.msg import Image
from std_msgs.msg import Header

from seg_ros.datatypes import GroundMap, MaskFrame, PatchPlan
from seg_ros.errors import FrameError, ParameterError
from seg_ros.patches.ids import IdSource
from seg_ros.patches.patch_tracker import PatchTracker
from seg_ros.ros.base.camera_pose import MountPose, TfPose
from seg_ros.ros.base.mask_stream import FORWARD_S, MaskStream
from seg_ros.ros.base.stamps import nanoseconds
from seg_ros.ros.conversions.images import read_plane
from seg_ros.ros.conversions.output_frame import OutputFrame
from seg_ros.ros.patch_node.ground_view import GroundView
from seg_ros.ros.patch_node.inputs import PatchInputs
from seg_ros.ros.patch_node.lookahead import in_words, look_ahead
from seg_ros.ros.patch_node.parameters import PatchNodeParameterSet


class PatchPipeline:
    """Patches of one stream of images; `lookahead` is None until the ground is known."""

    def __init__(
        self,
        knobs: PatchNodeParameterSet,
        inputs: PatchInputs,
        source: MountPose | TfPose,
        ids: IdSource,
        logger: RcutilsLogger,
    ) -> None:
        """Decide how to follow; ParameterError on crops and frames that the inputs do not know."""
        self.lookahead = None
        self._inputs = inputs
        self._source = source
        self._logger = logger
        self._ids = ids
        self._labels = inputs.labels
        self._crop_ids = inputs.ids_of(knobs.node.crops)
        self._follows = knobs.node.motion
        if self._follows == 'auto':
            self._follows = 'odometry' if inputs.is_published('odom') else 'image'
        self._check_target(knobs)
        self._view = GroundView()
        self._ground = self._planner = self._tuned = None
        self._stream, self._first_ns = MaskStream(), None

    def find(
        self, parts: dict[str, Image], knobs: PatchNodeParameterSet, with_outlines: bool
    ) -> tuple[PatchPlan, OutputFrame]:
        """
        Return the plan of an image and how to tell it.

        Raises FrameError on an image that cannot be trusted, and ParameterError where it can only
        be mended by another setting.
        """
        header = parts['mask'].header
        stamp_ns = nanoseconds(header.stamp)
        self._follow(header)
        if self._crop_ids and 'class_map' not in parts:
            raise FrameError('no class_map of the same stamp, so that `crops` cannot be protected')
        if self._crop_ids and self._inputs.labels != self._labels:
            raise FrameError(
                'label_info has changed, so that `crops` cannot be protected: '
                'deactivate and activate'
            )
        planes = {name: read_plane(name, message) for name, message in parts.items()}
        vehicle = self._inputs.poses.pose_at(stamp_ns) if self._follows == 'odometry' else None
        self.look(knobs, header, planes['mask'].shape)
        try:
            frame = MaskFrame(stamp_s=(stamp_ns - self._first_ns) * 1e-9, pose=vehicle, **planes)
        except ValueError as error:
            raise FrameError(str(error)) from error
        plan = self._planner.plan(frame, with_outlines)
        self._stream.last = header
        told_in_odometry = knobs.is_told_in_odometry
        return plan, OutputFrame(
            frame_id=knobs.node.target_frame if told_in_odometry else knobs.ground.base_frame,
            vehicle=vehicle if told_in_odometry else None,
            height_m=self._ground.height_m,
            labels=self._inputs.labels,
            class_name=knobs.node.class_name,
        )

    def look_early(self, knobs: PatchNodeParameterSet) -> None:
        """Look before the first image, where calibration and mount tell all; raise as `look`."""
        info = self._inputs.info
        if isinstance(self._source, MountPose) and not knobs.ground.metres_per_pixel:
            self.look(knobs, Header(), (info.height, info.width))

    def look(self, knobs: PatchNodeParameterSet, header: Header, shape: tuple[int, int]) -> None:
        """See to it that the ground and the knobs are those of now; ParameterError as `find`."""
        ground = self._ground_of(knobs, header, shape)
        if ground is self._ground and knobs.planner is self._tuned:
            return
        lookahead = look_ahead(knobs, ground)
        if self._planner is None:
            self._planner = PatchTracker(
                knobs.planner, ground, self._crop_ids, self._follows, self._ids
            )
            self._logger.info(f'{knobs.in_words}; patches are followed by {self._follows}')
            self._logger.info(f'look-ahead {in_words(lookahead)}')
        else:
            self._planner.look(ground)
            self._planner.retune(knobs.planner)
        self.lookahead, self._ground, self._tuned = lookahead, ground, knobs.planner

    def check(self, knobs: PatchNodeParameterSet) -> None:
        """Raise ParameterError on planner knobs that do not go together; nothing changes."""
        if self._planner is not None:
            # A copy, for another thread may be planning.
            copy(self._planner).retune(knobs.planner)
            self._view.check(knobs.ground)
            look_ahead(knobs, self._ground)

    def _ground_of(
        self, knobs: PatchNodeParameterSet, header: Header, shape: tuple[int, int]
    ) -> GroundMap:
        if knobs.ground.metres_per_pixel:
            return self._view.scaled(knobs.ground, shape)
        pose = self._source.at(header.frame_id, nanoseconds(header.stamp))
        return self._view.seen(knobs.ground, shape, self._inputs.info, pose)

    def answered(self, header: Header) -> bool:
        """Return whether this very image has been answered; its sender may not have heard it."""
        return self._stream.is_answered(header)

    def _follow(self, header: Header) -> None:
        """Raise FrameError on an image of the past or of another camera; forget after a jump."""
        step_s = self._stream.step_s(header)
        if self._stream.last is None:
            self._first_ns = nanoseconds(header.stamp)
        elif not 0.0 < step_s <= FORWARD_S:
            self._logger.warning(f'stamps jumped by {step_s:.1f} s: all patches are forgotten')
            self._planner.forget()

    def _check_target(self, knobs: PatchNodeParameterSet) -> None:
        known = self._inputs.odometry_frame if self._follows == 'odometry' else ''
        if knobs.is_told_in_odometry and knobs.node.target_frame != known:
            frames = ', '.join(filter(None, (knobs.ground.base_frame, known)))
            raise ParameterError(
                f'target_frame must be one of {frames}, got {knobs.node.target_frame!r}'
            )
