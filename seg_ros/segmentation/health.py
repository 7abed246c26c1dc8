# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How far the network can be trusted: one finding a check, its remedy in the words."""

from collections.abc import Sequence

import cv2
import numpy as np

from seg_ros.datatypes import ClassLabel, Finding
from seg_ros.inference.io_spec import Placement


NEAR_UNIFORM = 0.15
"""Surety from 0, where all classes tie, to 1; ten classes softmaxed twice reach 0.147 at most."""

CLEARLY_SURER = 0.02
"""Gain in mean confidence by swapping: on street scenes up to 0.008 if wrong, 0.03 if right."""

MAX_CELL_PX = 16.0
"""Camera pixels per network cell: a 512-pixel network of stride 8 has 10 on VGA, 30 on 1080p."""


def class_shares(class_map: np.ndarray) -> np.ndarray:
    """Return the share of the pixels that each class id has, (256,) float32."""
    return cv2.calcHist([class_map], [0], None, [256], [0, 256]).ravel() / class_map.size


def check_shares(shares: np.ndarray, classes: Sequence[ClassLabel]) -> Finding:
    """Warn when a class fills more of the frame than its manifest expects; (256,) shares."""
    worst = max(classes, key=lambda label: shares[label.id] - label.max_share)
    if shares[worst.id] <= worst.max_share:
        return Finding('ok', 'class shares', 'every class fills its usual share at most')
    return Finding(
        'warn',
        'class shares',
        (
            f'{worst.name} fills {shares[worst.id]:.0%} of the frame, {worst.max_share:.0%} at '
            'most '
            'are usual: look for a covered lens or wrong exposure, then check input_space and '
            'input_range in the manifest'
        ),
    )


def check_confidence(mean_confidence: float, classes: int) -> Finding:
    """Warn when the winning classes are hardly more probable (0..1) than any other."""
    tie = 1.0 / max(classes, 2)
    if (mean_confidence - tie) / (1.0 - tie) >= NEAR_UNIFORM:
        return Finding('ok', 'confidence', f'{mean_confidence:.2f} in the mean')
    return Finding(
        'warn',
        'confidence',
        (
            f'{mean_confidence:.2f} in the mean, {tie:.2f} is a guess: check input_range, mean '
            'and '
            'std in the manifest, and that outputs.kind is not logits where the graph ends in a '
            'softmax'
        ),
    )


def check_color_order(mean_confidence: float, swapped_confidence: float) -> Finding:
    """Warn when the network is surer (0..1) of an image whose red and blue are swapped."""
    if swapped_confidence - mean_confidence <= CLEARLY_SURER:
        return Finding('ok', 'color order', 'red and blue are where the network expects them')
    return Finding(
        'warn',
        'color order',
        (
            f'confidence is {swapped_confidence:.2f} with red and blue swapped, '
            f'{mean_confidence:.2f} without: check input_space in the manifest and the encoding '
            'that '
            'the camera driver states'
        ),
    )


def check_grid(
    camera: tuple[int, int], placement: Placement, stride: tuple[float, float]
) -> Finding:
    """Warn when one cell of the answer covers many pixels of the camera, (height, width) large."""
    cell_px = max(
        step * side / content for step, side, content in zip(stride, camera, placement.content)
    )
    if cell_px <= MAX_CELL_PX:
        return Finding('ok', 'grid', f'one cell for {cell_px:.0f} camera pixels')
    return Finding(
        'warn',
        'grid',
        (
            f'one cell for {cell_px:.0f} camera pixels, masks get blocky above '
            f'{MAX_CELL_PX:.0f}: set '
            'resize: tile in the manifest, take a network of larger input or finer stride, or a '
            'smaller camera image'
        ),
    )


MIN_SAMPLES = 20
"""Fewer durations or intervals than this have no 95th percentile and no share of one in twenty."""

MAX_JITTER_RATIO = 1.5
"""95th percentile over median of inference; a network with processors of its own stays below."""

MIN_JITTER_S = 0.005
"""The scheduler's own grain, which no camera notices."""

