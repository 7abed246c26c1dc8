# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a user can put right, each said in one line: what is wrong, the rule, the value."""


class SegRosError(Exception):
    """Anything wrong that the user can mend; doors print it as one line, never as a traceback."""


class ParameterError(SegRosError):
    """A knob was turned outside its range."""


class ManifestError(SegRosError):
    """A manifest is malformed, or it disagrees with the graph beside it."""


class ModelError(SegRosError):
    """A network cannot be loaded, or cannot be run as a segmentation network."""


class FrameError(SegRosError):
    """An image cannot be read: wrong encoding, size, or too few bytes."""


class InputError(SegRosError):
    """A file, folder or video that was asked for is missing or unreadable."""
