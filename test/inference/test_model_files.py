# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Models are found by path or by the name of an included one."""

from pathlib import Path

import pytest

from seg_ros.errors import ManifestError, ModelError, SegRosError
from seg_ros.inference import model_files
from seg_ros.inference.model_files import check_sha256, find_model_files, ModelFiles, sha256_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two models, one of them without a manifest."""
    for name in ('weeds.onnx', 'weeds.yaml', 'bare.tflite', 'other.yaml'):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_the_manifest_lies_beside_the_model(folder: Path) -> None:
    files = find_model_files(str(folder / 'weeds.onnx'))
    assert files == ModelFiles(folder / 'weeds.onnx', folder / 'weeds.yaml')


def test_another_manifest_can_be_named(folder: Path) -> None:
    files = find_model_files(str(folder / 'bare.tflite'), str(folder / 'other.yaml'))
    assert files == ModelFiles(folder / 'bare.tflite', folder / 'other.yaml')


def test_an_included_model_is_found_by_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_files, 'INCLUDED_MODELS', folder)
    assert find_model_files('weeds') == ModelFiles(folder / 'weeds.onnx', folder / 'weeds.yaml')
    with pytest.raises(ModelError, match="or one of weeds, got 'wheat'"):
        find_model_files('wheat')


def test_a_path_may_begin_with_the_home_directory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('HOME', str(folder))
    assert find_model_files('~/weeds.onnx', '~/other.yaml').manifest == folder / 'other.yaml'


@pytest.mark.parametrize(
    'model, manifest, error, pattern',
    [
        ('absent.onnx', '', ModelError, 'does not exist'),
        ('bare.tflite', '', ManifestError, 'seg_ros inspect .*bare.tflite --write'),
        ('weeds.onnx', 'absent.yaml', ManifestError, 'absent.yaml does not exist'),
        ('weeds.pt', '', ModelError, 'must be an .onnx or .tflite file'),
    ],
)
def test_a_missing_file_is_refused(
    folder: Path, model: str, manifest: str, error: type[SegRosError], pattern: str
) -> None:
    with pytest.raises(error, match=pattern):
        find_model_files(str(folder / model), str(folder / manifest) if manifest else '')


def test_a_checksum_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / 'abc.onnx'
    path.write_bytes(b'abc')
    assert sha256_of(path) == 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'


def test_a_wrong_checksum_is_refused(folder: Path) -> None:
    found = sha256_of(folder / 'weeds.onnx')
    for expected in (None, found, found.upper()):
        check_sha256(folder / 'weeds.onnx', expected)
    with pytest.raises(ManifestError, match=f'sha256 must be {found} .*weeds.onnx, got .ab'):
        check_sha256(folder / 'weeds.onnx', 'ab' * 32)
