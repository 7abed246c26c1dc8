# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From the messages of one image, with geometry and odometry, to patches and spray runs."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from rclpy.impl.rcutils_logger import RcutilsLogger
from rclpy.node import Node
from rclpy.publisher import Publisher
from sensor_msgs.msg import Image

from seg_ros.datatypes import CROP, MaskFrame, PatchPlan, REMEMBERED
from seg_ros.errors import CalibrationError, FrameError, ParameterError
from seg_ros.geometry.ground_view import GroundPlane, scale_map
from seg_ros.parameters import GeometryParameters
from seg_ros.patches.lookahead import Lookahead
from seg_ros.patches.patch_tracker import PatchTracker
from seg_ros.patches.tracker_setup import TrackerSetup
from seg_ros.patches.tracks import IdSource
from seg_ros.ros.base.calibration_monitor import CalibrationMonitor
from seg_ros.ros.base.camera_pose import camera_pose, MountPose
from seg_ros.ros.base.diagnostics import Report
from seg_ros.ros.base.frame_worker import Frame
from seg_ros.ros.base.ground_geometry import GroundGeometry
from seg_ros.ros.base.image_subscription import ImageSubscription
from seg_ros.ros.base.mask_sequence import FORWARD_S, MaskSequence
from seg_ros.ros.conversions.camera_info import image_shape
from seg_ros.ros.conversions.images import read_plane
from seg_ros.ros.conversions.output_frame import OutputFrame
from seg_ros.ros.patch_node.inputs import PatchInputs
from seg_ros.ros.patch_node.lookahead import lookahead_of, lookahead_text
from seg_ros.ros.patch_node.outputs import PatchPublishers
from seg_ros.ros.patch_node.parameters import PatchParameterSet


@dataclass(frozen=True, eq=False)
class PatchResult:
    """The patches and spray runs of one image, and the frame in which they are published."""

    plan: PatchPlan
    frame: OutputFrame


@dataclass(frozen=True, eq=False)
class _Setup:
    """The setup of the tracker and what it was made of: assigned as one, never half new."""

    plane: GroundPlane | None
    tracker: TrackerSetup
    lookahead: Lookahead


class PatchIo:
    """The camera's pose, the inputs and the publishers."""

    def __init__(self, node: Node, geometry: GeometryParameters) -> None:
        """Subscribe to all but the images, and advertise the topics."""
        # What may be refused comes first: nothing is left behind then.
        masks = ImageSubscription(node, Image, node.resolve_topic_name('mask'), 'auto')
        self.pose = camera_pose(node, geometry)
        self.inputs = PatchInputs(node, masks)
        self.publishers = PatchPublishers(node)

    def close(self) -> None:
        """Unsubscribe from the images."""
        self.inputs.close()

    def destroy(self) -> None:
        """Destroy all subscriptions and publishers."""
        for part in (self.pose, self.inputs, self.publishers):
            part.destroy()


