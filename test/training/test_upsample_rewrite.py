# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Upsampling by copies has the output of the Resize nodes that it replaces."""

import numpy as np
import onnxruntime
import pytest

onnx = pytest.importorskip('onnx', reason='onnx is not installed')

from seg_ros.training.upsample_rewrite import replace_upsampling  # noqa: E402

NEAREST = {
    'mode': 'nearest',
    'coordinate_transformation_mode': 'asymmetric',
    'nearest_mode': 'floor',
}


def resizing(
    how: dict[str, str], scales: tuple[float, ...], batch: int | str = 1, channels: int | str = 2
) -> onnx.ModelProto:
    """Return a network of any size that upsamples by two, resizes, and upsamples again."""
    helper, single = onnx.helper, onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        [
            helper.make_node('Add', ['image', 'image'], ['coarse']),
            helper.make_node('Resize', ['coarse', '', 'scales'], ['fine'], **how),
            helper.make_node('Add', ['fine', 'fine'], ['scores']),
        ],
        'resizing',
        [helper.make_tensor_value_info('image', single, [batch, channels, 'h', 'w'])],
        [helper.make_tensor_value_info('scores', single, [batch, channels, 'H', 'W'])],
        [helper.make_tensor('scales', single, [4], scales)],
    )
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid('', 17)])
    return onnx.shape_inference.infer_shapes(model)


def answer(model: onnx.ModelProto, image: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {'image': image})[0]


def test_upsampling_repeats_every_pixel_four_times() -> None:
    model = resizing(NEAREST, (1, 1, 2, 2))
    image = np.arange(12, dtype=np.float32).reshape(1, 2, 2, 3)
    before = answer(model, image)
    replace_upsampling(model)
    onnx.checker.check_model(model, full_check=True)
    assert 'Resize' not in {node.op_type for node in model.graph.node}
    assert 'scales' not in {tensor.name for tensor in model.graph.initializer}
    np.testing.assert_array_equal(answer(model, image), before)
    np.testing.assert_array_equal(
        before[0, 0],
        4
        * np.array(
            [[0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 2, 2], [3, 3, 4, 4, 5, 5], [3, 3, 4, 4, 5, 5]]
        ),
    )


@pytest.mark.parametrize(
    'how, scales, batch',
    [
        ({**NEAREST, 'mode': 'linear'}, (1, 1, 2, 2), 1),
        ({**NEAREST, 'nearest_mode': 'ceil'}, (1, 1, 2, 2), 1),
        ({'mode': 'nearest'}, (1, 1, 2, 2), 1),
        (NEAREST, (1, 1, 3, 3), 1),
        (NEAREST, (1, 1, 2, 1), 1),
        (NEAREST, (1, 1, 2, 2), 2),
        (NEAREST, (1, 1, 2, 2), 'n'),
    ],
)
def test_other_resize_nodes_are_not_replaced(
    how: dict[str, str], scales: tuple[float, ...], batch: int | str
) -> None:
    model = resizing(how, scales, batch)
    before = model.SerializeToString()
    replace_upsampling(model)
    assert model.SerializeToString() == before


def test_a_resize_of_unknown_channels_is_not_replaced() -> None:
    model = resizing(NEAREST, (1, 1, 2, 2), channels='c')
    before = model.SerializeToString()
    replace_upsampling(model)
    assert model.SerializeToString() == before


def test_an_initializer_that_a_subgraph_uses_is_kept() -> None:
    model = resizing(NEAREST, (1, 1, 2, 2))
    helper = onnx.helper
    branches = [
        helper.make_graph(
            [helper.make_node('Identity', ['scales'], [name])],
            name,
            [],
            [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [4])],
        )
        for name in ('yes', 'no')
    ]
    model.graph.node.append(
        helper.make_node(
            'If', ['asked'], ['reported'], then_branch=branches[0], else_branch=branches[1]
        )
    )
    replace_upsampling(model)
    assert 'scales' in {tensor.name for tensor in model.graph.initializer}
