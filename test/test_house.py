# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the house: who may import whom, who may speak, and how large things get."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / 'seg_ros'
SOURCES = {
    file.relative_to(HOUSE).as_posix(): file.read_text() for file in sorted(HOUSE.rglob('*.py'))
}
TREES = {path: ast.parse(source) for path, source in SOURCES.items()}

DOORS = ('ros', 'cli')
NOUNS = {
    'seg_ros.datatypes',
    'seg_ros.errors',
    'seg_ros.segmentation.decode.axis',
    'seg_ros.segmentation.decode.bilinear',
    'seg_ros.inference.io_spec',
    'seg_ros.segmentation.decode.gaps',
    'seg_ros.segmentation.decode.grid',
    'seg_ros.inference.manifest',
    'seg_ros.segmentation.buffer_pool',
    'seg_ros.patches.boom',
    'seg_ros.patches.ground_polygon',
    'seg_ros.patches.detections',
    'seg_ros.patches.ids',
    'seg_ros.patches.ground_points',
    'seg_ros.patches.run_length',
    'seg_ros.patches.region_of_interest',
    'seg_ros.free_space.polar_grid',
    'seg_ros.free_space.polar_lookup',
}
COMPOSERS = {
    'vision/segmenter': None,
    'vision/decode': {'squares'},
    'vision/reading': {'input_reading', 'kind_reading', 'layout_reading'},
    'vision/guess': {'input_reading', 'kind_reading', 'layout_reading', 'label_sets', 'reading'},
    'vision/manifest_file': {'label_sets', 'yaml_facts'},
    'vision/label_sets': {'yaml_facts'},
    'vision/graph': {'graph_file', 'reach'},
    'vision/memory': {'engine'},
    'vision/network': {'preprocess', 'tiling', 'unpack'},
    'vision/trials': {'health'},
    'ground/camera': {'lens'},
    'ground/plane': {'camera', 'mount'},
    'patches/tracks': {'overlap'},
    'patches/listing': {'locate', 'nozzles', 'tracks'},
    'patches/planner': None,
    'drivable/freespace': None,
}
"""Files made of others of their room; what is not named here imports nouns alone."""

HOMES = {
    'rclpy': ('ros/',),
    'cv_bridge': ('ros/',),
    'tf2_ros': ('ros/',),
    'onnxruntime': ('vision/engine.py', 'training/quantize.py'),
    'ai_edge_litert': ('vision/engine.py',),
    'onnx': ('vision/graph', 'models/', 'training/', 'cli/benchmark/'),
    'torch': ('training/',),
}
NEIGHBOURS_APART = {
    'vision': ('patches', 'drivable', 'ground', 'field', 'models', 'training'),
    'ground': ('vision', 'patches', 'drivable', 'field'),
    'patches': ('vision', 'ground', 'drivable', 'field'),
    'drivable': ('vision', 'ground', 'patches', 'field'),
    'field': ('vision', 'drivable'),
    'ros': ('cli',),
    'cli': ('ros',),
}
CLOCKS_AND_LOGS = {'time', 'datetime', 'logging', 'warnings', 'tqdm'}
CATCH_ALLS = {'utils', 'util', 'helpers', 'helper', 'common', 'misc', 'tools'}


def imports_of(tree: ast.AST) -> set[str]:
    """Return dotted names of all that is imported, inside functions too."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = '.' * node.level + (node.module or '')
            names |= {module} | {f'{module}.{alias.name}' for alias in node.names}
    return names


def room_of(path: str) -> str:
    return path.split('/')[0] if '/' in path else ''


def rooms_of(names: set[str]) -> set[str]:
    return {name.split('.')[1] for name in names if name.startswith('seg_ros.')}


def of(*rooms: str) -> list[str]:
    return [path for path in TREES if room_of(path) in rooms]


CORE = [
    path
    for path in of('', 'vision', 'ground', 'patches', 'drivable', 'field')
    if path != '__main__.py'
]
every_file = pytest.mark.parametrize('path', TREES)


@pytest.mark.parametrize(
    'source, names',
    [
        ('import onnx.helper', {'onnx.helper'}),
        ('def late():\n    import torch', {'torch'}),
        ('from seg_ros import cli', {'seg_ros', 'seg_ros.cli'}),
        (
            'from seg_ros.segmentation.masks import clean',
            {'seg_ros.segmentation.masks', 'seg_ros.segmentation.masks.clean'},
        ),
        ('from . import mask', {'.', '..mask'}),
    ],
)
def test_every_form_of_import_is_seen(source: str, names: set[str]) -> None:
    assert imports_of(ast.parse(source)) == names


@every_file
def test_imports_are_absolute(path: str) -> None:
    assert not {name for name in imports_of(TREES[path]) if name.startswith('.')}


@every_file
def test_foreign_packages_stay_in_their_rooms(path: str) -> None:
    for package in {name.split('.')[0] for name in imports_of(TREES[path])}:
        message_home = ('ros/',) if package.endswith(('_msgs', '_interfaces')) else ('',)
        assert path.startswith(HOMES.get(package, message_home)), f'{path} imports {package}'


@pytest.mark.parametrize('path', of('vision', 'ground', 'patches', 'drivable'))
def test_a_step_imports_nouns_and_a_composer_its_steps(path: str) -> None:
    allowed = COMPOSERS.get(path[:-3], set())
    if allowed is None:
        return
    modules = {
        f'seg_ros.{file[:-3].replace("/", ".")}'.removesuffix('.__init__') for file in TREES
    }
    met = imports_of(TREES[path]) & modules
    room = path.split('/')[0]
    steps = {f'seg_ros.{room}.{step}' for step in allowed}
    assert met <= NOUNS | {f'seg_ros.{room}'} | steps


@every_file
def test_rooms_that_must_not_meet_do_not(path: str) -> None:
    assert not rooms_of(imports_of(TREES[path])) & set(NEIGHBOURS_APART.get(room_of(path), ()))


@every_file
def test_nobody_imports_a_door(path: str) -> None:
    if path != '__main__.py' and room_of(path) not in DOORS:
        assert not rooms_of(imports_of(TREES[path])) & set(DOORS)


@pytest.mark.parametrize('path', CORE)
def test_the_core_does_not_speak_nor_look_at_the_clock(path: str) -> None:
    assert not {name.split('.')[0] for name in imports_of(TREES[path])} & CLOCKS_AND_LOGS
    calls = [node.func for node in ast.walk(TREES[path]) if isinstance(node, ast.Call)]
    assert not [call for call in calls if getattr(call, 'id', '') == 'print']


@every_file
def test_sizes(path: str) -> None:
    assert len(SOURCES[path].splitlines()) <= 150
    for node in ast.walk(TREES[path]):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno - node.lineno + 1 <= 40, f'{node.name} of {path}'


@every_file
def test_module_says_what_lives_in_it(path: str) -> None:
    assert ast.get_docstring(TREES[path])


@every_file
def test_no_catch_all_names(path: str) -> None:
    assert not CATCH_ALLS & set(Path(path).with_suffix('').parts)
