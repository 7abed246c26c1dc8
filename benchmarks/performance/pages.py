# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Measured rows become tables in performance.md and plots beside it."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
import re
from statistics import median
from typing import Any

from matplotlib import pyplot

PAGE = Path(__file__).parents[2] / 'docs' / 'performance.md'


def grouped(rows: Iterable[dict], *names: str) -> dict[tuple[Any, ...], list[dict]]:
    """Return the rows by what these fields say, in the order in which they first came."""
    groups: dict[tuple[Any, ...], list[dict]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in names), []).append(row)
    return groups


def middle(rows: Iterable[dict], name: str) -> float:
    """Return the median of a field."""
    return median(row[name] for row in rows)


def spread(rows: Iterable[dict], name: str, form: str = '{:.2f}') -> str:
    """Return the median of a field, and its lowest and highest value where there are several."""
    values = sorted(row[name] for row in rows)
    shown = form.format(median(values))
    if len(values) == 1:
        return shown
    return f'{shown} ({form.format(values[0])} to {form.format(values[-1])})'


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    rows = [head, ['---'] * len(head), *lines]
    return '\n'.join(f'| {" | ".join(row)} |' for row in rows)


def put(name: str, text: str, path: Path | None = None) -> None:
    """Replace what stands in a page (default: performance.md) between the marks of this name."""
    path = path or PAGE
    page = path.read_text('utf-8')
    marks = f'<!-- {name} -->', f'<!-- end of {name} -->'
    pattern = re.compile(f'(?<={re.escape(marks[0])}\n).*?(?={re.escape(marks[1])})', re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f'{path} must have the marks {marks[0]} and {marks[1]}')
    path.write_text(pattern.sub(lambda found: f'\n{text}\n\n', page), 'utf-8')


def plot(name: str, draw: Callable[[pyplot.Axes], object], **words: object) -> None:
    """Draw into axes, and write the image beside the scripts."""
    figure, axes = pyplot.subplots(figsize=(7.0, 4.0))
    draw(axes)
    axes.set(**words)
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(PAGE.parent / 'performance' / f'{name}.png', dpi=90, bbox_inches='tight')
    pyplot.close(figure)
