# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Old names are refused in one line with the new one."""

import pytest

from seg_ros.cli import renamed
from seg_ros.cli.main import main


@pytest.mark.parametrize('old, new', renamed.VERBS.items())
def test_old_verbs(old: str, new: str, capsys) -> None:
    assert main([old, '--seed', '1']) == 1
    assert capsys.readouterr().err == f'seg_ros: error: the verb {old} is now `{new}`\n'


@pytest.mark.parametrize('old, new', renamed.TRAIN_OPTIONS.items())
@pytest.mark.parametrize('form', ['{} 1', '{}=1'])
def test_old_options_of_train(old: str, new: str, form: str, capsys) -> None:
    assert main(['train', *form.format(old).split()]) == 1
    assert capsys.readouterr().err == f'seg_ros: error: {old} is now {new}\n'


def test_old_options_are_not_in_the_help(capsys) -> None:
    with pytest.raises(SystemExit):
        main(['train', '--help'])
    shown = capsys.readouterr().out
    assert '--lr ' in shown and '--rate' not in shown


@pytest.mark.parametrize('old', ['field_camera', 'field_sprayer'])
def test_old_executables(old: str, capsys) -> None:
    assert getattr(renamed, old)() == 1
    new = old.replace('field', 'sim')
    assert capsys.readouterr().err == f'seg_ros: error: the executable {old} is now {new}\n'
