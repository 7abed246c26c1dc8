# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Class maps as files of labeling tools.

- `layered_polygons`, `image_polygons`: a class map as polygons on top of each other
- `labelme_writer`, `cvat_writer`: files that Labelme and CVAT open, to correct pre-labels
"""
