# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The demo on a camera, a video or a folder of images: segmentation only."""

import argparse
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from seg_ros.cli.processes import last_lines, lines, local_environment, Processes
from seg_ros.errors import SegRosError
from seg_ros.image_io import open_frames
from seg_ros.inference.manifest_yaml import load_manifest
from seg_ros.inference.model_files import find_model_files

MODEL = 'drivable'
RATE_HZ = 10.0


def segment_camera(args: argparse.Namespace, prepare: Callable[[Path], Path]) -> tuple[str, str]:
    """Segment the source; return the name of a mask, and the closing message."""
    model = args.model or MODEL
    manifest = load_manifest(find_model_files(model, args.manifest).manifest)
    open_frames(args.source)
    folder = prepare(args.out)
    groups = [group.name for group in manifest.groups]
    outputs = ['class_map', 'overlay', 'color_map', 'confidence', 'label_info']
    outputs += [f'masks/{group}' for group in groups]
    topics = [f'/segmentation_node/{output}' for output in outputs]
    topics += ['/camera/image/compressed', '/diagnostics']
    _run_nodes(args, folder, model, topics)
    return (
        groups[0] if groups else '',
        f"""
Results   {args.out}/sheet.png       camera, class map, overlay and mask of one image
          {args.out}/topics.txt      the table above; latency is from stamp to reception
          {args.out}/recording       MCAP, open it in Foxglove or with ros2 bag play""",
    )


def _run_nodes(args: argparse.Namespace, out: Path, model: str, topics: list[str]) -> None:
    """Run image_source and segmentation_node until enough images are recorded."""
    logs = out / 'logs'
    with Processes(logs, local_environment(), {'camera': 'seg_ros.ros.image_source'}) as nodes:
        nodes.start_node(
            'camera',
            {'source': args.source, 'rate_hz': RATE_HZ, 'compressed': True},
            {'__ns': '/camera'},
        )
        nodes.start_node(
            'segmentation_node',
            {'model': model, 'manifest': args.manifest},
            {'image': '/camera/image', 'camera_info': '/camera/camera_info'},
        )
        options = ('--out', str(out), '--messages', str(args.frames), *topics)
        recorder = nodes.start_node('recorder', {}, options=options, listening=True)
        messages = lines(recorder, lambda: nodes.are_running)
        for _ in tqdm(messages, 'segmenting over ROS 2', args.frames, unit='image'):
            pass
        complete = recorder.poll() == 0
    if not complete:
        text = last_lines(logs / f'{name}.txt' for name in ('camera', 'segmentation_node'))
        raise SegRosError(
            f'the recording ended before {args.frames} images; last lines of the logs: {text}'
        )
