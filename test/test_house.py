# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the code: layers, names, sizes, and what the core may not do."""

import ast
from importlib.util import find_spec
from pathlib import Path
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / 'seg_ros'
SOURCES = {
    file.relative_to(PACKAGE).as_posix(): file.read_text()
    for file in sorted(PACKAGE.rglob('*.py'))
}
TREES = {path: ast.parse(source) for path, source in SOURCES.items()}
CORE = [
    path
    for path in TREES
    if path != '__main__.py' and path.split('/')[0] not in ('ros', 'cli', 'training', 'models')
]

HOMES = {
    'rclpy': ('ros/',),
    'cv_bridge': ('ros/',),
    'tf2_ros': ('ros/',),
    'onnxruntime': ('inference/engine.py', 'training/quantize.py'),
    'ai_edge_litert': ('inference/engine.py',),
    'onnx': ('inference/', 'models/', 'training/'),
    'torch': ('training/',),
}
"""Where each foreign package may be imported; messages in ros/ alone."""

CLOCKS_AND_LOGS = {'time', 'datetime', 'logging', 'warnings', 'tqdm'}
CATCH_ALLS = {'utils', 'util', 'helpers', 'helper', 'common', 'misc', 'tools'}
OLD_FILES = {
    *(
        'vision',
        'ground',
        'drivable',
        'settings',
        'knob',
        'knobs',
    ),
    *('patching', 'facts', 'scene', 'squares', 'shelf', 'reach', 'trials', 'catalogue'),
    *('contract', 'reading', 'guess', 'layers', 'unpack', 'grouping', 'yaml_facts', 'found'),
    *('locate', 'stretches', 'overlap', 'listing', 'protect', 'motion', 'view', 'footprint'),
    *('gauge', 'planner', 'fan', 'sight', 'leg', 'judge', 'tally', 'chart', 'strip', 'sowing'),
    *('cover', 'leaves', 'paint', 'soil', 'optics', 'drive', 'trial', 'window', 'newest'),
    *('gate', 'running', 'frame_log', 'stopwatch', 'stamp_match', 'finder', 'observer'),
    *('timeline', 'watch', 'opening', 'survey', 'light', 'seen', 'pictures', 'legend'),
    *('unfold', 'doubling', 'half', 'running_mean', 'precision', 'normal', 'extra', 'recipe'),
    *('comparison', 'trained', 'jobs', 'sheet', 'whole_files', 'meadow', 'yard'),
    'field',
}
OLD_CLASSES = {
    *('Picture', 'Knob', 'Shelf', 'Newest', 'Gate', 'Fix', 'Scene', 'FrameLog', 'StampMatch'),
    *('Stopwatch', 'PatchFinder', 'FreeSpaceObserver', 'Planner', 'FreeSpaceFinder', 'Fan'),
    *('Sight', 'Contract', 'Reach', 'Patience', 'Distance', 'Recipe', 'Legend', 'Trained'),
    *('Film', 'Diary', 'Lens', 'Drive', 'Leg', 'Tally', 'Chart', 'Sights', 'FieldTrial'),
    *('Opening', 'PatchJudge', 'Timeline', 'Watch', 'Motion', 'Footprint', 'Found', 'Located'),
    *('Points', 'Stretches', 'HandOver'),
}
OLD_FUNCTIONS = {
    *('look_around', '_look_around', 'turn_knobs', '_turn_knobs', 'look_early'),
    *('add_knobs', 'settings_from', 'declare_settings', 'changed_settings', 'out_of_python'),
    'before_run',
}


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


every_file = pytest.mark.parametrize('path', TREES)


def test_layers() -> None:
    if find_spec('importlinter') is None:
        pytest.skip('import-linter is not installed')
    script = Path(sys.executable).with_name('lint-imports')
    found = subprocess.run(
        [str(script), '--no-cache', '--config', str(ROOT / 'setup.cfg')],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout + found.stderr


@every_file
def test_imports_are_absolute(path: str) -> None:
    assert not {name for name in imports_of(TREES[path]) if name.startswith('.')}


@every_file
def test_foreign_packages_stay_where_they_belong(path: str) -> None:
    for package in {name.split('.')[0] for name in imports_of(TREES[path])}:
        message_home = ('ros/',) if package.endswith(('_msgs', '_interfaces')) else ('',)
        assert path.startswith(HOMES.get(package, message_home)), f'{path} imports {package}'


@pytest.mark.parametrize('path', CORE)
def test_the_core_does_not_print_log_or_read_clocks(path: str) -> None:
    assert not {name.split('.')[0] for name in imports_of(TREES[path])} & CLOCKS_AND_LOGS
    calls = [node.func for node in ast.walk(TREES[path]) if isinstance(node, ast.Call)]
    assert not [call for call in calls if getattr(call, 'id', '') == 'print']


@every_file
def test_sizes(path: str) -> None:
    assert len(SOURCES[path].splitlines()) <= 320
    for node in ast.walk(TREES[path]):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno - node.lineno + 1 <= 55, f'{node.name} of {path}'


@every_file
def test_module_has_a_docstring(path: str) -> None:
    assert ast.get_docstring(TREES[path])


@every_file
def test_names_are_specific_and_the_fields(path: str) -> None:
    parts = set(Path(path).with_suffix('').parts)
    assert not CATCH_ALLS & parts and not OLD_FILES & parts
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ClassDef):
            assert node.name not in OLD_CLASSES and not node.name.endswith('Settings')
        elif isinstance(node, ast.FunctionDef):
            assert node.name not in OLD_FUNCTIONS
