# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
What a network learns from: labelled folders, and the simulated field without end.

`legend` says what label ids mean, `dataset` reads a folder, `survey` counts its classes. A source
(`folder_source`, `field_source`) cuts crops; `light` changes how they look; `batches` packs them.
Every crop follows from the seed and its number alone, so a run can go on where it stopped.
"""
