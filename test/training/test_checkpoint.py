# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is on disk is whole, and ours."""

from pathlib import Path

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.errors import InputError  # noqa: E402
from seg_ros.training.checkpoint import load, save  # noqa: E402


def test_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / 'run' / 'checkpoint.pt'
    save(path, {'net': {'weight': torch.arange(3)}, 'step': 4, 'recipe': {'net': 'unet'}})
    content = load(path)
    assert content['net']['weight'].tolist() == [0, 1, 2]
    assert (content['step'], content['recipe']) == (4, {'net': 'unet'})
    assert [file.name for file in path.parent.iterdir()] == ['checkpoint.pt']


class Trap:
    """Would run code when it is unpickled."""

    def __reduce__(self) -> tuple:
        """Ask for something to be called."""
        return print, ('caught',)


def test_what_is_not_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / 'checkpoint.pt'
    with pytest.raises(InputError, match='does not exist'):
        load(path)
    path.write_bytes(b'no checkpoint')
    with pytest.raises(InputError, match='checkpoint.pt cannot be read'):
        load(path)
    torch.save({'version': 0}, path)
    with pytest.raises(InputError, match='must be of version 1, got 0'):
        load(path)
    torch.save({'version': 1, 'net': Trap()}, path)
    with pytest.raises(InputError, match='checkpoint.pt cannot be read'):
        load(path)
