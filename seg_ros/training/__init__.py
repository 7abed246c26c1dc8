# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Networks of our own: from labels to a file that a robot runs.

`data` reads labelled folders and looks at the digital field, `nets` holds the architectures,
`training` composes them into a run that can be stopped and resumed, `report` shows it. `export`
makes an ONNX file with its manifest, `quantize` its int8 twin, `evaluate` measures any model.
PyTorch is imported here and nowhere else, and not by `data` nor by `evaluate`.
"""
