# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The demo on a camera, a video or a folder: images are segmented, and that is all."""

import argparse
from collections.abc import Callable
from pathlib import Path
import subprocess
import sys

from tqdm import tqdm

from seg_ros.cli.processes import last_words, local_environment, node, ros_arguments
from seg_ros.errors import SegRosError
from seg_ros.frames import open_frames
from seg_ros.vision.catalogue import locate
from seg_ros.vision.manifest_file import load_manifest

RATE_HZ = 10.0


def segment_camera(
    args: argparse.Namespace, prepare: Callable[[Path], None]
) -> tuple[str, str]:
    """Segment what comes from the source; return the name of a mask, and the last words."""
    manifest = load_manifest(locate(args.model, args.manifest).manifest)
    open_frames(args.source)
    prepare(args.out)
    groups = [group.name for group in manifest.groups]
    answers = ['class_map', 'overlay', 'color_map', 'confidence', 'label_info']
    answers += [f'masks/{group}' for group in groups]
    topics = [f'/segmentation_node/{answer}' for answer in answers]
    topics += ['/camera/image/compressed', '/diagnostics']
    _run_nodes(args, topics)
    return groups[0] if groups else '', f"""
Look at   {args.out}/sheet.png       camera, class map, overlay and mask of one image
          {args.out}/topics.txt      the table above; latency is from the camera's stamp to arrival
          {args.out}/recording       MCAP, open it in Foxglove or with ros2 bag play"""


def _run_nodes(args: argparse.Namespace, topics: list[str]) -> None:
    """Run camera and segmentation until the recorder has what it wants; SegRosError if not."""
    environment = local_environment()
    camera = ros_arguments(
        'camera', {'source': args.source, 'rate_hz': RATE_HZ, 'compressed': True},
        {'__ns': '/camera'})
    segmentation = ros_arguments(
        'segmentation_node', {'model': args.model, 'manifest': args.manifest},
        {'image': '/camera/image', 'camera_info': '/camera/camera_info'})
    logs = [args.out / 'logs' / f'{name}.txt' for name in ('image_source', 'segmentation_node')]
    with (
        node('image_source', camera, logs[0], environment),
        node('segmentation_node', segmentation, logs[1], environment),
    ):
        complete = _record(args, topics, environment)
    if not complete:
        raise SegRosError(f'no more images came; the nodes said last: {last_words(logs)}')


def _record(args: argparse.Namespace, topics: list[str], environment: dict[str, str]) -> bool:
    """Run the recorder with a progress bar, one step for each image; False if they ceased."""
    command = [
        sys.executable, '-m', 'seg_ros.ros.recorder',
        '--out', str(args.out), '--messages', str(args.frames), *topics,
    ]
    with (args.out / 'logs' / 'recorder.txt').open('w') as words:
        recorder = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=words, text=True)
    for _ in tqdm(recorder.stdout, 'segmenting over ROS 2', args.frames, unit='image'):
        pass
    return recorder.wait() == 0
