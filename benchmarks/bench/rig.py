# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A rig of processes: camera, the node that is measured, and a listener, over DDS."""

from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
import json
import os
from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory
from time import monotonic

import cv2

from benchmarks.bench.models import kept_model
from benchmarks.bench.scenes import photo
from benchmarks.bench.steps import ACTIVE, VGA
from seg_ros.cli.processes import last_words, lines, local_environment, ros_arguments, running
from seg_ros.cli.rounds import LeftOut
from seg_ros.errors import SegRosError

CAMERA_HZ = 30.0
PATIENCE_S = 60.0
ROOT = str(Path(__file__).parents[2])
MODULES = {
    'bench_node': 'benchmarks.bench.node_under_test',
    'bench_listener': 'benchmarks.bench.listener',
    'image_source': 'seg_ros.ros.image_source',
}


@dataclass(frozen=True)
class Watched:
    """What the bench node saw, in seconds: one number per frame, and the gaps of its timer."""

    ages_s: list[float]
    runs_s: list[float]
    bare_s: list[float]
    gaps_s: list[float]


def watch(at_least_s: float, frames: int, answers: tuple[str, ...], bare: bool = False) -> Watched:
    """
    Return what the bench node saw in so many frames, while a listener heard its `answers`.

    Its network takes so long at least, its camera is of VGA and 30 Hz; with `bare` the camera is
    so slow that there is time for a bare run after each frame. Raises LeftOut without ROS 2,
    SegRosError, with the nodes' words, where they come to nothing.
    """
    environment = own_environment()
    with TemporaryDirectory() as temporary, ExitStack() as processes:
        folder = Path(temporary)

        def start(name: str, parameters: dict[str, object]) -> subprocess.Popen:
            return processes.enter_context(
                running(
                    ['-m', MODULES[name], *ros_arguments(name, parameters, {})],
                    folder / f'{name}.txt',
                    environment,
                    listening=True,
                )
            )

        model = kept_model(at_least_s, ACTIVE)
        watcher = start('bench_node', {'model': str(model.path), 'frames': frames, 'bare': bare})
        listener = start(
            'bench_listener', {'topics': [f'/bench_node/{answer}' for answer in answers]}
        )
        first_line(listener, folder, PATIENCE_S)
        rate_hz = 1.0 / (4.0 * model.run_s + 0.1) if bare else CAMERA_HZ
        start('image_source', camera(folder, rate_hz))
        told = first_line(watcher, folder, PATIENCE_S + 10.0 * frames / rate_hz)
    return Watched(**json.loads(told))


def own_environment() -> dict[str, str]:
    """
    Return an environment for nodes that meet no others, a robot's on this machine included.

    Raises LeftOut where there is no ROS 2.
    """
    if find_spec('rclpy') is None:
        raise LeftOut('rclpy cannot be imported: there is no ROS 2 here')
    return {
        **local_environment(),
        'ROS_DOMAIN_ID': str(1 + os.getpid() % 100),
        'PYTHONPATH': os.pathsep.join(filter(None, (ROOT, os.environ.get('PYTHONPATH')))),
    }


def camera(folder: Path, rate_hz: float) -> dict[str, object]:
    """Leave a photo and a calibration in the folder; return the parameters to publish them."""
    image, calibration = folder / 'photo.bmp', folder / 'camera.yaml'
    height, width = VGA
    cv2.imwrite(str(image), photo(height, width))
    intrinsics = [width, 0, width / 2, 0, width, height / 2, 0, 0, 1]
    projection = [width, 0, width / 2, 0, 0, width, height / 2, 0, 0, 0, 1, 0]
    calibration.write_text(
        json.dumps(
            {
                'image_width': width,
                'image_height': height,
                'distortion_model': 'plumb_bob',
                'distortion_coefficients': {'data': [0] * 5},
                'camera_matrix': {'data': intrinsics},
                'rectification_matrix': {'data': [1, 0, 0, 0, 1, 0, 0, 0, 1]},
                'projection_matrix': {'data': projection},
            }
        )
    )
    return {
        'source': str(image),
        'camera_info': str(calibration),
        'rate_hz': rate_hz,
        'reliable': False,
    }


def first_line(process: subprocess.Popen, folder: Path, patience_s: float) -> bytes:
    """Return the first line that a process writes; SegRosError, with the logs' words, if none."""
    give_up_s = monotonic() + patience_s
    for line in lines(process, lambda: monotonic() < give_up_s):
        return line
    words = last_words(sorted(folder.glob('*.txt')))
    raise SegRosError(f'nodes must answer within {patience_s:.0f} s, they said last: {words}')
