# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The lifecycle that all managed nodes of this package share."""

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from diagnostic_msgs.msg import DiagnosticArray
from lifecycle_msgs.srv import ChangeState
from rcl_interfaces.msg import SetParametersResult
from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn
from rclpy.parameter import Parameter
from rclpy.task import Future
from rclpy.timer import Timer

from seg_ros.errors import ParameterError, SegRosError
from seg_ros.ros.base.diagnostics import diagnostic_array, Report, state_report
from seg_ros.ros.base.frame_worker import FrameWorker, PipelineT
from seg_ros.ros.base.parameters import (
    changed_parameter_set,
    declare_parameter_set,
    refuse_changes_of_fixed,
)
from seg_ros.ros.base.spin import forward_exceptions, leave_at_once

START_PERIOD_S = 0.1


class NodeParameters(Protocol):
    """Parameters that every managed node has."""

    autostart: bool
    stale_after_s: float


class NodeParameterSet(Protocol):
    """A frozen dataclass of the parameter classes of a node; `node` are those of the node."""

    @property
    def node(self) -> Any:
        """Return NodeParameters."""


class NodeIo(Protocol):
    """The inputs and outputs of a configured node."""

    def close(self) -> None:
        """Unsubscribe from the images that an active node takes."""

    def destroy(self) -> None:
        """Destroy all subscriptions and publishers."""


P = TypeVar('P', bound=NodeParameterSet)
Io = TypeVar('Io', bound=NodeIo)


