# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Annotations of tools are refused where label images are expected."""

from pathlib import Path

import pytest

from seg_ros.errors import InputError
from seg_ros.training.data.annotation_files import refuse_annotations


@pytest.mark.parametrize('where', ['', 'labels', 'labels/train'])
def test_annotations_are_refused_with_the_command(where: str, tmp_path: Path) -> None:
    (tmp_path / where).mkdir(parents=True, exist_ok=True)
    (tmp_path / 'data.json').write_text('{}')
    (tmp_path / where / '7.json').write_text('{"shapes": [], "imagePath": "7.png"}')
    with pytest.raises(InputError, match='as Labelme JSON .*7.json.*`seg_ros labels .* OUT`'):
        refuse_annotations([tmp_path / 'gone', tmp_path])


def test_boxes_are_refused(tmp_path: Path) -> None:
    (tmp_path / '7.txt').write_text('0 0.1 0.2 0.3 0.4')
    with pytest.raises(InputError, match='YOLO boxes .7.txt.: boxes have no outlines'):
        refuse_annotations([tmp_path])


def test_other_files_are_not_refused(tmp_path: Path) -> None:
    (tmp_path / '7.txt').write_text('notes')
    (tmp_path / '7.png').write_text('')
    refuse_annotations([tmp_path])
