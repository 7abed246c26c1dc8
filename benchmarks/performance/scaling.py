# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How cost grows with the size of the image and the number of classes."""

from collections.abc import Iterator

from matplotlib.pyplot import Axes

from benchmarks.bench.models import renew_models, SLOW_S
from benchmarks.bench.scenes import class_scores
from benchmarks.bench.steps import ACTIVE, CELLS, CLASSES, Decoding, VGA
from benchmarks.bench.whole import pre_post_over_run
from benchmarks.performance.pages import grouped, middle, plot, spread, table
from seg_ros.cli.rounds import ratio

SIZES = {
    '320 x 240': (240, 320),
    '640 x 480': VGA,
    '1280 x 720': (720, 1280),
    '1920 x 1080': (1080, 1920),
    '3840 x 2160': (2160, 3840),
}
COUNTS = (2, 5, 11, 21, 40, 80, 150)


def measure(rounds: int) -> Iterator[dict]:
    """Yield the cost of an image over its network's, and of decoding over that of 21 classes."""
    for _ in range(rounds):
        renew_models()
        for active in (ACTIVE, CLASSES):
            for name, size in SIZES.items():
                figure = pre_post_over_run(SLOW_S, size, active, 10)
                yield {
                    'of': 'size',
                    'size': name,
                    'pixels': size[0] * size[1],
                    'active': active,
                    'cost': figure.median,
                }
        usual, usual_scores = Decoding(CELLS, VGA), class_scores(CLASSES, ACTIVE, CELLS)
        for count in COUNTS:
            decoding = Decoding(CELLS, VGA, count)
            for active in sorted({min(ACTIVE, count), count}):
                scores = class_scores(count, active, CELLS)
                figure = ratio(lambda: decoding(scores), lambda: usual(usual_scores), 30)
                yield {
                    'of': 'classes',
                    'classes': count,
                    'active': active,
                    'is_all': active == count,
                    'cost': figure.median,
                }


def tables(rows: list[dict]) -> dict[str, str]:
    """Return one table of sizes, and one of classes."""
    sizes = grouped((row for row in rows if row['of'] == 'size'), 'size')
    counts = grouped((row for row in rows if row['of'] == 'classes'), 'classes')
    return {
        'sizes': table(
            ('camera', f'{ACTIVE} of {CLASSES} classes in view', 'all in view'),
            [
                (
                    size,
                    *(
                        spread([row for row in own if row['active'] == active], 'cost')
                        for active in (ACTIVE, CLASSES)
                    ),
                )
                for (size,), own in sizes.items()
            ],
        ),
        'classes': table(
            ('classes', f'{ACTIVE} in view', 'all in view'),
            [
                (
                    str(count),
                    spread([row for row in own if row['active'] == min(ACTIVE, count)], 'cost'),
                    spread([row for row in own if row['is_all']], 'cost'),
                )
                for (count,), own in counts.items()
            ],
        ),
    }


def draw(rows: list[dict]) -> None:
    """Draw the cost over the pixels of the camera, and over the number of classes."""

    def by_size(axes: Axes) -> None:
        for (active,), own in grouped((r for r in rows if r['of'] == 'size'), 'active').items():
            line(axes, own, 'pixels', f'{active} of {CLASSES} classes in view', 1e6)

    def by_classes(axes: Axes) -> None:
        for (is_all,), own in grouped((r for r in rows if r['of'] == 'classes'), 'is_all').items():
            line(axes, own, 'classes', 'all in view' if is_all else f'{ACTIVE} in view')

    plot(
        'sizes',
        by_size,
        xlabel='pixels of the camera, millions',
        ylim=(0.0, None),
        ylabel='all but the network over the network',
    )
    plot(
        'classes',
        by_classes,
        xlabel='classes',
        ylim=(0.0, None),
        ylabel=f'decoding over that of {CLASSES} classes, {ACTIVE} in view',
    )


def line(axes: Axes, rows: list[dict], name: str, label: str, unit: float = 1.0) -> None:
    """Draw the median cost over a field, in units of it."""
    groups = grouped(rows, name)
    costs = [middle(own, 'cost') for own in groups.values()]
    axes.plot([value / unit for (value,) in groups], costs, 'o-', label=label)
