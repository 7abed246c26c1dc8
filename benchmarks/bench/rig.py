# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A rig of processes: camera, the node that is measured, and a listener, over DDS."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from benchmarks.bench.models import kept_model
from benchmarks.bench.scenes import photo
from benchmarks.bench.steps import ACTIVE, VGA
from seg_ros.cli.processes import local_environment, Processes
from seg_ros.cli.rounds import LeftOut

CAMERA_HZ = 30.0
PATIENCE_S = 60.0
_domains = count(os.getpid())
ROOT = str(Path(__file__).parents[2])
MODULES = {
    'bench_node': 'benchmarks.bench.node_under_test',
    'bench_listener': 'benchmarks.bench.listener',
}


class Graph(Processes):
    """Nodes of the package and of the benchmarks in a domain of their own; no log remains."""

    def __init__(self, environment: Mapping[str, str | None] | None = None) -> None:
        """
        Add to the environment of all of them; None takes a variable away.

        Raises LeftOut without ROS 2.
        """
        if find_spec('rclpy') is None:
            raise LeftOut('rclpy cannot be imported: there is no ROS 2 here')
        try:
            import domain_coordinator
        except ImportError as error:
            raise LeftOut('domain_coordinator is not installed') from error
        self._resources = ExitStack()
        folder = self._resources.enter_context(TemporaryDirectory())
        # Never the domain of the last graph, of which a process may still be leaving.
        domain = domain_coordinator.domain_id(lambda: 1 + next(_domains) % 100)
        wanted = {
            **local_environment(),
            'ROS_DOMAIN_ID': str(self._resources.enter_context(domain)),
            'PYTHONPATH': os.pathsep.join(filter(None, (ROOT, os.environ.get('PYTHONPATH')))),
            **(environment or {}),
        }
        super().__init__(
            Path(folder),
            {name: value for name, value in wanted.items() if value is not None},
            MODULES,
        )

    def __exit__(self, *error: object) -> None:
        """End all, then remove their logs."""
        with self._resources:
            super().__exit__(*error)


@dataclass(frozen=True)
class Watched:
    """What the bench node measured, in seconds: one number per frame, and gaps of its timer."""

    ages_s: list[float]
    runs_s: list[float]
    bare_s: list[float]
    gaps_s: list[float]


def watch(at_least_s: float, frames: int, outputs: tuple[str, ...], bare: bool = False) -> Watched:
    """
    Return what the bench node measured in so many frames, while a listener received its `outputs`.

    Its network takes so long at least, its camera is of VGA and 30 Hz; with `bare` the camera is
    so slow that there is time for a bare run after each frame. Raises LeftOut without ROS 2,
    SegRosError, with the last lines of the logs, when a node fails.
    """
    with Graph() as graph:
        model = kept_model(at_least_s, ACTIVE)
        watcher = graph.start_node(
            'bench_node',
            {'model': str(model.path), 'frames': frames, 'bare': bare},
            listening=True,
        )
        topics = [f'/bench_node/{output}' for output in outputs]
        listener = graph.start_node('bench_listener', {'topics': topics}, listening=True)
        graph.next_line(listener, PATIENCE_S)
        rate_hz = 1.0 / (4.0 * model.run_s + 0.1) if bare else CAMERA_HZ
        graph.start_node('image_source', camera(graph.logs, rate_hz))
        output = graph.next_line(watcher, PATIENCE_S + 10.0 * frames / rate_hz)
    return Watched(**json.loads(output))


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
