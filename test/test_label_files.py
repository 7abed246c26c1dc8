# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label images are read as ids, and have one partner each."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_files import (
    by_stem,
    LabelRule,
    match,
    name_suffix,
    PairFiles,
    read_label_file,
    read_pair,
    refuse_strays,
    without_suffix,
)


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
        (
            'ab',
            'a',
            'two must hold the same names as the other folder; 1 missing, the first is b$',
        ),
        ('a', 'cab', 'one must hold the same names .*; 2 missing, the first is b$'),
        ('ab', 'ac', 'one must hold .*; 1 missing, the first is c; it has b instead'),
    ],
)
def test_strays_are_refused(firsts: str, seconds: str, says: str) -> None:
    one, two = Path('one'), Path('two')
    refuse_strays(one, dict.fromkeys('ab', one), two, dict.fromkeys('ba', two))
    with pytest.raises(InputError, match=says):
        refuse_strays(one, dict.fromkeys(firsts, one), two, dict.fromkeys(seconds, two))


@pytest.mark.parametrize(
    'images, labels, names',
    [
        ('a b', 'a_mask b_mask', 'a b'),
        ('a ab', 'a_mask ab_mask', 'a ab'),
        ('a b c', 'a_mask b_mask', 'a b'),
        ('a b', 'a b', 'a b'),
        ('row row_1', 'row_1', 'row_1'),
        ('a b', 'a_mask b_gt', 'a_mask b_gt'),
        ('a b', 'a_mask c_mask', 'a_mask c_mask'),
        ('a b', 'c d', 'c d'),
    ],
)
def test_a_common_suffix_of_labels_is_cut_off(images: str, labels: str, names: str) -> None:
    files = {name: Path(f'{name}.png') for name in labels.split()}
    found = without_suffix(images.split(), files)
    assert list(found) == names.split() and list(found.values()) == list(files.values())


def test_the_most_common_suffix() -> None:
    assert name_suffix(['a', 'ab'], ['a_mask', 'ab_mask', 'a']) == '_mask'
    assert name_suffix(['a'], ['b']) == ''


def test_ids_are_read_as_they_are(tmp_path: Path) -> None:
    ids = np.arange(12, dtype=np.uint8).reshape(3, 4)
    cv2.imwrite(str(tmp_path / 'ids.png'), ids)
    assert read_label_file(tmp_path / 'ids.png').tolist() == ids.tolist()


def test_colors_are_read_by_a_table(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / 'a.png'), np.array([[[0, 0, 255], [255, 0, 0]]], np.uint8))
    table = {(255, 0, 0): 3, (0, 0, 255): 1}
    assert read_label_file(tmp_path / 'a.png', table).tolist() == [[3, 1]]


@pytest.mark.parametrize(
    'data, says',
    [
        (b'', 'a.png cannot be read: it is no PNG'),
        (None, 'a.png cannot be read: No such file'),
        (
            cv2.imencode('.png', np.eye(2, 3, dtype=np.uint16) * 256)[1].tobytes(),
            r'a.png: 16-bit gray image must hold class ids 0..255, got 0..256',
        ),
    ],
    ids=['empty', 'missing', '16 bits'],
)
def test_what_holds_no_ids_is_refused_by_name(
    data: bytes | None, says: str, tmp_path: Path
) -> None:
    if data is not None:
        (tmp_path / 'a.png').write_bytes(data)
    with pytest.raises(InputError, match=says):
        read_label_file(tmp_path / 'a.png')


PLAIN = LabelRule({}, ())


@pytest.fixture
def folders(tmp_path):
    """Return folders of class maps and labels that both hold `a` and `b`, 2 x 1 pixels."""
    for folder in ('maps', 'labels'):
        (tmp_path / folder / 'overlay').mkdir(parents=True)
        (tmp_path / folder / 'notes.txt').write_text('not an image')
        for name in ('b', 'a'):
            cv2.imwrite(str(tmp_path / folder / f'{name}.png'), np.array([[0, 2]], np.uint8))
    return tmp_path / 'maps', tmp_path / 'labels'


def test_folders_are_matched_by_stem(folders):
    (folders[1] / 'b.png').rename(folders[1] / 'b.bmp')
    assert [pair.name for pair in match(*folders)] == ['a', 'b']


def test_labels_may_have_a_suffix(folders):
    for name in 'ab':
        (folders[1] / f'{name}.png').rename(folders[1] / f'{name}_mask.png')
    assert [(pair.name, pair.labels.name) for pair in match(*folders)] == [
        ('a', 'a_mask.png'),
        ('b', 'b_mask.png'),
    ]


def test_two_files_need_no_common_name(folders):
    assert match(folders[0] / 'a.png', folders[1] / 'b.png') == [
        PairFiles('a', folders[0] / 'a.png', folders[1] / 'b.png')
    ]


@pytest.mark.parametrize(
    'rule, labels, counted',
    [
        (PLAIN, [0, 2], [1, 1]),
        (LabelRule({2: 1}, ()), [0, 1], [1, 1]),
        (LabelRule({2: 0, 0: 2}, ()), [2, 0], [1, 1]),
        (LabelRule({0: 2}, (2,)), [2, 2], [1, 0]),
    ],
    ids=['plain', 'mapped', 'exchanged', 'ignored ids are those of the file'],
)
def test_label_ids_are_translated(folders, rule, labels, counted):
    pair = read_pair(match(*folders)[0], rule)
    assert pair.prediction.tolist() == [[0, 2]]
    assert (pair.labels.tolist(), pair.counted.tolist()) == ([labels], [counted])


@pytest.mark.parametrize(
    'spoil, pattern',
    [
        (lambda maps, labels: (maps / 'b.png').unlink(), 'maps must .* 1 missing, the first is b'),
        (lambda maps, labels: (labels / 'a.png').unlink(), 'labels must .* 1 missing, .* is a'),
        (
            lambda maps, labels: cv2.imwrite(str(labels / 'a.bmp'), np.zeros((1, 2), np.uint8)),
            'labels holds a more than once',
        ),
        (
            lambda maps, labels: [path.unlink() for path in maps.glob('*.png')],
            'holds no class maps',
        ),
        (lambda maps, labels: labels.rename(labels.with_name('away')), 'labels does not exist'),
        (lambda maps, labels: (labels / 'a.png').write_bytes(b''), 'a.png cannot be read'),
        (
            lambda maps, labels: (labels / 'a.png').write_bytes(
                (labels / 'b.png').read_bytes()[:-9]
            ),
            'a.png cannot be read',
        ),
        (
            lambda maps, labels: cv2.imwrite(
                str(labels / 'a.png'), np.arange(6, dtype=np.uint8).reshape(1, 2, 3)
            ),
            'a.png: RGB image needs a color table',
        ),
        (
            lambda maps, labels: cv2.imwrite(str(labels / 'a.png'), np.zeros((2, 2), np.uint8)),
            'a: the class map must have the size of its labels, 2x2, got 2x1',
        ),
    ],
)
def test_what_does_not_match_is_refused(folders, spoil, pattern):
    spoil(*folders)
    with pytest.raises(InputError, match=pattern):
        [read_pair(files, PLAIN) for files in match(*folders)]


@pytest.mark.parametrize('class_of, ignored', [({256: 1}, ()), ({1: 255}, ()), ({}, (-1,))])
def test_ids_beyond_a_byte_are_refused(class_of, ignored):
    with pytest.raises(InputError, match='id must be 0..'):
        LabelRule(class_of, ignored)
