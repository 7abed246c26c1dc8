# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Enlarging and classifying inside the graph, as many exporters have it, against outside."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import onnx

from benchmarks.bench.models import bare_run, make_model, SLOW_S
from benchmarks.bench.steps import CLASSES, Decoding, VGA
from benchmarks.performance.nav2 import enlarge
from benchmarks.performance.pages import grouped, spread, table
from seg_ros.cli.rounds import Act, seconds
from seg_ros.inference.engine import open_engine
from seg_ros.parameters import SegmenterParameters

STRIDE = 8


def measure(rounds: int) -> Iterator[dict]:
    """Yield the time from input to class map over that with decoding outside, as it is here."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        model = make_model(folder, SLOW_S)
        enlarge(model.path, folder / 'enlarged.onnx')
        classify(folder / 'enlarged.onnx', folder / 'int64.onnx', onnx.TensorProto.INT64)
        classify(folder / 'enlarged.onnx', folder / 'uint8.onnx', onnx.TensorProto.UINT8)
        bare, decoding = (
            bare_run(model.engine),
            Decoding((VGA[0] // STRIDE, VGA[1] // STRIDE), VGA),
        )
        enlarged, as_int64, as_uint8 = (
            bare_run(open_engine(folder / f'{name}.onnx', threads=SegmenterParameters.threads))
            for name in ('enlarged', 'int64', 'uint8')
        )
        ways: dict[str, Act] = {
            'the network alone': bare,
            'scores at stride 8, decoded outside': lambda: decoding(bare()[0][0]),
            'enlarged in the graph, np.argmax outside': lambda: np.argmax(
                enlarged()[0][0], axis=0
            ).astype(np.uint8),
            'enlarged and argmax in the graph, int64': as_int64,
            'the same, cast to uint8 in the graph': as_uint8,
        }
        for _ in range(rounds):
            times: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(10):
                for name, act in ways.items():
                    times[name].append(seconds(act))
            for name, values in times.items():
                yield {
                    'way': name,
                    'time': median(
                        own / other for own, other in zip(values, times['the network alone'])
                    ),
                }


def classify(source: Path, target: Path, kind: int) -> None:
    """Write a graph that ends in the class map, as ArgMax gives it or cast to `kind`."""
    model = onnx.load(source)
    graph = model.graph
    size = [axis.dim_value for axis in graph.output[0].type.tensor_type.shape.dim][2:]
    graph.node.append(
        onnx.helper.make_node('ArgMax', [graph.output[0].name], ['ids'], axis=1, keepdims=0)
    )
    if kind != onnx.TensorProto.INT64:
        graph.node.append(onnx.helper.make_node('Cast', ['ids'], ['cast'], to=kind))
    del graph.output[:]
    graph.output.append(
        onnx.helper.make_tensor_value_info(graph.node[-1].output[0], kind, [1, *size])
    )
    onnx.save_model(model, str(target))


def tables(rows: list[dict]) -> dict[str, str]:
    """Return the table, which is the only one."""
    return {
        'inside': table(
            (f'from image to class map, {CLASSES} classes, VGA', 'time over the network alone'),
            [(way, spread(own, 'time')) for (way,), own in grouped(rows, 'way').items()],
        )
    }
