# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Names are words of ROS 2, OpenCV and PyTorch: what was renamed in 0.2 does not come back."""

import ast
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parents[1]
FILES = [
    file
    for folder in ('seg_ros', 'benchmarks', 'examples', 'launch', 'config', 'test')
    for file in sorted((ROOT / folder).rglob('*.*'))
    if file.suffix in {'.py', '.yaml', '.xml', '.rviz'}
]
PYTHON_FILES = [file for file in FILES if file.suffix == '.py' and file != Path(__file__)]

FILE_NAMES = set(
    """
    vision ground drivable field field_camera field_sprayer field_demo frames boundary knobs
    patching free_space_finder facts scene squares gaps axis shelf reach trials catalogue contract
    reading guess layers unpack grouping yaml_facts found locate stretches overlap listing protect
    motion view footprint gauge planner fan sight leg judge tally chart strip sowing cover leaves
    paint soil optics drive trial window newest gate running frame_log stopwatch stamp_match finder
    observer timeline watch opening survey light seen pictures legend unfold doubling half
    running_mean precision normal extra recipe comparison trained jobs sheet whole_files meadow
    yard
    """.split()
)
CLASS_NAMES = set(
    """
    Newest Gate Fix Film Behind Settled Opening HandOver Distance FreeGround Scene FrameLog
    StampMatch PatchFinder FreeSpaceObserver Planner FreeSpaceFinder Fan Sight Sights Contract
    Reach Recipe Legend Trained Leg Chart FieldTrial Timeline Watch Footprint Found Located
    Stretches Gaps Preparer Squares Seen Gallery Kept DataPlan
    """.split()
)
WORDS = set(
    """
    answer answers begun diary door doors fight handover heir heirs hopes judge keeper keepers knob
    knobs look looks marry meadow noun nouns patience picture pictures recolour retune rival rivals
    room rooms settings settle settled shelf sowing stopwatch tally tell tells told unfold wholes
    yard
    """.split()
)
"""Refused as a part of any name, of `turn_knobs` and `TurnKnobs` alike."""

OPTIONS = {
    'seg_ros/cli/train.py': set(
        '--rate --decay --batch --begin-with --net --turn --light --rare --average'.split()
    ),
}


def in_repository(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r'[A-Z]?[a-z]+|[A-Z]+(?![a-z])', name)}


def option_names(tree: ast.AST) -> set[str]:
    """Return the option strings of every call of `add_argument`."""
    return {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') == 'add_argument'
        for argument in node.args
        if isinstance(argument, ast.Constant) and str(argument.value).startswith('-')
    }


@pytest.mark.parametrize(
    'name, words',
    [
        ('_look_around', {'look', 'around'}),
        ('lookahead', {'lookahead'}),
        ('TurnKnobs', {'turn', 'knobs'}),
        ('--begin-with', {'begin', 'with'}),
        ('ROSTime', {'ros', 'time'}),
    ],
)
def test_a_name_is_split_into_words(name: str, words: set[str]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize('file', FILES, ids=in_repository)
def test_files_and_folders(file: Path) -> None:
    parts = [part.removeprefix('test_') for part in file.relative_to(ROOT).with_suffix('').parts]
    # The names of models and of parameter files belong to users.
    assert not (FILE_NAMES if file.suffix == '.py' else {'field'}) & set(parts)
    assert not WORDS & set().union(*map(words_of, parts))


@pytest.mark.parametrize('file', PYTHON_FILES, ids=in_repository)
def test_classes_functions_and_options(file: Path) -> None:
    tree = ast.parse(file.read_text())
    classes = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    options = option_names(tree)
    names = (
        classes | options if file.is_relative_to(ROOT / 'test') else classes | functions | options
    )
    assert not CLASS_NAMES & classes
    assert not OPTIONS.get(in_repository(file), set()) & options
    assert {name: words_of(name) & WORDS for name in names if words_of(name) & WORDS} == {}
