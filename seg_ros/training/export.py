# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Export of a trained network to an ONNX file with its manifest."""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from torch import nn

from seg_ros.atomic_files import write_text
from seg_ros.errors import ModelError
from seg_ros.inference.label_sets import LabelSet
from seg_ros.inference.manifest import HeadFacts, InputFacts, Manifest
from seg_ros.inference.manifest_yaml import dump_manifest
from seg_ros.inference.model_files import sha256_of
from seg_ros.training.config import TrainingConfig
from seg_ros.training.fp16_weights import to_fp16
from seg_ros.training.nets.blocks import Join
from seg_ros.training.nets.build import divisible_by
from seg_ros.training.normalization import MEAN, STD

OPSET = 17


@dataclass(frozen=True)
class ExportOptions:
    """
    Input and weights of the exported file.

    `size` is (height, width) in pixels, None for dynamic axes. `resize` is the manifest's
    input.resize; with `half`, weights are stored as float16.
    """

    size: tuple[int, int] | None = None
    resize: str = 'stretch'
    half: bool = False

    def check(self, config: TrainingConfig) -> None:
        """Raise ModelError where the network cannot be exported with these options."""
        multiple = divisible_by(config)
        if self.size is not None and any(side % multiple for side in self.size):
            raise ModelError(
                f'--size must be multiples of {multiple} for this network, '
                f'got {self.size[0]} and {self.size[1]}'
            )
        if self.size is None and (config.scale != 1.0 or self.resize != 'stretch'):
            raise ModelError(
                'a network that was trained with --scale, or is exported with --resize '
                'letterbox or tile, must be exported with --size, got none'
            )


def folded(net: nn.Module) -> nn.Module:
    """Return a copy for export, on the CPU: normalization that exporters leave is folded."""
    copy = deepcopy(net).eval().cpu()
    copy = copy.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    for join in copy.modules():
        if isinstance(join, Join):
            join.fold()
    return copy


def write_graph(
    net: nn.Module, path: Path, config: TrainingConfig, options: ExportOptions
) -> None:
    """Write the ONNX file; ModelError where the network cannot be exported with these options."""
    options.check(config)
    height, width = options.size or (4 * divisible_by(config),) * 2
    axes = {name: {2: f'{name}_height', 3: f'{name}_width'} for name in ('image', 'logits')}
    # The TorchScript exporter needs no further package and folds batch normalization.
    torch.onnx.export(
        folded(net),
        (torch.zeros(1, 3, height, width),),
        str(path),
        opset_version=OPSET,
        dynamo=False,
        input_names=['image'],
        output_names=['logits'],
        dynamic_axes=axes if options.size is None else None,
    )
    model = onnx.load(path)
    if options.half:
        to_fp16(model)
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def write_manifest(
    path: Path,
    label_set: LabelSet,
    config: TrainingConfig,
    options: ExportOptions,
    temperature: float,
    licence: str,
) -> Manifest:
    """Write the manifest of the graph at `path`, with its checksum, and return it."""
    kind = 'sigmoid' if config.only else 'logits'
    manifest = Manifest(
        label_set.classes,
        label_set.groups,
        InputFacts(mean=MEAN, std=STD, resize=options.resize, divisible_by=divisible_by(config)),
        (HeadFacts(kind=kind, temperature=round(temperature, 4)),),
        sha256_of(path),
        licence,
    )
    write_text(path.with_suffix('.yaml'), dump_manifest(manifest, path.name))
    return manifest
