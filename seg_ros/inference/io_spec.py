# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Inputs and outputs of a network, as graph and manifest define them together."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TensorSpec:
    """
    An input or output as the graph declares it.

    `shape` has None where the graph leaves a size open; `dtype` is numpy's name. `scale` and
    `zero_point` are set where the file states them for quantized values.
    """

    name: str
    shape: tuple[int | None, ...]
    dtype: str
    scale: float | None = None
    zero_point: int = 0


@dataclass(frozen=True)
class InputSpec:
    """The one image input: layout NCHW or NHWC, numpy dtype, size in pixels or None if open."""

    name: str
    layout: str
    dtype: str
    height: int | None
    width: int | None


@dataclass(frozen=True)
class InstanceSpec:
    """
    Masks of single objects: the output of their prototypes, NCHW or NHWC, and which are kept.

    Kept are those that score at least `score_threshold` and overlap no better one of their class
    by more than `iou_threshold`.
    """

    prototypes: str
    layout: str
    score_threshold: float
    iou_threshold: float


@dataclass(frozen=True)
class HeadSpec:
    """
    One output, with all that is needed to decode it.

    `layout` is NCHW, NHWC, NHW, or NCL, NLC, NL where `grid` = (rows, columns) of cells are one
    axis, row by row; `kind` is logits, probabilities, sigmoid, class_map or instances; `channels`
    is the number of score channels (0 for a class map); `class_ids` has one entry per class, the
    implied one included, or per value of a class map, None where it keeps the class of earlier
    heads. `stride` is the number of network pixels per cell, (rows, columns). `scale` is None
    where scores are not quantized. A head of the kind instances has `instances`; it is a table of
    N objects, (1, 4 + channels + prototypes, N) for NCL, the last two axes exchanged for NLC.
    """

    name: str
    layout: str
    kind: str
    channels: int
    class_ids: tuple[int | None, ...]
    stride: tuple[float, float]
    temperature: float = 1.0
    scale: float | None = None
    zero_point: int = 0
    grid: tuple[int, int] | None = None
    instances: InstanceSpec | None = None

    @property
    def outputs(self) -> tuple[str, ...]:
        """Return the outputs of the graph that it is decoded from; the last one has the cells."""
        return (self.name,) if self.instances is None else (self.name, self.instances.prototypes)

    @property
    def has_scores(self) -> bool:
        """Whether every cell has a score for each class."""
        return self.kind not in ('class_map', 'instances')

    @property
    def has_implied_class(self) -> bool:
        """Whether the first class has no channel: it is 'none of the others'."""
        return 0 < self.channels < len(self.class_ids)

    @property
    def labels_every_pixel(self) -> bool:
        """Whether every pixel gets a class."""
        return self.has_scores and None not in self.class_ids

    @property
    def implied_score(self) -> float:
        """Score of the implied class, at which another class is as likely as not."""
        return 0.5 if self.kind == 'probabilities' else 0.0


@dataclass(frozen=True)
class IoSpec:
    """Input, heads (later ones cover earlier ones), and why each field was detected so."""

    input: InputSpec
    heads: tuple[HeadSpec, ...]
    reasons: tuple[str, ...]

    @property
    def labels_every_pixel(self) -> bool:
        """Whether every pixel gets a class: that of the first head, where later ones give none."""
        return self.heads[0].labels_every_pixel


@dataclass(frozen=True)
class Placement:
    """
    Where an image lies in the network's input, in network pixels.

    It starts at the upper left corner and has `content` = (height, width) pixels of the input's
    `network` = (height, width); the rest is padding.
    """

    network: tuple[int, int]
    content: tuple[int, int]

    def __post_init__(self) -> None:
        """Check that the content is not empty and fits."""
        for content, network in zip(self.content, self.network):
            if not 0 < content <= network:
                raise ValueError(
                    f'content must fit in the network input {self.network}, got {self.content}'
                )
