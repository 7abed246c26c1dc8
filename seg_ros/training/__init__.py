# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Training and export of networks.

`data` reads folders of labeled images and renders the simulated field, `nets` has the
architectures, `training` trains them and can be interrupted and resumed. `export` writes an ONNX
file with its manifest, `quantize` its int8 twin, `tflite` an int8 file for microcontrollers, and
`evaluate` measures any model.
"""
