# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
From a mask to things to act on: patches that keep their ids, and runs for the nozzles of a boom.

`planner` is the composer: what is to be kept (`protect`) and what is to be acted on is found
(`components`), followed over the images (`overlap`, `tracks`, and `motion` where there is no
odometry), measured (`locate`), assigned to `nozzles`, and told (`listing`, `outlines`). The nouns
are `points`, `found`, `view`, `footprint` and `boom`. `gauge` judges parts in inspection cells;
`lookahead` says beforehand how fast one may drive.
"""
