# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
From an image to a class map, confidence, masks and overlay; no ROS.

`segmenter` composes the steps: `network` runs the model (`preprocess` before it, `tiling` where
the image is cut into tiles), `decode` turns the scores of all its heads into one class map with
confidence, strip by strip, `masks` and `overlay` show the class map. `health` and the self-test
of `segmenter` say when the result must not be trusted.
"""
