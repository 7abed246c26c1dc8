# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Detect the input of a graph: layout, size and dtype; make a synthetic image for a test run."""

import numpy as np

from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.io_spec import InputSpec, TensorSpec
from seg_ros.inference.manifest import InputFacts

INPUT_DTYPES = ('float32', 'float16', 'float64', 'uint8', 'int8')
PROBE_SIDE_PX = 256

_CHANNEL_AXIS = {'NCHW': 1, 'NHWC': 3}


def detect_input(
    facts: InputFacts, inputs: tuple[TensorSpec, ...]
) -> tuple[InputSpec, tuple[str, ...]]:
    """
    Return the input of the network, and a sentence with the reason of each of its fields.

    Raises ModelError for a graph whose input is not one image, ManifestError where `facts`
    contradict the graph.
    """
    spec = _image_input(inputs)
    layout, layout_reason = _layout(facts, spec)
    (height, width), size_reason = _size(facts, spec, layout)
    input_spec = InputSpec(spec.name, layout, spec.dtype, height, width)
    reasons = (f'{layout} {layout_reason}', size_reason, f'numbers are {spec.dtype}')
    return input_spec, tuple(f'input {spec.name!r}: {reason}' for reason in reasons)


def probe_image(facts: InputFacts, spec: InputSpec) -> np.ndarray:
    """
    Return a synthetic image as an input tensor: noise on a gradient, the same every time.

    A side that the graph leaves open is 256 pixels long, rounded up to `divisible_by`.
    """
    side = -(-PROBE_SIDE_PX // facts.divisible_by) * facts.divisible_by
    height, width = spec.height or side, spec.width or side
    noise = np.random.default_rng(0).integers(0, 128, (height, width, facts.channels))
    gradient = np.linspace(0, 127, width)[:, np.newaxis]
    pixels = (noise + gradient)[np.newaxis].astype(np.uint8)
    if spec.layout == 'NCHW':
        pixels = pixels.transpose(0, 3, 1, 2)
    return np.ascontiguousarray(_as_input(pixels, facts, spec))


def _as_input(pixels: np.ndarray, facts: InputFacts, spec: InputSpec) -> np.ndarray:
    if not spec.dtype.startswith('float'):
        return (pixels + np.int16(np.iinfo(spec.dtype).min)).astype(spec.dtype)
    low, high = facts.input_range
    # One mean for all channels suffices here: only the rough range of the values matters.
    mean = np.mean(facts.mean or 0.0)
    std = np.mean(facts.std or 1.0)
    return ((low + pixels * ((high - low) / 255) - mean) / std).astype(spec.dtype)


def _image_input(inputs: tuple[TensorSpec, ...]) -> TensorSpec:
    if len(inputs) != 1:
        names = ', '.join(spec.name for spec in inputs)
        raise ModelError(f'the graph must have one input, the image, got {len(inputs)}: {names}')
    spec = inputs[0]
    if len(spec.shape) != 4:
        raise ModelError(f'input {spec.name!r} must have 4 axes, NCHW or NHWC, got {spec.shape}')
    if spec.shape[0] not in (None, 1):
        raise ModelError(f'input {spec.name!r} must take a batch of 1, got {spec.shape}')
    if spec.dtype not in INPUT_DTYPES:
        raise ModelError(
            f'input {spec.name!r} must be one of {", ".join(INPUT_DTYPES)}, got {spec.dtype}'
        )
    return spec


def _layout(facts: InputFacts, spec: TensorSpec) -> tuple[str, str]:
    counts = {layout: spec.shape[axis] for layout, axis in _CHANNEL_AXIS.items()}
    possible = [name for name, count in counts.items() if count in (None, facts.channels)]
    known = [name for name in possible if counts[name] is not None]
    if not possible:
        raise ManifestError(
            f'manifest field input.input_space must fit input {spec.name!r} of shape '
            f'{spec.shape}; RGB and BGR have 3 channels, GRAY has 1; got {facts.input_space!r}'
        )
    if facts.layout is not None:
        if facts.layout not in possible:
            raise ManifestError(
                f'manifest field input.layout must be {possible[0]} as input {spec.name!r} has '
                f'shape {spec.shape}, got {facts.layout!r}'
            )
        return facts.layout, 'as in the manifest'
    if known:
        axis = _CHANNEL_AXIS[known[0]]
        return known[0], f'as axis {axis} of {spec.shape} counts the channels'
    if len(possible) == 1:
        return possible[0], f'as no other axis of {spec.shape} can be the channels'
    raise ManifestError(
        f'manifest field input.layout must be given, NCHW or NHWC, as input {spec.name!r} '
        f'leaves its channels open, got {facts.layout}'
    )


def _size(
    facts: InputFacts, spec: TensorSpec, layout: str
) -> tuple[tuple[int | None, int | None], str]:
    in_graph = spec.shape[2:] if layout == 'NCHW' else spec.shape[1:3]
    in_manifest = facts.size or (None, None)
    if any(
        None not in (fixed, given) and fixed != given
        for fixed, given in zip(in_graph, in_manifest)
    ):
        raise ManifestError(
            f'manifest field input.size must be {list(in_graph)} as it is fixed in the graph, '
            f'got {list(in_manifest)}'
        )
    height, width = (fixed or given for fixed, given in zip(in_graph, in_manifest))
    if None not in in_graph:
        return (height, width), f'{height} x {width} pixels (height x width), fixed in the graph'
    if facts.size:
        return (height, width), f'{height} x {width} pixels (height x width), by the manifest'
    if facts.resize == 'tile':
        raise ManifestError(
            'manifest field input.size must be given for input.resize tile, as the graph '
            f'leaves it open, got {facts.size}'
        )
    return (height, width), (
        f'size open: that of the image, rounded up to a multiple of {facts.divisible_by}'
    )
