# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Segmentation for ROS 2: camera image in, things a machine can act on out.

The house, room by room:

- `datatypes`, `errors`, `parameters`: the nouns, the refusals and the knobs that every room shares
- `vision`: pixels become a class map, a confidence, an overlay and masks; knows no ROS
- `ground`: pixels become metres on the ground
- `patches`: a mask becomes patches with ids, and runs for the nozzles of a boom
- `drivable`: a mask becomes free space, as a scan and a grid for navigation
- `models`: the networks that ship with the package, each with its manifest and its card
- `field`: a digital field with known truth, a camera over it, and a sprayer that keeps score
- `training`: labelled images, or the field, become a network; needs the extra of that name
- `ros` and `cli`: the two doors; they convert, call a composer and hand out what it returns
"""

__version__ = '0.2.0'
