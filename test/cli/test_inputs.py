# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The inputs of `segment` are checked before it runs."""

import pytest

from seg_ros.cli.inputs import plan
from seg_ros.errors import InputError


@pytest.fixture
def photos(tmp_path, monkeypatch):
    """Return the working folder, with files that are not read."""
    monkeypatch.chdir(tmp_path)
    for name in (
        'one/b.jpg',
        'one/a.png',
        'two/b.png',
        'c.jpg',
        'c.jpeg',
        'notes.txt',
        'labels/c.png',
        'ours/c.png',
        'ours/overlay/c.jpg',
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b'')
    return tmp_path


def test_folders_and_files_in_the_order_given(photos):
    jobs = plan(['c.jpg', 'one'], photos / 'out')
    assert [(job.name, job.is_video) for job in jobs] == [('c', False), ('a', False), ('b', False)]


def test_results_of_an_earlier_run_may_be_replaced(photos):
    assert [job.name for job in plan(['c.jpg'], photos / 'ours')] == ['c']


def test_results_may_be_beside_the_images(photos):
    assert [job.name for job in plan(['c.jpg'], photos)] == ['c']


@pytest.mark.parametrize(
    'sources, out, pattern',
    [
        (['one', 'two'], 'out', 'different names, got one/b.jpg and two/b.png'),
        (['c.jpg', 'c.jpeg'], 'out', 'different names'),
        (['one'], 'one', '--out must be another folder than the input'),
        (['one/a.png'], 'one', 'one/a.png would be overwritten'),
        (['c.jpg'], 'labels', 'labels/c.png would be overwritten, but is not the class map'),
        (['missing.jpg'], 'out', 'missing.jpg'),
        (['notes.txt'], 'out', 'notes.txt must be a video'),
    ],
)
def test_refused_before_anything_runs(photos, sources, out, pattern):
    with pytest.raises(InputError, match=pattern):
        plan(sources, photos / out)
