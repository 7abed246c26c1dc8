# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Health checks of the network and of its input: each returns one finding that names a remedy."""

from collections.abc import Sequence

import cv2
import numpy as np

from seg_ros.datatypes import ClassLabel, Finding, Image
from seg_ros.inference.io_spec import Placement


MIN_SCALED_CONFIDENCE = 0.15
"""Mean confidence, scaled to 0 for a guess; two softmaxes of ten classes reach 0.147 at most."""

MAX_GAIN = 0.02
"""Gain in confidence by swapping: on street scenes 0.03 if colors were wrong, else up to 0.008."""

MAX_CELL_PX = 16.0
"""Camera pixels per network cell: a 512-pixel network of stride 8 has 10 on VGA, 30 on 1080p."""

MIN_CONTRAST = 6.0
"""Photos of fields, streets and metal have 10 to 71, at 8 % of their light 2 to 6."""

MAX_LOW_LEVEL = 16
"""Highest level of 255 that is left of 12 bits which are low in 16; of 10 bits it is 4."""


def class_shares(class_map: np.ndarray) -> np.ndarray:
    """Return the share of the pixels that each class id has, (256,) float32."""
    return cv2.calcHist([class_map], [0], None, [256], [0, 256]).ravel() / class_map.size


def check_shares(shares: np.ndarray, classes: Sequence[ClassLabel]) -> Finding:
    """Warn when a class fills more of the frame than its `max_share`; (256,) shares."""
    worst = max(classes, key=lambda label: shares[label.id] - label.max_share)
    if shares[worst.id] <= worst.max_share:
        return Finding('ok', 'class shares', 'no class fills more than its max_share')
    return Finding(
        'warn',
        'class shares',
        f'{worst.name} fills {shares[worst.id]:.0%} of the frame, more than its max_share of '
        f'{worst.max_share:.0%}: check for a covered lens or wrong exposure, then input_space and '
        'input_range in the manifest',
    )


def check_contrast(pixels: np.ndarray) -> Finding:
    """Warn of an image that shows nothing; (H, W) or (H, W, 3 or 4) uint8, every fourth pixel."""
    contrast = float(cv2.meanStdDev(np.ascontiguousarray(pixels[::4, ::4]))[1][:3].max())
    if contrast >= MIN_CONTRAST:
        return Finding('ok', 'image', f'the contrast is {contrast:.0f} levels')
    return Finding(
        'warn',
        'image',
        f'the contrast is {contrast:.1f} levels of 255, and an image that shows something has '
        f'{MIN_CONTRAST:g} at least: check for darkness, a covered lens or wrong exposure',
    )


def check_encoding(image: Image, input_space: str) -> Finding:
    """Warn of images that lost, before they came, what a network of color needs."""
    problems = []
    if input_space != 'GRAY' and image.order == 'gray':
        problems.append(
            'images have one channel, and the network needs colors: let the driver publish bgr8, '
            'rgb8 or the Bayer encoding of its sensor'
        )
    if input_space != 'GRAY' and image.source_bits == 16 and image.pixels.max() <= MAX_LOW_LEVEL:
        problems.append(
            'images of 16 bits use the lowest 12 of them, which is almost black: let the driver '
            'publish 8 bits, or shift what the sensor has to the top of 16'
        )
    if not problems:
        return Finding('ok', 'encoding', f'{image.order} of {image.source_bits} bits')
    return Finding('warn', 'encoding', '; '.join(problems))


def check_confidence(mean_confidence: float, classes: int) -> Finding:
    """Warn when the winning classes are hardly more probable (0..1) than any other."""
    guess = 1.0 / max(classes, 2)
    if (mean_confidence - guess) / (1.0 - guess) >= MIN_SCALED_CONFIDENCE:
        return Finding('ok', 'confidence', f'the mean is {mean_confidence:.2f}')
    return Finding(
        'warn',
        'confidence',
        f'the mean is {mean_confidence:.2f}, and a guess has {guess:.2f}: check input_range, mean '
        'and std in the manifest, and that outputs.kind is not logits where the graph ends in a '
        'softmax',
    )


def check_color_order(mean_confidence: float, swapped_confidence: float) -> Finding:
    """Warn when confidence (0..1) is higher on an image whose red and blue are swapped."""
    if swapped_confidence - mean_confidence <= MAX_GAIN:
        return Finding('ok', 'color order', 'confidence is not higher with red and blue swapped')
    return Finding(
        'warn',
        'color order',
        f'confidence is {swapped_confidence:.2f} with red and blue swapped, and '
        f'{mean_confidence:.2f} without: check input_space in the manifest, and the encoding that '
        'the camera driver publishes',
    )


