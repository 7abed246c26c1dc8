# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Training data: folders of labeled images, and the simulated field.

`label_map` maps label ids to channels of the network, `dataset` reads dataset.yaml and its
`color_table`, `samples` reads images and labels, `annotation_files` refuses files of labeling
tools, `class_statistics` counts pixels by class, `label_findings` checks what labels mean. A
source (`folder_source`, `sim_source`) makes crops, `photometric_augmentation` changes their
colors, and `batches` stacks them. A crop depends on the seed and on its number only, so that a run
can be resumed.
"""
