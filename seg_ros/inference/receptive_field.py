# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The receptive field of one cell of a feature map, operator by operator.

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
    The image pixels (rows, columns) that one cell of a feature map is computed from.

    `size` is the receptive field without global pooling or attention, which `whole_image` stands
    for; `stride` is the distance of neighboring cells (infinite after global pooling), `coarsest`
    the largest finite stride on the way; NaN where shapes stay open.
    """

    size: tuple[float, ...] = (1.0, 1.0)
    stride: tuple[float, ...] = (1.0, 1.0)
    coarsest: tuple[float, ...] = (1.0, 1.0)
    whole_image: bool = False


@dataclass(frozen=True)
class Operator:
    """One operator: attributes, receptive fields of its inputs (None: constants), and shapes."""

    kind: str
    attributes: dict[str, Any]
    inputs: tuple[ReceptiveField | None, ...]
    shapes: tuple[Shape, ...]
    output: Shape


def receptive_field_of(operator: Operator) -> ReceptiveField | None:
    """Return the receptive field of the output, None where it does not depend on the image."""
    fields = [field for field in operator.inputs if field is not None]
    if not fields or operator.kind in ('Shape', 'Size'):
        return None
    joined = _join(fields)
    if _pools_all(operator):
        return replace(joined, stride=(inf, inf), whole_image=True)
    if operator.kind in _WHOLE_IMAGE or (operator.kind in _PRODUCTS and len(fields) > 1):
        return replace(joined, whole_image=True)
    window = _window(operator)
    if window is None:
        return joined
    extra_cells, factor = window
    size = tuple(
        size_px + extra * step if extra and step != inf else size_px
        for size_px, extra, step in zip(joined.size, extra_cells, joined.stride)
    )
    stride = tuple(step * growth for step, growth in zip(joined.stride, factor))
    coarsest = tuple(
        max(largest, step) if step != inf else largest
        for largest, step in zip(joined.coarsest, stride)
    )
    return ReceptiveField(size, stride, coarsest, joined.whole_image)


def _join(fields: list[ReceptiveField]) -> ReceptiveField:
    return ReceptiveField(
        tuple(np.max([field.size for field in fields], axis=0).tolist()),
        # The finer stride counts: a feature of the whole image is broadcast to the other map.
        tuple(np.min([field.stride for field in fields], axis=0).tolist()),
        tuple(np.max([field.coarsest for field in fields], axis=0).tolist()),
        any(field.whole_image for field in fields),
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
    """Return how many more input cells one output cell covers, and the factor of the stride."""
    attributes = operator.attributes
    if operator.kind in ('Resize', 'Upsample'):
        return _resize(operator)
    if operator.kind in ('DepthToSpace', 'SpaceToDepth'):
        block = attributes['blocksize']
        is_coarser = operator.kind == 'SpaceToDepth'
        return ((block - 1,) * 2, (block,) * 2) if is_coarser else ((0, 0), (1 / block,) * 2)
    if operator.kind not in (*_WINDOWS, 'ConvTranspose'):
        return None
    weights = operator.shapes[3 if operator.kind == 'QLinearConv' else 1 :][:1]
    kernel = attributes.get('kernel_shape') or (weights[0][2:] if weights and weights[0] else ())
    if len(kernel) != 2:
        return None
    strides, dilations = attributes.get('strides', (1, 1)), attributes.get('dilations', (1, 1))
    extra = tuple((k - 1) * d for k, d in zip(kernel, dilations))
    if operator.kind == 'ConvTranspose':
        return tuple(e // s for e, s in zip(extra, strides)), tuple(1 / s for s in strides)
    return extra, tuple(strides)


def _resize(operator: Operator) -> tuple[tuple[float, ...], tuple[float, ...]]:
    before, after = operator.shapes[0], operator.output
    if not before or not after or len(before) != 4 or None in (*before, *after):
        return (0, 0), (nan, nan)
    rows = 1 if before[3] == after[3] and before[1] != after[1] else 2
    pairs = [
        (old, new)
        for old, new in zip(before[rows : rows + 2], after[rows : rows + 2])
        if old is not None and new is not None
    ]
    taps = _TAPS.get(operator.attributes.get('mode', b'nearest'), 0)
    corners = operator.attributes.get('coordinate_transformation_mode') == b'align_corners'
    factor = tuple((b - 1) / (a - 1) if corners and min(a, b) > 1 else b / a for b, a in pairs)
    return tuple(taps * (b != a) for b, a in pairs), factor
