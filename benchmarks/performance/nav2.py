# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
What the segmentation node of the public Nav2 tutorial finds its network by.

The node is `segmentation_node.py` of ros-navigation/navigation2_tutorials. It publishes class maps
as large as the scores come, so that its network has to enlarge them, and takes its files out of
the share of its package. Nothing of it is here.
"""

from pathlib import Path

import numpy as np
import onnx
import yaml

from seg_ros.inference.label_sets import named_label_set

PACKAGE = 'semantic_segmentation_node'


def home(folder: Path, network: Path) -> dict[str, str]:
    """Make a share of the package around a network; return the environment that leads there."""
    share, index = folder / 'share' / PACKAGE, folder / 'share/ament_index/resource_index/packages'
    for path in (share / 'models', share / 'config', index):
        path.mkdir(parents=True)
    (index / PACKAGE).touch()
    enlarge(network, share / 'models' / 'model.onnx')
    classes = [
        {'name': label.name, 'color': list(label.color)}
        for label in named_label_set('voc').classes[1:]
    ]
    ontology = {'ontology': {'classes': classes}, 'model': {'device': 'cpu'}}
    (share / 'config' / 'ontology.yaml').write_text(yaml.safe_dump(ontology))
    return {'AMENT_PREFIX_PATH': str(folder)}


def enlarge(source: Path, target: Path) -> None:
    """Write a network whose scores are enlarged to the size of its image, which it calls input."""
    model = onnx.load(source)
    graph = model.graph
    image, scores = graph.input[0], graph.output[0]
    size = [axis.dim_value for axis in image.type.tensor_type.shape.dim][2:]
    channels = scores.type.tensor_type.shape.dim[1].dim_value
    for node in graph.node:
        node.input[:] = ['input' if name == image.name else name for name in node.input]
    image.name = 'input'
    graph.initializer.append(
        onnx.numpy_helper.from_array(np.array([1, channels, *size], np.int64), 'camera_size')
    )
    graph.node.append(
        onnx.helper.make_node(
            'Resize',
            [scores.name, '', '', 'camera_size'],
            ['enlarged'],
            mode='linear',
            coordinate_transformation_mode='half_pixel',
        )
    )
    del graph.output[:]
    graph.output.append(
        onnx.helper.make_tensor_value_info(
            'enlarged', onnx.TensorProto.FLOAT, [1, channels, *size]
        )
    )
    onnx.checker.check_model(model, full_check=True)
    onnx.save_model(model, str(target))
