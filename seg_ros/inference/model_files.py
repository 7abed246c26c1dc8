# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Find the files of a model, shipped with the package or anywhere else."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from seg_ros.errors import ManifestError, ModelError

SHIPPED = Path(__file__).resolve().parents[1] / 'models'
SUFFIXES = ('.onnx', '.tflite')


@dataclass(frozen=True)
class ModelFiles:
    """The graph of a model and the manifest that goes with it."""

    model: Path
    manifest: Path


def locate(model: str, manifest: str = '') -> ModelFiles:
    """
    Return the files of a model: a path, or the name of a shipped one.

    Without `manifest` it is the .yaml of the same name beside the model. Raises ModelError or
    ManifestError where a file is missing.
    """
    graph = locate_model(model)
    if manifest:
        facts = Path(manifest).expanduser()
        if not facts.is_file():
            raise ManifestError(f'manifest {facts} does not exist')
        return ModelFiles(graph, facts)
    facts = graph.with_suffix('.yaml')
    if not facts.is_file():
        raise ManifestError(
            f'model {graph} must have its manifest {facts.name} beside it, which does not exist; '
            f'write a first one with: seg_ros inspect {graph} --write'
        )
    return ModelFiles(graph, facts)


def locate_model(model: str) -> Path:
    """Return the graph of a model alone; ModelError if there is none."""
    path = Path(model).expanduser()
    if path.suffix not in SUFFIXES:
        shipped = sorted(file.stem for file in SHIPPED.glob('*.onnx'))
        if model not in shipped:
            raise ModelError(
                f'a model must be an .onnx or .tflite file, or one of {", ".join(shipped)}, '
                f'got {model!r}'
            )
        return SHIPPED / f'{model}.onnx'
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
    found = sha256_of(path)
    if found != expected.lower():
        raise ManifestError(
            f'manifest field sha256 must be {found} for the file {path}, got {expected!r}'
        )
