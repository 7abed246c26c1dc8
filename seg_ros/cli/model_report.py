# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The report of `inspect`, section by section."""

import os
from pathlib import Path
from textwrap import fill

import numpy as np

from seg_ros.cli.table import aligned
from seg_ros.errors import InputError
from seg_ros.inference.engine import AVAILABLE_PROVIDERS, Engine
from seg_ros.inference.graph_info import GraphFacts, read_graph
from seg_ros.inference.io_detection.input_layout import probe_image
from seg_ros.inference.io_spec import HeadSpec, IoSpec, TensorSpec
from seg_ros.inference.manifest import Manifest
from seg_ros.inference.memory import measure_memory

BOARD_MB = 512
STRIDE_TOLERANCE = 0.1
"""Relative tolerance between the product of the strides and that of a run, which rounds up."""
COMPUTED = 'unknown: sizes are computed at run time'
_WIDTH = 99

Pair = tuple[float, float]


def report(
    path: Path, engine: Engine, manifest: Manifest, io_spec: IoSpec, guesses: tuple[str, ...]
) -> str:
    """Return the report; memory is measured by running the network in a separate process."""
    probe = probe_image(manifest.input, io_spec.input)
    sections = {
        f'{path} ({path.stat().st_size / 1e6:.1f} MB)': _tensors(engine),
        'runs on': f'{engine.provider} (onnxruntime has {", ".join(AVAILABLE_PROVIDERS)})',
        'decoded as': '\n'.join(io_spec.reasons),
        'guessed, to be checked in the manifest': '\n'.join(guesses),
        'classes': _classes(manifest),
        'graph': _graph(path, probe.shape, io_spec.heads[0]),
        f'memory for an input of {_shape(probe.shape)}': _memory(path, probe),
    }
    return '\n\n'.join(_section(title, text) for title, text in sections.items() if text)


def _section(title: str, text: str) -> str:
    lines = (
        fill(line, _WIDTH, initial_indent='  ', subsequent_indent='    ')
        for line in text.splitlines()
    )
    return '\n'.join((title, *lines))


def _tensors(engine: Engine) -> str:
    def row(role: str, spec: TensorSpec) -> tuple[str, ...]:
        return role, spec.name, spec.dtype, _shape(spec.shape)

    inputs = [row('input', spec) for spec in engine.inputs]
    return aligned([*inputs, *(row('output', spec) for spec in engine.outputs)], left=4)


def _shape(sizes: tuple[int | None, ...]) -> str:
    return ' x '.join('?' if size is None else str(size) for size in sizes)


def _classes(manifest: Manifest) -> str:
    names = {label.id: label.name for label in manifest.classes}
    groups = (
        f'mask {group.name}: {", ".join(names[each] for each in group.class_ids)}'
        for group in manifest.groups
    )
    return '\n'.join((', '.join(f'{each} {name}' for each, name in names.items()), *groups))


def _graph(path: Path, shape: tuple[int, ...], head: HeadSpec) -> str:
    if path.suffix != '.onnx':
        return f'only .onnx files are analyzed, got a {path.suffix} file'
    try:
        facts = read_graph(path, shape, head.outputs[-1])
    except InputError as error:
        return str(error)
    stride = facts.output_stride
    is_static = stride is None or np.allclose(stride, head.stride, rtol=STRIDE_TOLERANCE)
    return aligned(
        [
            ('operators', f'{facts.operators} (opset {facts.opset})'),
            (
                'weights',
                f'{facts.parameters / 1e6:.2f} million, {facts.weight_bytes / 1e6:.2f} MB',
            ),
            ('receptive field', _field(facts) if is_static else COMPUTED),
            ('output stride', _pixels(head.stride)),
            ('coarsest stride', _pixels(facts.coarsest_stride) if is_static else COMPUTED),
            ('time depends on the image', ', '.join(facts.data_dependent) or 'no'),
        ],
        left=2,
    )


def _field(facts: GraphFacts) -> str:
    pooling = ', and pooling over the whole image' if facts.whole_image else ''
    return f'{_pixels(facts.receptive_field)}{pooling}'


def _pixels(pair: Pair | None) -> str:
    return 'depends on the input size' if pair is None else '{:.4g} x {:.4g} pixels'.format(*pair)


def _memory(path: Path, probe: np.ndarray) -> str:
    try:
        use = measure_memory(path, probe)
    except InputError as error:
        return str(error)
    machine_mb = os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e6
    total_mb = use.loaded_mb + use.peak_mb
    return aligned(
        [
            ('after loading', f'{use.loaded_mb:.0f} MB'),
            ('added by a run, at peak', f'{use.peak_mb:.0f} MB'),
            ('share of this machine', f'{total_mb / machine_mb:.1%} of {machine_mb:.0f} MB'),
            ('share of a small board', f'{total_mb / BOARD_MB:.1%} of {BOARD_MB} MB'),
        ],
        left=2,
    )
