# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run the main job for half a minute with real nodes, and show what they did."""

import argparse
import json
from pathlib import Path
import shutil
import subprocess
import sys

import cv2
from tqdm import tqdm

from seg_ros.cli.processes import local_environment, node, ros_arguments
from seg_ros.cli.sheet import contact_sheet
from seg_ros.cli.table import aligned
from seg_ros.errors import SegRosError
from seg_ros.field.camera import FieldCamera
from seg_ros.frames import open_frames
from seg_ros.vision.catalogue import locate
from seg_ros.vision.manifest_file import load_manifest

RATE_HZ = 10.0
OUTPUTS = ('field', 'logs', 'pictures', 'recording', 'figures.json', 'sheet.png', 'topics.txt')


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the demo can be tried on."""
    parser.add_argument('--out', type=Path, default=Path('demo_out'), help='folder of results')
    parser.add_argument('--source', help='folder, video file or camera device; default: a field')
    parser.add_argument('--model', default='vegetation', help='shipped network or a file')
    parser.add_argument('--manifest', default='', help='manifest, if not beside the model')
    parser.add_argument('--frames', type=int, default=250, help='images to segment')


def main(args: argparse.Namespace) -> int:
    """Start camera, segmentation and recorder as processes of their own; return 0 when all ran."""
    manifest = load_manifest(locate(args.model, args.manifest).manifest)
    if args.source:
        open_frames(args.source)
    prepare_folder(args.out)
    source = args.source or str(film_field(args.out / 'field', args.frames))
    answers = ['class_map', 'overlay', 'color_map', 'confidence', 'label_info']
    answers += [f'masks/{group.name}' for group in manifest.groups]
    topics = [f'/segmentation_node/{answer}' for answer in answers]
    topics += ['/camera/image/compressed', '/diagnostics']
    run_nodes(args, source, topics)
    write_sheet(args.out, [group.name for group in manifest.groups])
    write_table(args.out)
    print(_farewell(args.out))
    return 0


def prepare_folder(out: Path) -> None:
    """Make the folder and remove what an earlier demo left in it, and nothing else."""
    out.mkdir(parents=True, exist_ok=True)
    for name in OUTPUTS:
        path = out / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    (out / 'logs').mkdir()


def film_field(folder: Path, frames: int) -> Path:
    """Write the pictures that a camera takes on its way over the digital field; return folder."""
    folder.mkdir()
    camera = FieldCamera()
    for number in tqdm(range(frames), desc='filming a digital field', unit='image'):
        picture = camera.view(number / RATE_HZ).picture
        cv2.imwrite(str(folder / f'{number:04d}.jpg'), picture.pixels)
    return folder


def run_nodes(args: argparse.Namespace, source: str, topics: list[str]) -> None:
    """Run camera and segmentation until the recorder has what it wants; SegRosError if not."""
    environment = local_environment()
    camera = ros_arguments(
        'camera', {'source': source, 'rate_hz': RATE_HZ, 'compressed': True}, {'__ns': '/camera'}
    )
    segmentation = ros_arguments(
        'segmentation_node',
        {'model': args.model, 'manifest': args.manifest},
        {'image': '/camera/image', 'camera_info': '/camera/camera_info'},
    )
    logs = [args.out / 'logs' / f'{name}.txt' for name in ('image_source', 'segmentation_node')]
    with (
        node('image_source', camera, logs[0], environment),
        node('segmentation_node', segmentation, logs[1], environment),
    ):
        complete = record(args, topics, environment)
    if not complete:
        last_words = [(log.read_text().splitlines() or ['-'])[-1] for log in logs]
        raise SegRosError(f'no more images came; the nodes said last: {" | ".join(last_words)}')


def record(args: argparse.Namespace, topics: list[str], environment: dict[str, str]) -> bool:
    """Run the recorder with a progress bar, one step for each image; False if they ceased."""
    command = [
        sys.executable, '-m', 'seg_ros.ros.recorder',
        '--out', str(args.out), '--messages', str(args.frames), *topics,
    ]
    with (args.out / 'logs' / 'recorder.txt').open('w') as words:
        recorder = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=words, text=True
        )
    for _ in tqdm(recorder.stdout, 'segmenting over ROS 2', args.frames, unit='image'):
        pass
    return recorder.wait() == 0


def write_sheet(out: Path, groups: list[str]) -> None:
    """Put camera, class map, overlay and the first mask of one image side by side."""
    topics = {
        'camera': 'camera.image.compressed',
        'class map': 'segmentation_node.color_map',
        'overlay': 'segmentation_node.overlay',
        **{f'mask: {group}': f'segmentation_node.masks.{group}' for group in groups[:1]},
    }
    pictures = {
        name: cv2.imread(str(out / 'pictures' / f'{topic}.png')) for name, topic in topics.items()
    }
    shown = {name: picture for name, picture in pictures.items() if picture is not None}
    cv2.imwrite(str(out / 'sheet.png'), contact_sheet(shown))


def write_table(out: Path) -> None:
    """Print and keep the topics with their rates and latencies."""
    rows = [('topic', 'type', 'messages', 'Hz', 'median ms', 'p95 ms')]
    for figures in json.loads((out / 'figures.json').read_text()):
        numbers = [figures[key] for key in ('rate_hz', 'latency_median_ms', 'latency_p95_ms')]
        rows.append((
            figures['topic'], figures['type'].replace('/msg/', '/'), str(figures['messages']),
            *('-' if number is None else f'{number:.1f}' for number in numbers),
        ))
    table = aligned(rows, left=2)
    (out / 'topics.txt').write_text(f'{table}\n')
    print(f'\n{table}')


def _farewell(out: Path) -> str:
    return f"""
Look at   {out}/sheet.png       camera, class map, overlay and mask of one image
          {out}/topics.txt      the table above; latency is from the camera's stamp to arrival
          {out}/recording       MCAP, open it in Foxglove or with ros2 bag play
Try next  .venv/bin/python -m seg_ros demo --source 0              your camera
          .venv/bin/python -m seg_ros demo --source drive.mp4      your video, or a folder
          .venv/bin/python -m seg_ros inspect network.onnx         your network, then
          .venv/bin/python -m seg_ros demo --source 0 --model network.onnx"""
