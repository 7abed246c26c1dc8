# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The ONNX file of `seg_ros export`, and its row of the table."""

from pathlib import Path

from seg_ros.atomic_files import replacing
from seg_ros.inference.manifest import Manifest
from seg_ros.training.data.open_dataset import ValidationData
from seg_ros.training.export import ExportOptions, write_graph, write_manifest
from seg_ros.training.export_check import class_agreement
from seg_ros.training.saved_run import SavedRun


def write_model(
    out: Path, run: SavedRun, validation: ValidationData, options: ExportOptions
) -> tuple[Manifest, tuple[tuple[str, str], ...]]:
    """Write file and manifest; return the manifest, and how far the classes are PyTorch's."""
    with replacing(out) as part:
        write_graph(run.net, part, run.config, options)
        agreement = class_agreement(
            run.net, part, validation.samples[:8], options.size, run.config
        )
    label_set = validation.label_map.network_label_set
    manifest = write_manifest(out, label_set, run.config, options, 1.0, validation.licence)
    return manifest, (('same class as PyTorch', f'{agreement:.4%} of the pixels'),)