class ManagedNode(LifecycleNode, Generic[P, Io, PipelineT]):
    """
    A lifecycle node with parameters that are validated as a whole, diagnostics and a worker.

    A node says which inputs and outputs it has from configure to cleanup (`configure`), which
    worker runs while it is active (`make_worker`), what it still waits for (`missing`), how
    parameters are validated and applied, and what it reports. `parameters` is one frozen set,
    replaced whole; `io` is None while unconfigured, `worker` None while not active.

    Deviations from ROS 2's managed publishers: topics exist from configure on, and a PublishGate
    instead of lifecycle publishers silences them. A transition fails (FAILURE) where the user can
    correct the cause; a bug ends the process with its traceback, where rclpy would swallow it.
    With `autostart` the node configures itself and activates once nothing is missing.
    """

    def __init__(self, name: str, kind: type[P]) -> None:
        """Declare the parameters; ParameterError on a bad value."""
        super().__init__(name)
        self.ended = Future()
        self.io: Io | None = None
        self.worker: FrameWorker[PipelineT] | None = None
        self._is_starting = False
        self._missing: list[str] = []
        self._start_timer: Timer | None = None
        self._hung = ''
        # Steady, since the clock of a simulation may stand still.
        self._steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.parameters: P = declare_parameter_set(self, kind)
        self._listen_to_parameters()
        self._refuse_invalid_transitions()
        self._diagnostics = self.create_publisher(DiagnosticArray, '/diagnostics', 1)
        self.create_timer(1.0, self._on_timer, clock=self._steady)

    # What a node defines.

    def configure(self) -> Io:
        """Create inputs and outputs; what may be refused comes first."""
        raise NotImplementedError

    def make_worker(self, io: Io) -> FrameWorker[PipelineT]:
        """Return the worker of an activation, and subscribe the images that it takes."""
        raise NotImplementedError

    def missing(self, io: Io, at_start: bool) -> list[str]:
        """Return what has to arrive before activation, as text; `at_start` may wait longer."""
        return []

    def validate(self, parameters: P) -> Callable[[], None]:
        """Raise ParameterError on parameters that cannot be applied; return what applies them."""
        return lambda: None

    def reports(self, io: Io, worker: FrameWorker[PipelineT]) -> list[Report]:
        """Return the diagnostics of an active node."""
        raise NotImplementedError

    def inactive_reports(self) -> list[Report]:
        """Return the diagnostics of a node that is not active."""
        return [state_report('ok', 'not active: nothing is published')]

    def on_timer(self, io: Io, worker: FrameWorker[PipelineT]) -> None:
        """Do what is due once a second while active."""

    # The lifecycle.

    def start(self) -> None:
        """Configure, and activate once nothing is missing, with `autostart`."""
        if not self.parameters.node.autostart:
            return
        self._is_starting = True
        result = self.trigger_configure()
        self._is_starting = False
        if result == TransitionCallbackReturn.SUCCESS:
            self._start_timer = self.create_timer(
                START_PERIOD_S, self._activate_when_ready, clock=self._steady
            )
            self._activate_when_ready()

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Create inputs, outputs and networks from the parameters."""
        return self._transition(super().on_configure, state, self._configure)

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Start the worker, unless something is missing."""
        return self._transition(super().on_activate, state, self._activate)

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Stop publishing at once, and the worker."""
        return self._transition(super().on_deactivate, state, self._stop)

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Destroy what configure created."""
        return self._transition(super().on_cleanup, state, self._release)

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Stop and destroy, from any state."""
        return self._transition(super().on_shutdown, state, self._stop, self._release)

    def destroy_node(self) -> None:
        """Stop the worker before what it works with is destroyed."""
        self._stop()
        if self._hung:
            leave_at_once(self.get_name(), self._hung)
        self._release()
        super().destroy_node()

    def _transition(
        self,
        managed_entities: Callable[[LifecycleState], TransitionCallbackReturn],
        state: LifecycleState,
        *steps: Callable[[], None],
    ) -> TransitionCallbackReturn:
        with forward_exceptions(self.ended):
            try:
                for step in steps:
                    step()
            except SegRosError as error:
                if self._is_starting:
                    raise
                self.get_logger().error(str(error))
                return TransitionCallbackReturn.FAILURE
            if self._hung:
                raise SegRosError(self._hung)
            return managed_entities(state)
        return TransitionCallbackReturn.ERROR

    def _configure(self) -> None:
        self.io = self.configure()

    def _activate(self) -> None:
        self._end_start()
        assert self.io is not None
        missing = self.missing(self.io, at_start=False)
        if missing:
            raise ParameterError(f'cannot be active without {"; ".join(missing)}')
        self.worker = self.make_worker(self.io)
        self.worker.start()

    def _stop(self) -> None:
        self._end_start()
        worker, self.worker = self.worker, None
        if worker is not None and self.io is not None:
            self.io.close()
            if not worker.stop():
                self._hung = 'a frame is still being processed after deactivation'

    def _release(self) -> None:
        self._end_start()
        io, self.io = self.io, None
        if io is not None:
            io.destroy()

    def _activate_when_ready(self) -> None:
        assert self.io is not None
        missing = self.missing(self.io, at_start=True)
        if missing and missing != self._missing:
            self.get_logger().info(f'waits for {"; ".join(missing)}')
        self._missing = missing
        if not missing:
            self._is_starting = True
            self.trigger_activate()
            self._is_starting = False

    def _end_start(self) -> None:
        if self._start_timer is not None:
            self.destroy_timer(self._start_timer)
            self._start_timer = None

    def _refuse_invalid_transitions(self) -> None:
        """Answer a transition that the state does not have; rclpy raises out of the executor."""
        service = self._service_change_state
        change_state = service.callback

        def guarded(
            request: ChangeState.Request, response: ChangeState.Response
        ) -> ChangeState.Response:
            available = self._state_machine.available_transitions
            label = request.transition.label
            if (label or request.transition.id) in {
                transition[1] if label else transition[0] for transition in available
            }:
                return change_state(request, response)
            state = self._state_machine.current_state[1]
            self.get_logger().error(
                f'transition {label or request.transition.id} refused: the state {state} has '
                f'{", ".join(str(transition[1]) for transition in available)}'
            )
            response.success = False
            return response

        service.callback = guarded

    # Parameters.

    def _listen_to_parameters(self) -> None:
        self._apply: Callable[[], None] = lambda: None
        self.add_on_set_parameters_callback(self._on_set_parameters)
        self._has_post_set = hasattr(self, 'add_post_set_parameters_callback')
        if self._has_post_set:
            self.add_post_set_parameters_callback(lambda parameters: self._apply())

    def _on_set_parameters(self, parameters: list[Parameter]) -> SetParametersResult:
        """Validate all parameters before any is applied."""
        try:
            self._apply = lambda: None
            values = changed_parameter_set(self.parameters, parameters)
            if values == self.parameters:
                return SetParametersResult(successful=True)
            if self.io is not None:
                refuse_changes_of_fixed(self.parameters, values)
            apply_to_node = self.validate(values)
        except SegRosError as error:
            return SetParametersResult(successful=False, reason=str(error))

        def apply() -> None:
            self.parameters = values
            apply_to_node()

        self._apply = apply
        if not self._has_post_set:
            # Humble: this callback was registered first, so that it is called last.
            apply()
        return SetParametersResult(successful=True)

    # Diagnostics.

    def _on_timer(self) -> None:
        if self.worker is not None and self.io is not None:
            self.on_timer(self.io, self.worker)
        self._diagnostics.publish(
            diagnostic_array(
                self.get_clock().now().to_msg(), self.get_fully_qualified_name(), self._reports()
            )
        )

    def _reports(self) -> list[Report]:
        if self.worker is not None and self.io is not None:
            return self.reports(self.io, self.worker)
        if self._start_timer is not None and self._missing:
            return [state_report('warn', f'waits for {"; ".join(self._missing)}')]
        return self.inactive_reports()
