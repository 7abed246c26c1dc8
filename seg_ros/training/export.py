# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A trained network becomes a file that a robot runs, with its manifest and its self-test."""

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
from seg_ros.training.fp16_weights import halve
from seg_ros.training.nets.blocks import Join
from seg_ros.training.nets.build import divisible_by
from seg_ros.training.normalization import MEAN, STD

OPSET = 17


@dataclass(frozen=True)
class Shape:
    """
    What the file takes: `size` is (height, width) in pixels, None where it is left open.

    `resize` is the rule of the manifest; with `half`, weights are stored as half floats.
    """

    size: tuple[int, int] | None = None
    resize: str = 'stretch'
    half: bool = False

    def check(self, recipe: TrainingConfig) -> None:
        """Raise ModelError where a network of this recipe cannot take that."""
        multiple = divisible_by(recipe)
        if self.size is not None and any(side % multiple for side in self.size):
            raise ModelError(
                f'--size must be multiples of {multiple} for this network, '
                f'got {self.size[0]} and {self.size[1]}'
            )
        if self.size is None and (recipe.scale != 1.0 or self.resize != 'stretch'):
            raise ModelError(
                'a network that was trained with --scale, or is exported with --resize '
                'letterbox or tile, must be exported with --size, got none'
            )


def write_graph(net: nn.Module, path: Path, recipe: TrainingConfig, shape: Shape) -> None:
    """Write the ONNX file; ModelError where the size does not suit."""
    shape.check(recipe)
    height, width = shape.size or (4 * divisible_by(recipe),) * 2
    axes = {name: {2: f'{name}_height', 3: f'{name}_width'} for name in ('image', 'logits')}
    folded = deepcopy(net).eval().cpu()
    folded = folded.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    for join in folded.modules():
        if isinstance(join, Join):
            join.fold()
    # The exporter of old: it needs no further package and folds batch normalization away.
    torch.onnx.export(
        folded,
        (torch.zeros(1, 3, height, width),),
        str(path),
        opset_version=OPSET,
        dynamo=False,
        input_names=['image'],
        output_names=['logits'],
        dynamic_axes=axes if shape.size is None else None,
    )
    model = onnx.load(path)
    if shape.half:
        halve(model)
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def write_manifest(
    path: Path,
    label_set: LabelSet,
    recipe: TrainingConfig,
    shape: Shape,
    temperature: float,
    licence: str,
) -> Manifest:
    """Write the manifest of the graph at `path`, with its checksum, and return it."""
    kind = 'sigmoid' if recipe.only else 'logits'
    manifest = Manifest(
        label_set.classes,
        label_set.groups,
        InputFacts(mean=MEAN, std=STD, resize=shape.resize, divisible_by=divisible_by(recipe)),
        (HeadFacts(kind=kind, temperature=round(temperature, 4)),),
        sha256_of(path),
        licence,
    )
    write_text(path.with_suffix('.yaml'), dump_manifest(manifest, path.name))
    return manifest
