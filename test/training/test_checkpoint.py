# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Checkpoints are complete, and other files are refused."""

from pathlib import Path
from typing import BinaryIO

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.errors import InputError  # noqa: E402
from seg_ros.training.checkpoint import load, save  # noqa: E402


def test_load_returns_what_was_saved(tmp_path: Path) -> None:
    path = tmp_path / 'run' / 'checkpoint.pt'
    save(path, {'net': {'weight': torch.arange(3)}, 'step': 4, 'recipe': {'net': 'unet'}})
    content = load(path)
    assert content['net']['weight'].tolist() == [0, 1, 2]
    assert (content['step'], content['recipe']) == (4, {'net': 'unet'})
    assert [file.name for file in path.parent.iterdir()] == ['checkpoint.pt']


def test_an_interrupted_save_leaves_the_earlier_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(content: object, file: BinaryIO) -> None:
        file.write(b'half')
        raise KeyboardInterrupt

    path = tmp_path / 'checkpoint.pt'
    save(path, {'step': 4})
    monkeypatch.setattr(torch, 'save', write_half)
    with pytest.raises(KeyboardInterrupt):
        save(path, {'step': 5})
    assert load(path)['step'] == 4
    assert [file.name for file in tmp_path.iterdir()] == ['checkpoint.pt']


class CodeOnLoad:
    """Would run code when it is unpickled."""

    def __reduce__(self) -> tuple:
        """Return a function to be called."""
        return print, ('executed',)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / 'checkpoint.pt'
    with pytest.raises(InputError, match='does not exist'):
        load(path)
    path.write_bytes(b'no checkpoint')
    with pytest.raises(InputError, match='checkpoint.pt cannot be read'):
        load(path)
    torch.save({'version': 0}, path)
    with pytest.raises(InputError, match='must be of version 1, got 0'):
        load(path)
    torch.save({'version': 1, 'net': CodeOnLoad()}, path)
    with pytest.raises(InputError, match='checkpoint.pt cannot be read'):
        load(path)
