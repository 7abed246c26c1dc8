# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`CVAT for images 1.1`, as datumaro writes it."""

from collections.abc import Callable
from pathlib import Path

from label_fixtures import ids_of, off_edges, rows, write_photo
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats import cvat_xml
from seg_ros.label_formats.export import Export
from seg_ros.label_formats.image_files import ImageFiles

META = """<meta><task><labels>
<label><name>road</name><color>#0a0B0c</color></label>
<label><name>car</name><color>#102030</color></label>
</labels></task></meta>"""


def test_an_export(example: Callable[[str], Path], truth: Callable[[str], np.ndarray]) -> None:
    folder = example('cvat')
    ids = ids_of(cvat_xml.read((folder / 'annotations.xml',), ImageFiles((folder,))))
    assert (ids['a'] == truth('a')).all()  # masks
    assert off_edges(ids['b'], truth('b')) < 0.02 * truth('b').size


def export(
    folder: Path, shapes: str, head: str = META, size: str = 'width="6" height="4"'
) -> Export:
    write_photo(folder / 'images' / 'a.png')
    shapes = shapes.replace('{}', '')
    path = folder / 'annotations.xml'
    image = f'<image id="0" name="default/a.png" {size}>{shapes}</image>'
    path.write_text(f'<?xml version="1.0"?><annotations>{head}{image}</annotations>')
    return cvat_xml.read((path,), ImageFiles((folder,)))


def read(folder: Path, shapes: str) -> list[str]:
    return rows(export(folder, shapes).images[0].read().ids)


POLYGON = '<polygon label="road" points="1.00,1.00;4.00,1.00;4.00,3.00;1.00,3.00" {}/>'
BOX = '<box label="car" xtl="0" ytl="0" xbr="2" ybr="2" {}/>'


def test_every_shape(tmp_path: Path) -> None:
    assert read(tmp_path, POLYGON) == ['000000', '011100', '011100', '000000']
    assert read(tmp_path, BOX) == ['220000', '220000', '000000', '000000']
    mask = '<mask label="car" rle="1, 2, 3" left="2" top="1" width="3" height="2"/>'
    assert read(tmp_path, mask) == ['000000', '000220', '000000', '000000']
    ellipse = '<ellipse label="car" cx="3" cy="2" rx="2" ry="1" rotation="90"/>'
    assert read(tmp_path, ellipse) == ['002200'] * 4
    turned = '<box label="car" xtl="0.5" ytl="1" xbr="4.5" ybr="3" rotation="90.0"/>'
    assert read(tmp_path, turned) == ['022000'] * 4


def test_order_and_visibility(tmp_path: Path) -> None:
    box_on_top = ['220000', '221100', '011100', '000000']
    polygon_on_top = ['220000', '211100', '011100', '000000']
    assert read(tmp_path, POLYGON + BOX) == box_on_top
    assert read(tmp_path, BOX + POLYGON) == polygon_on_top
    raised = BOX.format('z_order="1"')
    assert read(tmp_path, raised + POLYGON.format('z_order="0"')) == box_on_top
    assert read(tmp_path, POLYGON + BOX.format('outside="1"')) == [
        '000000',
        '011100',
        '011100',
        '000000',
    ]


def test_labels_colors_and_splits(tmp_path: Path) -> None:
    classes = export(tmp_path, '<tag label="sunny"/>').classes.classes
    assert [(label.name, label.color) for label in classes[1:]] == [
        ('road', (10, 11, 12)),
        ('car', (16, 32, 48)),
    ]
    unnamed = export(tmp_path, POLYGON, head='')
    assert [label.name for label in unnamed.classes.classes] == ['background', 'road']
    split = export(tmp_path, POLYGON, size='width="6" height="4" subset="Validation"')
    assert split.images[0].split == 'valid'


@pytest.mark.parametrize(
    'shapes, says',
    [
        ('<polygon label="road" points="1,1;2,2"/>', r'default/a.png: object 1, polygon \(road\)'),
        ('<polygon label="tree" points="1,1;2,2;3,1"/>', "must be one of .*, got 'tree'"),
        ('<polygon label="road" points="1,1;2;3,1"/>', 'must be three or more points'),
        ('<polygon label="road" points="1,1;a,2;3,1"/>', 'points must be x,y;x,y'),
        ('<polygon label="road"/>', 'must have the attribute points'),
        ('<polyline label="road" points="1,1;2,2"/>', 'got polyline, which has no area'),
        ('<points label="road" points="1,1"/>', 'got points, which has no area'),
        ('<box label="car" xtl="9" ytl="0" xbr="12" ybr="2"/>', 'must overlap its image of 6x4'),
        ('<box label="car" xtl="a" ytl="0" xbr="2" ybr="2"/>', "xtl must be a number, got 'a'"),
        (
            '<mask label="car" rle="1, 2" left="2" top="1" width="3" height="2"/>',
            'must add up to 3x2 pixels, got 3',
        ),
        ('<mask label="car" rle="x" left="2" top="1" width="3" height="2"/>', 'whole numbers'),
        ('<mask label="car" rle="6" left="6" top="1" width="3" height="2"/>', 'must overlap'),
        ('<mask label="car" rle="6" left="1.5" top="1" width="3" height="2"/>', 'a whole number'),
    ],
)
def test_wrong_shapes(tmp_path: Path, shapes: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(tmp_path, shapes)


@pytest.mark.parametrize(
    'text, says',
    [
        ('<annotations>', 'is not readable XML'),
        ('<annotation/>', 'must hold annotations of CVAT, got <annotation>'),
        ('<annotations><track/></annotations>', 'got CVAT for video; export it in that format'),
    ],
)
def test_other_files(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / 'a.xml'
    path.write_text(text)
    with pytest.raises(InputError, match=f'a.xml .*{says}'):
        cvat_xml.read((path,), ImageFiles((tmp_path,)))


def test_another_size(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='must be 12x8 as its annotations say, got 6x4'):
        export(tmp_path, POLYGON, size='width="12" height="8"').images[0].read()
