# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The definitions of vision_msgs are type-compatible with the published ones."""

from importlib import import_module
from pathlib import Path

import pytest

typesys = pytest.importorskip('rosbags.typesys', reason='rosbags is not installed')
DEFINITIONS = sorted((Path(__file__).parents[2] / 'wheels' / 'vision_msgs' / 'msg').glob('*.msg'))
# Those of the definitions of vision_msgs 4.1.1; every other type is part of one of these.
TYPE_HASHES = {
    'BoundingBox2DArray': '2464e82838009386d371b523211c21c91d74d313fcdd6788223c531d621cf691',
    'BoundingBox3DArray': 'a81938db9576b10c2eecd7c5a5da3eac496efd00221b25ed051dfbc81fb56da6',
    'Classification': 'f74db28d0eaef3afb78f48bf2161cd709a1383a0309d3454383b25be11345143',
    'Detection2DArray': '214274120007f4a683866481336b70310268cfa107aebe9d594a6acf75bda968',
    'Detection3DArray': '793f5eab9595ac1c0da07873cc859db42eae51f0ee76056db8562515d830e018',
    'LabelInfo': '3d37df4015cdf660cc851c51897f2acd957e1ca6205ba0a99aebffb9406b0783',
    'VisionInfo': '95d3116a17484ad91c9a2686e1d54890bbfc3ff6c6a2de137738c4950d45d284',
}


@pytest.mark.parametrize('name', TYPE_HASHES)
def test_type_hash_is_the_published_one(name: str) -> None:
    store = typesys.get_typestore(typesys.Stores.ROS2_JAZZY)
    for file in DEFINITIONS:
        store.register(
            typesys.get_types_from_msg(file.read_text(), f'vision_msgs/msg/{file.stem}')
        )
    assert store.hash_rihs01(f'vision_msgs/msg/{name}') == f'RIHS01_{TYPE_HASHES[name]}'


@pytest.mark.parametrize('name', [file.stem for file in DEFINITIONS])
def test_a_message_is_received_as_sent(name: str) -> None:
    serialization = pytest.importorskip('rclpy.serialization', reason='rclpy is not installed')
    message = getattr(import_module('vision_msgs.msg'), name)()
    sent = serialization.serialize_message(message)
    assert serialization.deserialize_message(sent, type(message)) == message