def check_grid(
    camera: tuple[int, int], placement: Placement, stride: tuple[float, float]
) -> Finding:
    """Warn when a cell of the output covers many pixels of the (height, width) camera image."""
    cell_px = max(
        step * side / content for step, side, content in zip(stride, camera, placement.content)
    )
    if cell_px <= MAX_CELL_PX:
        return Finding('ok', 'grid', f'a cell covers {cell_px:.0f} camera pixels')
    return Finding(
        'warn',
        'grid',
        f'a cell covers {cell_px:.0f} camera pixels, and masks are blocky above '
        f'{MAX_CELL_PX:.0f}: set resize: tile in the manifest, or use a network with a larger '
        'input or a smaller stride, or a smaller camera image',
    )


MIN_SAMPLES = 20
"""Fewer durations or intervals have no meaningful 95th percentile or share of 5 %."""

MAX_JITTER_RATIO = 1.5
"""95th percentile over median of inference; lower while the network has processors of its own."""

MIN_JITTER_S = 0.005
"""Jitter that the scheduler causes anyway, and that is small against a camera's period."""

MAX_CLOCK_ERROR_S = 0.01
"""Difference of synchronized clocks; stamps further in the future come from other clocks."""

SEGMENT_BYTES = 512 * 1024
"""Shared-memory segment of Fast DDS by default; larger best-effort images are mostly lost."""

GAP_PERIODS = 1.5
"""Number of median intervals above which an interval lacks a frame."""

MAX_GAP_SHARE = 0.05
"""Share of the intervals that may lack a frame: drivers drop a few."""


def check_jitter(durations_s: Sequence[float]) -> Finding:
    """Warn when slow inferences take much longer than the median; durations in seconds."""
    if len(durations_s) < MIN_SAMPLES:
        return Finding('ok', 'inference', f'{len(durations_s)} frames so far')
    median, slow = np.percentile(durations_s, (50, 95))
    spread = f'median {median * 1e3:.0f} ms, 95th percentile {slow * 1e3:.0f} ms'
    if slow - median <= MIN_JITTER_S or slow <= MAX_JITTER_RATIO * median:
        return Finding('ok', 'inference', spread)
    return Finding(
        'warn',
        'inference',
        f'{spread}: leave a processor free (lower `threads`, or stop other programs), set the '
        'performance governor, check for thermal throttling',
    )


def check_age(age_s: float, stale_after_s: float) -> Finding:
    """Fail an image that is stale by its stamp, warn of a stamp in the future; in seconds."""
    if age_s > stale_after_s:
        return Finding(
            'error',
            'frame age',
            f'{age_s:.2f} s, stale after {stale_after_s:g} s: synchronize the clocks of camera '
            'and robot, check the link to the camera, lower `camera_delay_s`',
        )
    if age_s < -MAX_CLOCK_ERROR_S:
        return Finding(
            'warn',
            'frame age',
            f'stamped {-age_s:.2f} s in the future: synchronize the clocks of camera and robot',
        )
    return Finding('ok', 'frame age', f'{age_s:.2f} s')


def check_silence(silent_s: float, stale_after_s: float, topic: str) -> Finding:
    """Fail a camera that has published nothing for too long, in seconds by a steady clock."""
    if silent_s <= stale_after_s:
        return Finding('ok', 'camera', f'last image {silent_s:.2f} s ago')
    return Finding(
        'error',
        'camera',
        f'no image on {topic} for {silent_s:.1f} s: start the camera driver, check the remapping '
        'of `image`, `image_transport` and `image_qos`',
    )


def check_provider(used: str, requested: Sequence[str]) -> Finding:
    """Warn when the network does not run on the first of the requested execution providers."""
    if not requested or used == requested[0]:
        return Finding('ok', 'provider', used)
    return Finding(
        'warn',
        'provider',
        f'{used} instead of {requested[0]}: install the onnxruntime built for it and its driver '
        'libraries, or remove it from `providers`; `required_provider` makes this an error',
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
        f'gaps in {gap_share:.0%} of the intervals: best-effort images of {image_bytes // 1024} '
        f'KiB overflow the {SEGMENT_BYTES // 1024} KiB that Fast DDS shares by default: start the '
        'camera driver with a 32 MiB segment (the profile of `fastdds:=robot`, in `config`), or '
        'let it publish reliably',
    )
