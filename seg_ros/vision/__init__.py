# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Pixels become a class map in this room, without any ROS.

A model is a graph and a manifest. Once, at start: `catalogue` finds both, `manifest_file` reads
the one and `engine` opens the other, `reading` makes them agree on a contract. Then, frame by
frame: `preprocess`, engine, `decode`, with `tiling` around them where the image is cut, and
`mask` and `palette` on the class map. `segmenter` composes it all; `manifest` and `contract` are
the nouns. `graph` and `memory` look into a network for those who choose one; `health` says when
the answer must not be trusted.
"""
