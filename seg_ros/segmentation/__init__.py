# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Pixels become a class map in this room, without any ROS.

A model is a graph and a manifest. Once, at start: `catalogue` finds both, `manifest_file` reads
the one and `engine` opens the other, `reading` makes them agree on a contract. Then, frame by
frame: `network` runs it (`preprocess` before, `unpack` after, `tiling` where the image is cut),
`decode` and `confidence` decide its cells strip by strip, `mask` and `palette` show the class
map. `segmenter` composes it all; `manifest`, `contract`, `axis` and `grid` are the nouns. `graph`,
`guess` and `memory` look into a network for those who choose one; `trials` and `health` say when
the answer must not be trusted.
"""
