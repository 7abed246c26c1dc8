# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
From an image to a class map, confidence, masks and overlay; no ROS.

`segmenter` composes the steps: `network` runs the model (`preprocess` before it, `tiling` where
the image is cut into tiles), `decode` and `confidence` turn its scores into class ids strip by
strip, `merge_heads` lays several heads over each other, `masks` and `overlay` show the class map.
`self_test` and `health` say when the result must not be trusted.
"""
