# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Segmentation for ROS 2: camera images to masks, weed patches and free space.

The folders, from the lowest layer to the highest:

- `errors`, `datatypes`, `parameters`: errors, data types and parameters that every folder shares
- `geometry`: pixels to meters on the ground: camera model, distortion, mount
- `inference`: model files, manifests, and the runtimes that execute networks
- `label_formats`: files of labeling tools, read as class ids and written to be corrected
- `segmentation`: an image to class map, confidence, masks and overlay
- `patches`: a mask to tracked patches, and to spray runs for the nozzles of a boom
- `free_space`: a mask to free space, as a scan and a grid for navigation
- `sim`: a simulated field, camera and sprayer with ground truth, and their scoring
- `training`, `models`: training and export of networks, and the included ones
- `ros`, `cli`: entry points: ROS nodes and commands
"""

__version__ = '0.2.0'
