# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
From a mask to tracked patches with ids, and to spray runs for the nozzles of a boom; no ROS.

`patch_tracker` composes the steps: crops are protected (`crop_mask`), connected components are
found (`components`), tracked over images (`association`, `tracks`, and `ego_motion` where there is
no odometry), measured (`region_properties`), assigned to nozzles (`spray_runs`) and reported
(`track_report`). `tracker_setup` is what it works with: parameters and ground. `ground_points`,
`detections`, `region_of_interest`, `run_length` and `boom` are data types. `inspection` compares
defects with limits; `lookahead` gives the highest working speed.
"""
