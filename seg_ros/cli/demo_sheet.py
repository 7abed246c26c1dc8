# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Results of a demo: a contact sheet of one image, and a table of the topics."""

import json
from pathlib import Path

import cv2

from seg_ros.cli.contact_sheet import contact_sheet
from seg_ros.cli.table import aligned


def write_sheet(out: Path, mask: str) -> None:
    """Write a contact sheet of one image: camera, class map, overlay and the mask `mask`."""
    topics = {
        'camera': '*image*',
        'class map': 'segmentation_node.color_map',
        'overlay': 'segmentation_node.overlay',
        f'mask: {mask}': f'segmentation_node.masks.{mask}',
    }
    found = {name: sorted((out / 'images').glob(f'{topic}.png')) for name, topic in topics.items()}
    shown = {name: cv2.imread(str(paths[0])) for name, paths in found.items() if paths}
    if shown:
        cv2.imwrite(
            str(out / 'sheet.png'),
            contact_sheet({k: v for k, v in shown.items() if v is not None}),
        )


def write_topics(out: Path) -> None:
    """Print and write the table of topics with their rates and latencies."""
    rows = [('topic', 'type', 'messages', 'Hz', 'median ms', 'p95 ms')]
    for figures in json.loads((out / 'figures.json').read_text()):
        numbers = [figures[key] for key in ('rate_hz', 'latency_median_ms', 'latency_p95_ms')]
        rows.append(
            (
                figures['topic'],
                figures['type'].replace('/msg/', '/'),
                str(figures['messages']),
                *('-' if number is None else f'{number:.1f}' for number in numbers),
            )
        )
    table = aligned(rows, left=2)
    (out / 'topics.txt').write_text(f'{table}\n')
    print(f'\n{table}')
