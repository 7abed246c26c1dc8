# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The progress bar of every verb, shown where somebody watches."""

from collections.abc import Iterable

from tqdm import tqdm


def progress(items: Iterable | None, doing: str, unit: str, total: int | None = None) -> tqdm:
    """Return a bar over the items, or one to be moved by hand; silent when piped into a file."""
    return tqdm(items, desc=doing, unit=unit, total=total, disable=None, leave=False)