class PatchPipeline:
    """
    Patches of one sequence of images; `lookahead` is None until the ground is known.

    `is_blocked` says that the last image had patches under the boom and none could be sprayed.
    """

    def __init__(
        self,
        io: PatchIo,
        parameters: PatchParameterSet,
        ids: IdSource,
        log: RcutilsLogger,
    ) -> None:
        """
        Choose how motion is known, and with a pose from parameters check the look-ahead.

        Raises ParameterError on crops and frames that the inputs do not have. A calibration that
        cannot be used is logged: a better one may come.
        """
        self.is_blocked = False
        inputs, pose = io.inputs, io.pose
        self._inputs, self._publishers, self._ids, self._log = inputs, io.publishers, ids, log
        self._labels = inputs.labels
        self._crop_ids = inputs.ids_of(parameters.node.crops)
        self._motion = parameters.node.motion
        if self._motion == 'auto':
            self._motion = 'odometry' if inputs.is_published('odom') else 'image'
        self._check_target_frame(parameters)
        self._geometry = GroundGeometry(pose, parameters.geometry.rectified)
        self._monitor = CalibrationMonitor(log, parameters.geometry.rectified)
        self._masks = MaskSequence()
        self._first_ns = 0
        self._setup: _Setup | None = None
        self._tracker: PatchTracker | None = None
        self._log.info(f'{parameters.summary}; motion is known from {self._motion}')
        info = inputs.infos.latest
        if isinstance(pose, MountPose) and not parameters.geometry.metres_per_pixel and info:
            with suppress(CalibrationError):
                self._use(self._setup_of(parameters, image_shape(info), '', 0))

    @property
    def lookahead(self) -> Lookahead | None:
        """Return the look-ahead, None until the ground is known."""
        setup = self._setup
        return setup.lookahead if setup else None

    @property
    def calibration(self) -> Report:
        """Return the status of the calibration."""
        return self._monitor.report

    def validate(self, parameters: PatchParameterSet) -> None:
        """Raise ParameterError on parameters that contradict each other; nothing changes."""
        setup = self._setup
        if setup is None:
            return
        ground = setup.tracker.ground
        height_m = parameters.geometry.canopy_height_m
        if setup.plane is not None and height_m != setup.plane.height_m:
            ground = GroundPlane(setup.plane.camera, setup.plane.pose, height_m).ground_map()
        lookahead_of(parameters, TrackerSetup(parameters.tracker, ground))

    def process(self, frame: Frame[PatchParameterSet]) -> PatchResult | None:
        """Return the patches of an image; as Pipeline.process."""
        header, parameters = frame.header, frame.state
        if self._masks.is_repeated(header):
            return None
        # Everything that may reject the image comes before anything that is known is forgotten.
        step_s = self._masks.step_s(header)
        planes = self._planes(frame)
        motion = self._motion_of(parameters)
        vehicle = self._inputs.poses.pose_at(frame.stamp_ns) if motion == 'odometry' else None
        setup = self._setup_of(parameters, planes['mask'].shape, header.frame_id, frame.stamp_ns)
        first_ns = self._first_ns if self._masks.last is not None else frame.stamp_ns
        try:
            mask = MaskFrame(stamp_s=(frame.stamp_ns - first_ns) * 1e-9, pose=vehicle, **planes)
        except ValueError as error:
            raise FrameError(str(error)) from error
        if motion != self._motion:
            self._log.info(f'motion is known from {motion} from now on: tracks start anew')
            self._motion, self._tracker = motion, None
        tracker = self._use(setup)
        if self._masks.last is not None and not 0.0 < step_s <= FORWARD_S:
            self._log.warning(f'stamps jumped by {step_s:.1f} s: all patches are forgotten')
            tracker.forget()
        plan = tracker.plan(mask, self._publishers.needs_outlines)
        self._first_ns, self._masks.last = first_ns, header
        weeds = ~plan.patches.has(CROP | REMEMBERED)
        under_boom = bool((plan.patches.nozzles[weeds, 0] >= 0).any())
        self.is_blocked = under_boom and not len(plan.runs)
        in_odometry = parameters.is_output_in_odometry_frame
        output = OutputFrame(
            frame_id=parameters.node.target_frame
            if in_odometry
            else parameters.geometry.base_frame,
            vehicle=vehicle if in_odometry else None,
            height_m=setup.tracker.ground.height_m,
            labels=self._inputs.labels,
            class_name=parameters.node.class_name,
        )
        return PatchResult(plan, output)

    def messages(
        self, frame: Frame[PatchParameterSet], result: PatchResult
    ) -> Iterator[tuple[Publisher, Callable[[], object]]]:
        """Yield what a machine acts on first."""
        return self._publishers.messages(frame.header, result.plan, result.frame, frame.state)

    def on_published(self, frame: Frame[PatchParameterSet], result: PatchResult) -> None:
        """Mark first sights as published."""
        if self._tracker is not None:
            self._tracker.confirm(result.plan)

    def background_task(self) -> Callable[[], None] | None:
        """Return None: there is none."""
        return None

    def _planes(self, frame: Frame[PatchParameterSet]) -> dict:
        if self._crop_ids and 'class_map' not in frame.parts:
            raise FrameError('no class_map of the same stamp, so that `crops` cannot be protected')
        if self._crop_ids and self._inputs.labels != self._labels:
            raise FrameError(
                'label_info has changed, so that `crops` cannot be protected: '
                'deactivate and activate'
            )
        return {name: read_plane(name, message) for name, message in frame.parts.items()}

    def _motion_of(self, parameters: PatchParameterSet) -> str:
        """Return how motion is known: odometry that appears later is used from then on."""
        if parameters.node.motion != 'auto' or self._motion == 'odometry':
            return self._motion
        # The frame alone may be left over from odometry that ended before this activation.
        appeared = self._inputs.odometry_frame and self._inputs.is_published('odom')
        return 'odometry' if appeared else self._motion

    def _use(self, setup: _Setup) -> PatchTracker:
        if self._tracker is None:
            self._tracker = PatchTracker(setup.tracker, self._crop_ids, self._motion, self._ids)
        self._tracker.setup = setup.tracker
        if self._setup is None:
            self._log.info(f'look-ahead {lookahead_text(setup.lookahead)}')
        self._setup = setup
        return self._tracker

    def _setup_of(
        self, parameters: PatchParameterSet, shape: tuple[int, int], frame_id: str, stamp_ns: int
    ) -> _Setup:
        geometry, setup, plane = parameters.geometry, self._setup, None
        if geometry.metres_per_pixel:
            is_same = setup is not None and setup.tracker.ground.shape == shape
        else:
            info = self._inputs.infos.at(stamp_ns)
            if info is None:
                raise FrameError('no camera_info')
            with self._monitor.watch(info):
                plane = self._geometry.plane(
                    info, shape, frame_id, stamp_ns, geometry.canopy_height_m
                )
            is_same = setup is not None and setup.plane is plane
        if setup is not None and is_same and setup.tracker.parameters == parameters.tracker:
            return setup
        if setup is not None and is_same:
            ground = setup.tracker.ground
        elif plane is not None:
            ground = plane.ground_map()
        else:
            ground = scale_map(
                geometry.metres_per_pixel,
                *shape,
                x_m=geometry.camera_x_m,
                y_m=geometry.camera_y_m,
                yaw_deg=geometry.camera_yaw_deg,
            )
        tracker = TrackerSetup(parameters.tracker, ground)
        return _Setup(plane, tracker, lookahead_of(parameters, tracker))

    def _check_target_frame(self, parameters: PatchParameterSet) -> None:
        known = self._inputs.odometry_frame if self._motion == 'odometry' else ''
        if parameters.is_output_in_odometry_frame and parameters.node.target_frame != known:
            frames = ', '.join(filter(None, (parameters.geometry.base_frame, known)))
            raise ParameterError(
                f'target_frame must be one of {frames}, got {parameters.node.target_frame!r}'
            )
