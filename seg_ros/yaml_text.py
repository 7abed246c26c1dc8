# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""YAML that people write by hand."""

from typing import Any

import yaml


def load_yaml(text: str) -> Any:
    """
    Return what YAML text holds, as `yaml.safe_load` does; yaml.YAMLError where it is not YAML.

    A key that is given twice in a mapping is refused: YAML forbids it, and PyYAML drops the first.
    """
    return yaml.load(text, _Loader)


class _Loader(yaml.SafeLoader):
    """A SafeLoader that refuses equal keys, before merge keys (<<) are filled in."""

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        keys = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in keys:
                    raise yaml.composer.ComposerError(
                        None, None, f'the key {key.value} is given twice', key.start_mark
                    )
                keys.add((key.tag, key.value))
        return node
