# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The progress bar of all verbs, shown in a terminal only."""

from collections.abc import Iterable

from tqdm import tqdm


def progress(
    items: Iterable | None, description: str, unit: str, total: int | None = None
) -> tqdm:
    """Return a bar over the items, or one to `update`; disabled where stderr is no terminal."""
    return tqdm(items, desc=description, unit=unit, total=total, disable=None, leave=False)
