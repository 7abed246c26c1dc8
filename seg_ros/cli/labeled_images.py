# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The options that say how labels of images are read, and the dataset they describe."""

import argparse
from dataclasses import replace
from pathlib import Path

from seg_ros.cli.score import add_label_rule
from seg_ros.errors import InputError
from seg_ros.label_files import LabelRule
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.data.dataset import Dataset, open_dataset
from seg_ros.training.data.samples import paired_files
from seg_ros.training.evaluate import label_map_for, label_map_of


def add_label_options(parser: argparse.ArgumentParser) -> None:
    """Declare the rule for label ids, and the description that may take its place."""
    add_label_rule(parser)
    parser.add_argument(
        '--dataset',
        metavar='YAML',
        type=Path,
        help='description of the labels as for `train`, in place of --map and --ignore',
    )


def check_label_options(args: argparse.Namespace) -> None:
    """Raise InputError where the options contradict each other."""
    if args.dataset and (args.map or args.ignore):
        raise InputError('--dataset must be without --map and --ignore: write them into its file')


def labeled_images(args: argparse.Namespace, segmenter: Segmenter) -> Dataset:
    """Return `args.images` and `args.labels` as a dataset with the classes of the segmenter."""
    if not args.dataset:
        rule = LabelRule(args.map, tuple(args.ignore))
        label_map = label_map_of(segmenter, rule.class_of, rule.ignored)
        return Dataset(paired_files(args.images, args.labels), label_map)
    dataset = open_dataset(args.labels.parent, args.dataset, (args.images, args.labels))
    return replace(dataset, label_map=label_map_for(segmenter, dataset.label_map))