MAX_CLOCK_ERROR_S = 0.01
"""What clocks in agreement may differ by: a stamp further in the future means that they do not."""

SEGMENT_BYTES = 512 * 1024
"""Shared-memory segment of Fast DDS by default; larger best-effort images are mostly lost."""

GAP_PERIODS = 1.5
"""An interval of more than this many median ones lacks a frame."""

MAX_GAP_SHARE = 0.05
"""A driver skips a frame now and then, but not one in twenty."""


def check_jitter(durations_s: Sequence[float]) -> Finding:
    """Warn when slow inferences are much slower than the usual one; durations in seconds."""
    if len(durations_s) < MIN_SAMPLES:
        return Finding('ok', 'inference', f'{len(durations_s)} frames so far')
    median, late = np.percentile(durations_s, (50, 95))
    spread = f'{median * 1e3:.0f} ms in the median, {late * 1e3:.0f} ms at the 95th percentile'
    if late - median <= MIN_JITTER_S or late <= MAX_JITTER_RATIO * median:
        return Finding('ok', 'inference', spread)
    return Finding(
        'warn',
        'inference',
        (
            f'{spread}: leave a processor free (lower `threads`, or stop what else runs), set the '
            'performance governor, check for throttling by heat'
        ),
    )


def check_age(age_s: float, stale_after_s: float) -> Finding:
    """Fail an image that is stale by its stamp, warn of one from the future; in seconds."""
    if age_s > stale_after_s:
        return Finding(
            'error',
            'frame age',
            (
                f'{age_s:.2f} s, stale after {stale_after_s:g} s: synchronize the clocks of '
                'camera '
                'and robot, check the link to the camera, lower `camera_delay_s`'
            ),
        )
    if age_s < -MAX_CLOCK_ERROR_S:
        return Finding(
            'warn',
            'frame age',
            (f'stamped {-age_s:.2f} s in the future: synchronize the clocks of camera and robot'),
        )
    return Finding('ok', 'frame age', f'{age_s:.2f} s')


def check_silence(silent_s: float, stale_after_s: float, topic: str) -> Finding:
    """Fail a camera from which nothing came for too long, in seconds by a steady clock."""
    if silent_s <= stale_after_s:
        return Finding('ok', 'camera', f'last image {silent_s:.2f} s ago')
    return Finding(
        'error',
        'camera',
        (
            f'no image on {topic} for {silent_s:.1f} s: start the camera driver, check the '
            'remapping '
            'of `image`, `image_transport` and `image_qos`'
        ),
    )


def check_provider(used: str, wished: Sequence[str]) -> Finding:
    """Warn when the network does not run on the execution provider that was wished for first."""
    if not wished or used == wished[0]:
        return Finding('ok', 'provider', used)
    return Finding(
        'warn',
        'provider',
        (
            f'{used} instead of {wished[0]}: install the onnxruntime built for it with its driver '
            'libraries, or take it off `providers`; `required_provider` makes this an error'
        ),
    )


def check_losses(intervals_s: Sequence[float], image_bytes: int, best_effort: bool) -> Finding:
    """Warn when large best-effort images arrive with gaps; intervals of arrival in seconds."""
    if len(intervals_s) < MIN_SAMPLES:
        return Finding('ok', 'arrivals', f'{len(intervals_s)} intervals so far')
    gap_share = float(np.mean(np.array(intervals_s) > GAP_PERIODS * np.median(intervals_s)))
    if gap_share <= MAX_GAP_SHARE or not best_effort or image_bytes <= SEGMENT_BYTES:
        return Finding('ok', 'arrivals', f'gaps in {gap_share:.0%} of the intervals')
    return Finding(
        'warn',
        'arrivals',
        f'gaps in {gap_share:.0%} of the intervals: images of {image_bytes // 1024} KiB sent best '
        f'effort overflow the {SEGMENT_BYTES // 1024} KiB that Fast DDS shares by default: start '
        'the camera driver with a 32 MiB segment (the profile of `fastdds:=robot`, in `config`), '
        'or let it send reliably',
    )
