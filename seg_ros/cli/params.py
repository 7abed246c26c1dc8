# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros params`: every parameter of the segmentation node, as a parameter file."""

import argparse

from seg_ros.parameter_file import render_parameter_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: the file is the same on every machine."""


def main(args: argparse.Namespace) -> int:
    """Print the parameter file."""
    print(render_parameter_file(), end='')
    return 0
