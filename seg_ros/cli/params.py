# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros params`: print the parameter file of a node, with defaults and help."""

import argparse

from seg_ros.parameters.parameter_file import PARAMETERS, render_parameter_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the name of the node."""
    parser.add_argument('node', nargs='?', choices=tuple(PARAMETERS), default='segmentation_node')


def main(args: argparse.Namespace) -> int:
    """Print the parameter file."""
    print(render_parameter_file(args.node), end='')
    return 0
