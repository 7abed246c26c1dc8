# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated drive with camera, segmentation, patches and sprayer as ROS 2 nodes."""

from contextlib import suppress
from dataclasses import asdict
import json
from pathlib import Path
import subprocess

from seg_ros.cli.processes import lines, local_environment, Processes, STOP_AFTER_S
from seg_ros.cli.progress import progress
from seg_ros.cli.sim_parameters import patch_inputs, patch_node_parameters
from seg_ros.errors import SegRosError
from seg_ros.parameters import SimParameters
from seg_ros.sim.scenario import ODOMETRY_HZ, Scenario

PATCHES = {name: f'patch_node/{name}' for name in ('spray_runs', 'points', 'transition_event')}
MODULES = {'field_camera': 'seg_ros.ros.sim_camera', 'field_sprayer': 'seg_ros.ros.sim_sprayer'}
STALE = b'stale'
RESTART_STALE_S, LOCK_STEP_STALE_S = 2.0, 30.0
"""`stale_after_s` of the sprayer: long in lock-step, where it waits for a slow network."""


def run_over_ros(
    parameters: SimParameters,
    out: Path,
    restart_camera: bool = False,
    topics: tuple[str, ...] = (),
    manifest: str = '',
) -> dict[str, float]:
    """
    Drive in lock-step and return the score that the sprayer writes to the folder `out`.

    With `restart_camera`, the camera, which publishes the clock, is killed half-way and restarted
    at the same position. `topics` are recorded. `manifest` is that of the network if not beside
    it. Raises SegRosError, with the last lines of the logs, when a node fails.
    """
    scenario = Scenario(parameters)
    inputs, crops = patch_inputs(parameters, manifest)
    common, logs, score = asdict(parameters), out / 'logs', out / 'score.json'
    logs.mkdir(parents=True, exist_ok=True)
    for old in (score, *logs.glob('*.txt')):
        old.unlink(missing_ok=True)
    with Processes(logs, local_environment(), MODULES, {'use_sim_time': True}) as nodes:
        sprayer = nodes.start_node(
            'field_sprayer',
            {
                **common,
                'armed': True,
                'out': str(out),
                'tell_progress': True,
                'stale_after_s': RESTART_STALE_S if restart_camera else LOCK_STEP_STALE_S,
            },
            PATCHES,
            listening=True,
        )
        if topics:
            options = ('--out', str(out), '--messages', '0', *topics)
            nodes.start_node('recorder', {}, options=options)
        nodes.start_node('patch_node', {**patch_node_parameters(scenario), **crops}, inputs)
        if parameters.segmentation != 'truth':
            network = {'model': parameters.segmentation, 'manifest': manifest}
            nodes.start_node('segmentation_node', network)
        camera = {**common, 'lock_step': True, 'real_time_factor': 0.0}
        _drive(nodes, sprayer, camera, len(scenario.frame_times_s), restart_camera)
        if sprayer.poll() != 0:
            raise SegRosError(
                f'the drive did not finish; last lines of the logs: {nodes.last_lines()}'
            )
    return json.loads(score.read_text())


def _drive(
    nodes: Processes,
    sprayer: subprocess.Popen,
    parameters: dict[str, object],
    frames: int,
    restart_camera: bool,
) -> None:
    """Start the camera and wait for the end of the drive, restarting the camera if asked to."""
    camera, completed_s = nodes.start_node('field_camera', parameters), []
    with progress(None, 'driving over ROS 2', 'image', frames) as bar:
        for line in lines(sprayer, lambda: nodes.are_running):
            if line != STALE:
                completed_s.append(float(line))
                bar.update()
                if restart_camera and len(completed_s) == frames // 2:
                    nodes.kill(camera)
            elif camera.poll() is not None and camera.returncode < 0:
                start_s = completed_s[-1] + 1.0 / ODOMETRY_HZ
                camera = nodes.start_node('field_camera', {**parameters, 'start_s': start_s})
    with suppress(subprocess.TimeoutExpired):
        camera.wait(STOP_AFTER_S)
