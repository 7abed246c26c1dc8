# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
How far one cell of a feature map sees, operator by operator.

The formula is that of Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural
Networks, Distill 2019: a window of k cells, d apart, adds (k - 1) d times the stride of its input.
"""

from dataclasses import dataclass, replace
from math import inf, nan
from typing import Any

import numpy as np

Shape = tuple[int | None, ...] | None

_WINDOWS = ('Conv', 'ConvInteger', 'QLinearConv', 'MaxPool', 'AveragePool', 'LpPool')
_GLOBAL_POOLS = ('GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool')
_WHOLE_IMAGE = (
    'InstanceNormalization',
    'GroupNormalization',
    'Attention',
    'MultiHeadAttention',
    'If',
    'Loop',
    'Scan',
)
_PRODUCTS = ('MatMul', 'Gemm', 'Einsum', 'MatMulInteger', 'QLinearMatMul')
_TAPS = {b'nearest': 0, b'linear': 1, b'cubic': 3}


@dataclass(frozen=True)
class ReceptiveField:
    """
    What one cell of a feature map sees, in image pixels (rows, columns).

    `field` is the receptive field, `stride` the distance of neighboring cells (infinite after
    global pooling), `coarsest` the largest finite stride on the way; NaN where shapes stay open.
    """

    field: tuple[float, ...] = (1.0, 1.0)
    stride: tuple[float, ...] = (1.0, 1.0)
    coarsest: tuple[float, ...] = (1.0, 1.0)
    whole_image: bool = False


@dataclass(frozen=True)
class Operator:
    """One operator: attributes, what its inputs see (None: constants), shapes in and out."""

    kind: str
    attributes: dict[str, Any]
    inputs: tuple[ReceptiveField | None, ...]
    shapes: tuple[Shape, ...]
    output: Shape


def reach_after(operator: Operator) -> ReceptiveField | None:
    """Return what a cell of the operator's output sees, None if it does not see the image."""
    seen = [reach for reach in operator.inputs if reach is not None]
    if not seen or operator.kind in ('Shape', 'Size'):
        return None
    reach = _join(seen)
    if _pools_all(operator):
        return replace(reach, stride=(inf, inf), whole_image=True)
    if operator.kind in _WHOLE_IMAGE or (operator.kind in _PRODUCTS and len(seen) > 1):
        return replace(reach, whole_image=True)
    window = _window(operator)
    if window is None:
        return reach
    extra_cells, factor = window
    field = tuple(
        seen_px + extra * step if extra and step != inf else seen_px
        for seen_px, extra, step in zip(reach.field, extra_cells, reach.stride)
    )
    stride = tuple(step * growth for step, growth in zip(reach.stride, factor))
    coarsest = tuple(
        max(most, step) if step != inf else most for most, step in zip(reach.coarsest, stride)
    )
    return ReceptiveField(field, stride, coarsest, reach.whole_image)


def _join(seen: list[ReceptiveField]) -> ReceptiveField:
    return ReceptiveField(
        tuple(np.max([reach.field for reach in seen], axis=0).tolist()),
        # An image-wide feature is spread over the map that it joins.
        tuple(np.min([reach.stride for reach in seen], axis=0).tolist()),
        tuple(np.max([reach.coarsest for reach in seen], axis=0).tolist()),
        any(reach.whole_image for reach in seen),
    )


def _pools_all(operator: Operator) -> bool:
    if operator.kind.startswith('Reduce'):
        return len(operator.attributes.get('axes', (2, 3))) > 1
    if operator.kind in _GLOBAL_POOLS:
        return True
    extent = operator.shapes[0][2:] if operator.shapes[0] else ()
    kernel = operator.attributes.get('kernel_shape', ())
    return (
        operator.kind.endswith('Pool')
        and len(extent) == len(kernel)
        and all(size is not None and size <= length for size, length in zip(extent, kernel))
    )


def _window(operator: Operator) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Return how many cells beyond its own one output cell sees, and how the stride grows."""
    attributes = operator.attributes
    if operator.kind in ('Resize', 'Upsample'):
        return _resize(operator)
    if operator.kind in ('DepthToSpace', 'SpaceToDepth'):
        block = attributes['blocksize']
        deeper = operator.kind == 'SpaceToDepth'
        return ((block - 1,) * 2, (block,) * 2) if deeper else ((0, 0), (1 / block,) * 2)
    if operator.kind not in (*_WINDOWS, 'ConvTranspose'):
        return None
    weights = operator.shapes[3 if operator.kind == 'QLinearConv' else 1 :][:1]
    kernel = attributes.get('kernel_shape') or (weights[0][2:] if weights and weights[0] else ())
    if len(kernel) != 2:
        return None
    strides, dilations = attributes.get('strides', (1, 1)), attributes.get('dilations', (1, 1))
    extents = tuple((k - 1) * d for k, d in zip(kernel, dilations))
    if operator.kind == 'ConvTranspose':
        return tuple(e // s for e, s in zip(extents, strides)), tuple(1 / s for s in strides)
    return extents, tuple(strides)


def _resize(operator: Operator) -> tuple[tuple[float, ...], tuple[float, ...]]:
    before, after = operator.shapes[0], operator.output
    if not before or not after or len(before) != 4 or None in (*before, *after):
        return (0, 0), (nan, nan)
    rows = 1 if before[3] == after[3] and before[1] != after[1] else 2
    pairs = [
        (was, becomes)
        for was, becomes in zip(before[rows : rows + 2], after[rows : rows + 2])
        if was is not None and becomes is not None
    ]
    taps = _TAPS.get(operator.attributes.get('mode', b'nearest'), 0)
    corners = operator.attributes.get('coordinate_transformation_mode') == b'align_corners'
    factor = tuple((b - 1) / (a - 1) if corners and min(a, b) > 1 else b / a for b, a in pairs)
    return tuple(taps * (b != a) for b, a in pairs), factor
