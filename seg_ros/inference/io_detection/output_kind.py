# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Detect from the values of an output whether they are scores, probabilities or classes."""

import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import ManifestError

TOLERANCE = 0.05
"""Error of probabilities, and of their sum, from rounding to float16 or 8 bits."""


def detect_kind(given: str | None, name: str, planes: np.ndarray, classes: int) -> tuple[str, str]:
    """
    Return logits, probabilities, sigmoid or class_map, and the reason; `given` is the manifest's.

    `planes` (C, H, W) are dequantized, or integers where no scale is known. Raises ManifestError
    where `given` is impossible.
    """
    if given is not None:
        _refuse_if_impossible(given, name, planes)
        return given, 'as in the manifest'
    channels = len(planes)
    if channels == 1:
        return _kind_of_one_channel(planes, classes)
    if planes.dtype.kind in 'iu':
        kind = 'sigmoid' if channels == classes - 1 else 'logits'
        return kind, f'as {channels} channels of {planes.dtype} are quantized scores'
    within_range = _within_0_and_1(planes)
    if within_range and sum_to_one(planes):
        return 'probabilities', f'as {channels} channels within 0..1 sum to 1'
    if channels == classes - 1:
        kind = 'probabilities' if within_range else 'sigmoid'
        reason = f'as {channels} channels, which {_range(planes)}, have an implied first class'
        return kind, reason
    if within_range:
        reason = f'as {channels} channels within 0..1, which do not sum to 1, have a sigmoid each'
        return 'probabilities', reason
    return 'logits', f'as {channels} channels {_range(planes)} and do not sum to 1'


def _kind_of_one_channel(planes: np.ndarray, classes: int) -> tuple[str, str]:
    if planes.dtype.kind in 'iu':
        return 'class_map', f'as it is {planes.dtype} without a class axis'
    within_range = _within_0_and_1(planes)
    # Two classes as 0 and 1 are read as probabilities too, since a sigmoid may have saturated.
    if not (within_range and classes <= 2) and planes.min() >= 0 and _whole(planes):
        return 'class_map', f'as its numbers are whole and {_range(planes)}'
    if within_range:
        return 'probabilities', 'of one channel, as its numbers stay within 0..1'
    return 'sigmoid', f'of one channel, as its numbers {_range(planes)}'


def sum_to_one(planes: np.ndarray) -> bool:
    """Return whether the channels of (C, H, W) planes sum to 1 at every cell."""
    return np.abs(planes.sum(axis=0, dtype=np.float64) - 1).max() < TOLERANCE


def highest_id(planes: np.ndarray) -> int:
    """Return the highest class id in a class map, at least 0; 255 is unlabelled."""
    return int(planes.max(initial=0, where=planes != UNLABELLED))


def is_mask(planes: np.ndarray) -> bool:
    """Return whether the numbers of a class map are 0 and 255 alone, or one of them."""
    return bool(np.isin(planes, (0, UNLABELLED)).all())


def dequantized(planes: np.ndarray, scale: float | None, zero_point: int) -> np.ndarray:
    """Return quantized scores as float32, and planes without a scale as they are."""
    if scale is None:
        return planes
    return (planes.astype(np.float32) - zero_point) * scale


def _refuse_if_impossible(given: str, name: str, planes: np.ndarray) -> None:
    channels, dtype = len(planes), planes.dtype
    channel_count = f'output {name!r} has {channels} channel{"s" * (channels > 1)}'
    contradictions = (
        (
            given == 'class_map' and channels > 1,
            f'kind must be logits, probabilities or sigmoid as {channel_count}',
        ),
        (
            given == 'logits' and channels == 1,
            f'kind must be sigmoid or probabilities as {channel_count}',
        ),
        (
            given != 'class_map' and channels == 1 and dtype.kind in 'iu' and dtype.itemsize > 1,
            f'kind must be class_map as output {name!r} is {dtype}',
        ),
        (
            given == 'probabilities' and dtype.kind in 'iu',
            f'scale must be given as output {name!r} is {dtype}, for outputs.kind',
        ),
        (
            given == 'probabilities' and not _within_0_and_1(planes),
            f'kind must be logits or sigmoid as the numbers of output {name!r} {_range(planes)}',
        ),
    )
    for holds, rule in contradictions:
        if holds:
            raise ManifestError(f'manifest field outputs.{rule}, got {given!r}')


def _within_0_and_1(planes: np.ndarray) -> bool:
    return -TOLERANCE <= planes.min() and planes.max() <= 1 + TOLERANCE


def _whole(planes: np.ndarray) -> bool:
    return np.array_equal(planes, np.rint(planes))


def _range(planes: np.ndarray) -> str:
    return f'range from {planes.min():.3g} to {planes.max():.3g}'
