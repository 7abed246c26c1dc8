# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Find the files of a model, included in the package or anywhere else."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from seg_ros.errors import ManifestError, ModelError

INCLUDED_MODELS = Path(__file__).resolve().parents[1] / 'models'
SUFFIXES = ('.onnx', '.tflite')


@dataclass(frozen=True)
class ModelFiles:
    """The graph of a model and its manifest."""

    model: Path
    manifest: Path


def find_model_files(model: str, manifest: str = '') -> ModelFiles:
    """
    Return the files of a model, given by its path or the name of an included one.

    Without `manifest` that is the .yaml of the same name beside the model. Raises ModelError or
    ManifestError where a file is missing.
    """
    graph = find_model(model)
    if manifest:
        path = Path(manifest).expanduser()
        if not path.is_file():
            raise ManifestError(f'manifest {path} does not exist')
        return ModelFiles(graph, path)
    path = graph.with_suffix('.yaml')
    if not path.is_file():
        raise ManifestError(
            f'model {graph} must have its manifest {path.name} beside it, which does not exist; '
            f'write a first one with: seg_ros inspect {graph} --write'
        )
    return ModelFiles(graph, path)


def find_model(model: str) -> Path:
    """Return the path of a model's graph alone; ModelError if there is none."""
    path = Path(model).expanduser()
    if path.suffix not in SUFFIXES:
        included = sorted(file.stem for file in INCLUDED_MODELS.glob('*.onnx'))
        if model not in included:
            raise ModelError(
                f'a model must be an .onnx or .tflite file, or one of {", ".join(included)}, '
                f'got {model!r}'
            )
        return INCLUDED_MODELS / f'{model}.onnx'
    if not path.is_file():
        raise ModelError(f'model {path} does not exist')
    return path


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    return sha256(path.read_bytes()).hexdigest()


def check_sha256(path: Path, expected: str | None) -> None:
    """Raise ManifestError unless the file is the one whose checksum the manifest holds."""
    if expected is None:
        return
    checksum = sha256_of(path)
    if checksum != expected.lower():
        raise ManifestError(
            f'manifest field sha256 must be {checksum} for the file {path}, got {expected!r}'
        )
