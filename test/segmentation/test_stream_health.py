# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Findings on the stream of frames: when they warn or fail, and that they say what to do."""

import pytest

from seg_ros.segmentation.stream_health import (
    check_age,
    check_jitter,
    check_losses,
    check_provider,
    check_silence,
    SEGMENT_BYTES,
)

CPU, CUDA = 'CPUExecutionProvider', 'CUDAExecutionProvider'


@pytest.mark.parametrize(
    'durations_s, level',
    [
        ([], 'ok'),
        ([0.040, 0.400] * 9, 'ok'),
        ([0.040] * 18 + [0.050] * 2, 'ok'),
        ([0.040] * 18 + [0.090] * 2, 'warn'),
        ([0.002] * 18 + [0.006] * 2, 'ok'),
    ],
)
def test_jitter(durations_s, level) -> None:
    finding = check_jitter(durations_s)
    assert finding.level == level
    assert ('`threads`' in finding.message) == (level == 'warn')


@pytest.mark.parametrize(
    'age_s, level, says',
    [
        (0.05, 'ok', '0.05 s'),
        (1.0, 'ok', '1.00 s'),
        (1.2, 'error', 'stale after 1 s: synchronise the clocks'),
        (-0.005, 'ok', '-0.01 s'),
        (-0.3, 'warn', '0.30 s in the future: synchronise the clocks'),
    ],
)
def test_age(age_s, level, says) -> None:
    finding = check_age(age_s, 1.0)
    assert finding.level == level
    assert says in finding.message


@pytest.mark.parametrize(
    'silent_s, level, says',
    [
        (0.1, 'ok', '0.10 s ago'),
        (3.0, 'error', 'no image on /front/image for 3.0 s: start the camera driver'),
    ],
)
def test_silence(silent_s, level, says) -> None:
    finding = check_silence(silent_s, 1.0, '/front/image')
    assert finding.level == level
    assert says in finding.message


@pytest.mark.parametrize(
    'used, wished, level',
    [
        (CPU, (CPU,), 'ok'),
        (CUDA, (CUDA, CPU), 'ok'),
        (CPU, (), 'ok'),
        (CPU, (CUDA, CPU), 'warn'),
    ],
)
def test_provider(used, wished, level) -> None:
    finding = check_provider(used, wished)
    assert finding.level == level
    assert finding.message.startswith(used)
    assert (f'instead of {CUDA}' in finding.message) == (level == 'warn')


STEADY = [0.1] * 30
GAPPY = [0.1, 0.1, 0.2] * 10


@pytest.mark.parametrize(
    'intervals_s, image_bytes, best_effort, level',
    [
        (STEADY, 640 * 480 * 3, True, 'ok'),
        (GAPPY, 640 * 480 * 3, True, 'warn'),
        (GAPPY, 640 * 480 * 3, False, 'ok'),
        (GAPPY, SEGMENT_BYTES, True, 'ok'),
        (GAPPY[:19], 640 * 480 * 3, True, 'ok'),
        (STEADY + [0.2], 640 * 480 * 3, True, 'ok'),
    ],
)
def test_losses(intervals_s, image_bytes, best_effort, level) -> None:
    finding = check_losses(intervals_s, image_bytes, best_effort)
    assert finding.level == level
    assert ('32 MiB segment' in finding.message) == (level == 'warn')
