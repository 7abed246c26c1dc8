# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The demo on the simulated field: camera, network, patches and sprayer in a closed loop."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from seg_ros.cli.animation import animate
from seg_ros.cli.sim import as_table
from seg_ros.cli.sim_over_ros import run_over_ros
from seg_ros.cli.sim_parameters import patch_inputs
from seg_ros.parameters import SimParameters
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.records import FIGURES

MODEL = 'weeds'
SPEED_MPS = 1.0
TOPICS = (
    '/camera_info',
    '/diagnostics',
    '/field_sprayer/markers',
    '/field_sprayer/nozzles',
    '/image',
    '/odom',
    '/patch_node/markers',
    '/patch_node/patches',
    '/patch_node/patches_2d',
    '/patch_node/points',
    '/patch_node/spray_runs',
    '/segmentation_node/class_map',
    '/segmentation_node/color_map',
    '/segmentation_node/label_info',
    '/segmentation_node/overlay',
)


def spray_field(args: argparse.Namespace, prepare: Callable[[Path], Path]) -> tuple[str, str]:
    """Drive over the simulated field and spray; return the name of the mask and a message."""
    model = args.model or MODEL
    parameters = SimParameters(segmentation=model, length_m=args.length, speed_mps=SPEED_MPS)
    inputs, crops = patch_inputs(parameters, args.manifest)
    # A network without the class crop sprays a field without crops.
    parameters, mask = replace(parameters, crops=bool(crops)), inputs['mask']
    folder = prepare(args.out)
    topics = (*TOPICS, f'/{mask}')
    score = run_over_ros(parameters, folder, topics=topics, manifest=args.manifest)
    animation = args.out / animate(folder, Scenario(parameters)).name
    print(as_table({name: score[name] for name in FIGURES}))
    return (
        Path(mask).name,
        f"""
Results   {animation}   the drive: patches and nozzles
          {args.out}/strip_000.png   the field: sprayed (blue), weeds (green), missed (red),
                                   unreachable (orange), crops (white)
          {args.out}/sheet.png       camera, class map, overlay and mask of one image
          {args.out}/topics.txt      the table above; latency is from the first message of a stamp
          {args.out}/recording       MCAP, open it in Foxglove or with ros2 bag play
          {args.out}/as_applied.csv  and .geojson: every valve opening
The figures are those of the network; `seg_ros sim` prints them for ground truth masks. The figure
`saving` may exceed `saving_best`, since a weed counts as hit when 80 % of its area is sprayed.

Try next  .venv/bin/python -m seg_ros sim                           without ROS, faster
          .venv/bin/python -m seg_ros demo --model vegetation      no crops: all plants are weeds
          .venv/bin/python -m seg_ros demo --source 0              your camera: drivable ground
          .venv/bin/python -m seg_ros inspect network.onnx         your own network: check it,
          .venv/bin/python -m seg_ros demo --source 0 --model network.onnx""",
    )
