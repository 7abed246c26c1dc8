# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The dataset.yaml of converted labels is read back as it was meant."""

import pytest
import yaml

from seg_ros.cli.labels_yaml import dataset_yaml
from seg_ros.inference.label_sets import read_label_set
from seg_ros.label_formats.class_table import class_table


@pytest.mark.parametrize('name', ['weed', 'yes', '12', "dog's: {bed}", 'Möhre', '#1'])
def test_names_are_read_back(name: str) -> None:
    table = class_table([name, 'road'])
    content = yaml.safe_load(dataset_yaml(table, 'COCO JSON'))
    label_set = read_label_set(content['classes'], content['groups'])
    assert label_set.classes == table.classes and label_set.groups == table.groups
    assert 'ignore' not in content and content['licence'] == ''


def test_ignored_classes() -> None:
    content = yaml.safe_load(dataset_yaml(class_table(['a', 'void']), 'COCO JSON'))
    assert content['ignore'] == [255] and content['groups'] == {}
