# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What several files say about the package agrees, and nothing in it belongs to one machine."""

import ast
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
import re
from xml.etree import ElementTree

import pytest

import seg_ros

ROOT = Path(__file__).parents[1]
HOUSE = [
    ROOT / name
    for name in (
        'seg_ros',
        'launch',
        'config',
        'test',
        'wheels',
        'docs',
        'benchmarks',
        'examples',
        'setup.py',
        'README.md',
        'Makefile',
    )
]
FILES = [
    file
    for place in HOUSE
    for file in ([place] if place.is_file() else place.rglob('*'))
    if file.is_file() and '__pycache__' not in file.parts
]
PYTHON_FILES = [file for file in FILES if file.suffix == '.py']
TEXT_FILES = [
    file
    for file in FILES
    if file.suffix in {'.py', '.sh', '.md', '.rst', '.txt', '.yaml', '.xml', '.cfg', '.msg', ''}
]
REQUIREMENTS = sorted((ROOT / 'wheels').glob('*.txt'))
HEADER = [
    '# SPDX-FileCopyrightText: 2026 The seg_ros authors',
    '# SPDX-License-Identifier: Apache-2.0',
]


def in_repository(file: Path) -> str:
    return str(file.relative_to(ROOT))


def setup_arguments() -> dict[str, ast.expr]:
    calls = [
        node
        for node in ast.walk(ast.parse((ROOT / 'setup.py').read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, 'id', '') == 'setup'
    ]
    return {keyword.arg: keyword.value for keyword in calls[0].keywords}


def console_scripts() -> list[str]:
    return ast.literal_eval(setup_arguments()['entry_points'])['console_scripts']


def test_version_is_one() -> None:
    newest = re.search(r'^(\d+\.\d+\.\d+) \(', (ROOT / 'CHANGELOG.rst').read_text(), re.MULTILINE)
    assert {
        seg_ros.__version__,
        ast.literal_eval(setup_arguments()['version']),
        ElementTree.parse(ROOT / 'package.xml').findtext('version'),
        newest[1],
    } == {seg_ros.__version__}


def test_every_room_is_a_package() -> None:
    rooms = {file.parent for file in (ROOT / 'seg_ros').rglob('*.py')}
    assert [room for room in rooms if not (room / '__init__.py').is_file()] == []


def test_colcon_would_accept_the_maintainer() -> None:
    maintainer = ElementTree.parse(ROOT / 'package.xml').find('maintainer')
    assert re.fullmatch(r'[\w.-]+@[\w-]+(\.[\w-]+)+', maintainer.get('email'))


@pytest.mark.parametrize('script', console_scripts())
def test_console_script_leads_somewhere(script: str) -> None:
    module, function = script.split('=')[1].strip().split(':')
    if '.ros.' in module and not find_spec('rclpy'):
        pytest.skip('rclpy is not installed')
    assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize('file', REQUIREMENTS, ids=lambda file: file.name)
def test_requirements_are_pinned(file: Path) -> None:
    lines = [line for line in file.read_text().splitlines() if line and line[0] != '#']
    assert [
        line for line in lines if not re.match(r'[\w-]+(\[\w+\])?==[\d.]+(dev\d+)?(;|$)', line)
    ] == []


def test_every_declared_requirement_is_pinned() -> None:
    pinned = {
        name for file in REQUIREMENTS for name in re.findall(r'(?m)^([\w-]+)', file.read_text())
    }
    arguments = setup_arguments()
    declared = [
        *ast.literal_eval(arguments['install_requires']),
        *sum(ast.literal_eval(arguments['extras_require']).values(), []),
    ]
    assert {re.match(r'[\w-]+', name)[0] for name in declared} - pinned == set()


@pytest.mark.parametrize('file', PYTHON_FILES, ids=in_repository)
def test_python_file_names_its_licence(file: Path) -> None:
    assert file.read_text().splitlines()[:2] == HEADER


@pytest.mark.parametrize('file', TEXT_FILES, ids=in_repository)
def test_no_path_of_a_developers_machine(file: Path) -> None:
    homes = r'(?<![\w.$~}-])/(?:home|root|Users|work|tmp)/[\w.-]+'
    assert re.findall(homes, file.read_text()) == []
