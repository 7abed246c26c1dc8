# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The rules of structure: who imports whom, what the core may do, sizes, and names.

The layers between folders stand in setup.cfg, section [importlinter], and are checked by
import-linter.
"""

import ast
from importlib.util import find_spec
from pathlib import Path
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    file.relative_to(ROOT).as_posix(): file.read_text()
    for folder in ('seg_ros', 'benchmarks', 'examples')
    for file in sorted((ROOT / folder).rglob('*.py'))
}
TREES = {path: ast.parse(source) for path, source in SOURCES.items()}
PACKAGE = [path for path in TREES if path.startswith('seg_ros/')]
CORE = [
    path
    for path in PACKAGE
    if not path.startswith(('seg_ros/ros/', 'seg_ros/cli/', 'seg_ros/__main__'))
]
EFFECTS = {'datetime', 'logging', 'time', 'tqdm', 'warnings'}
CATCH_ALL_NAMES = {'common', 'helper', 'helpers', 'misc', 'tools', 'util', 'utils'}
Function = (ast.FunctionDef, ast.AsyncFunctionDef)

every_file = pytest.mark.parametrize('path', TREES)
every_package_file = pytest.mark.parametrize('path', PACKAGE)


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


@pytest.mark.parametrize(
    'source, names',
    [
        ('import onnx.helper', {'onnx.helper'}),
        ('def late():\n    import torch', {'torch'}),
        ('from seg_ros import cli', {'seg_ros', 'seg_ros.cli'}),
        (
            'from seg_ros.segmentation.masks import group_mask',
            {'seg_ros.segmentation.masks', 'seg_ros.segmentation.masks.group_mask'},
        ),
        ('from . import mask', {'.', '..mask'}),
    ],
)
def test_every_form_of_import_is_found(source: str, names: set[str]) -> None:
    assert imports_of(ast.parse(source)) == names


@pytest.mark.skipif(find_spec('importlinter') is None, reason='import-linter is not installed')
def test_layers_between_folders() -> None:
    lint = Path(sys.executable).with_name('lint-imports')
    run = subprocess.run(
        [lint, 'setup.cfg', '--no-cache', '--no-logo'], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


@every_file
def test_imports_are_absolute(path: str) -> None:
    assert not {name for name in imports_of(TREES[path]) if name.startswith('.')}


@pytest.mark.parametrize('path', CORE)
def test_the_core_reads_no_clock_and_neither_logs_nor_prints(path: str) -> None:
    assert not {name.split('.')[0] for name in imports_of(TREES[path])} & EFFECTS
    calls = [node.func for node in ast.walk(TREES[path]) if isinstance(node, ast.Call)]
    assert not [call for call in calls if getattr(call, 'id', '') == 'print']


@every_file
def test_sizes(path: str) -> None:
    assert len(SOURCES[path].splitlines()) <= 300
    for node in ast.walk(TREES[path]):
        if isinstance(node, Function):
            assert node.end_lineno - node.lineno + 1 <= 50, f'{node.name} of {path}'


@every_file
def test_module_has_a_docstring(path: str) -> None:
    assert ast.get_docstring(TREES[path])


@every_package_file
def test_what_is_public_has_a_docstring(path: str) -> None:
    scopes = [TREES[path]] + [
        node
        for node in TREES[path].body
        if isinstance(node, ast.ClassDef) and not node.name.startswith('_')
    ]
    undocumented = [
        node.name
        for scope in scopes
        for node in scope.body
        if isinstance(node, (*Function, ast.ClassDef))
        and not node.name.startswith('_')
        and not ast.get_docstring(node)
    ]
    assert undocumented == []


@every_package_file
def test_no_arguments_without_names(path: str) -> None:
    assert not [
        node.name
        for scope in ast.walk(TREES[path])
        if isinstance(scope, (ast.Module, ast.ClassDef))
        for node in scope.body
        if isinstance(node, Function) and node.args.kwarg
    ]


@every_file
def test_no_catch_all_names(path: str) -> None:
    assert not CATCH_ALL_NAMES & set(Path(path).with_suffix('').parts)
