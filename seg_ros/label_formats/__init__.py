# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Files of labeling tools: exports read as images with class ids, and class maps written to correct.

Of the libraries that could read them, datumaro requires another OpenCV, pandas and pyarrow, and
supervision matplotlib, scipy and av. pycocotools would save `rle` alone, and every user would have
to install it. Tests read files that the tools' own libraries wrote.

- `recognition`: which of the formats a file or folder is; `open_export` reads the one it holds
- one file per format: `cvat_xml`, `cvat_masks`, `label_studio`, `label_studio_masks`, `labelme`,
  `coco`, `yolo`, `roboflow_masks`; each has a function `read` that returns an `Export`
- `export`, `region`: the data types they share, and objects drawn into one map of class ids
- `labelmap`: CVAT's labelmap.txt, read and written
- `class_table`: class names to ids, colors and groups; what pixels that are not drawn are
- `outlines`, `rle`, `label_studio_rle`, `label_studio_regions`: shapes and run lengths to pixels
- `image_files`, `json_fields`, `text_files`: images by their names in the export; checked files
- `layered_polygons`, `image_polygons`: a class map as polygons on top of each other
- `labelme_writer`, `cvat_writer`, `cvat_masks_writer`: files that these tools open, to correct
  pre-labels
"""
