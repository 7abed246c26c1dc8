# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Errors that a user can correct, each one line: what is wrong, the rule, the value."""


class SegRosError(Exception):
    """An error that the user can correct; nodes and commands print one line, no traceback."""


class ParameterError(SegRosError):
    """A parameter is out of range, or contradicts another one."""


class CalibrationError(SegRosError):
    """A camera_info cannot be used: its numbers, its distortion, or the image it belongs to."""


class ManifestError(SegRosError):
    """A manifest is malformed, or it disagrees with the graph beside it."""


class ModelError(SegRosError):
    """A network cannot be loaded, or cannot be run as a segmentation network."""


class FrameError(SegRosError):
    """An image cannot be read: wrong encoding, size, or too few bytes."""


class InputError(SegRosError):
    """A file, folder or video is missing or unreadable."""
