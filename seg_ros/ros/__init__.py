# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The ROS 2 door: messages in, one call, messages out.

The files here are the nodes; what each is made of stands in a room of its own:

- `node`: what all of them share, and `messages`: where every message is read and written
- `segmentation`, `patching`, `field`, `recording`: one for each kind of node
"""
