# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label images are read as ids, and have one partner each."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_files import by_stem, read_ids, refuse_strays


def test_files_are_known_by_their_stem_if_that_is_theirs_alone(tmp_path: Path) -> None:
    (tmp_path / 'a.PNG').touch()
    (tmp_path / 'b.txt').touch()
    assert by_stem(tmp_path, ('.png', '.tif')) == {'a': tmp_path / 'a.PNG'}
    (tmp_path / 'a.tif').touch()
    with pytest.raises(InputError, match='holds a more than once'):
        by_stem(tmp_path, ('.png', '.tif'))


@pytest.mark.parametrize(
    'firsts, seconds, says',
    [
        ('ab', 'a', 'two must hold the same names as the other folder; 1 missing, the first is b'),
        (
            'a',
            'cab',
            'one must hold the same names as the other folder; 2 missing, the first is b',
        ),
    ],
)
def test_strays_are_refused(firsts: str, seconds: str, says: str) -> None:
    one, two = Path('one'), Path('two')
    refuse_strays(one, dict.fromkeys('ab', one), two, dict.fromkeys('ba', two))
    with pytest.raises(InputError, match=says):
        refuse_strays(one, dict.fromkeys(firsts, one), two, dict.fromkeys(seconds, two))


def test_ids_are_read_as_they_are(tmp_path: Path) -> None:
    ids = np.arange(12, dtype=np.uint8).reshape(3, 4)
    cv2.imwrite(str(tmp_path / 'ids.png'), ids)
    assert read_ids(tmp_path / 'ids.png').tolist() == ids.tolist()
    (tmp_path / 'empty.png').touch()
    with pytest.raises(InputError, match='empty.png cannot be read as an image'):
        read_ids(tmp_path / 'empty.png')
