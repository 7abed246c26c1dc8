# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The manifest of a model: what its graph does not state, each field checked when it is made."""

from dataclasses import dataclass
from pathlib import Path

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ManifestError

INPUT_SPACES = ('RGB', 'BGR', 'GRAY')
RESIZE_RULES = ('stretch', 'letterbox', 'tile')
LAYOUTS = ('NCHW', 'NHWC', 'NHW', 'NCL', 'NLC', 'NL')
MAX_SIDE_PX = 16384
KINDS = ('logits', 'probabilities', 'sigmoid', 'class_map', 'instances')


def _refuse_unless(holds: bool, field: str, rule: str, value: object) -> None:
    if not holds:
        raise ManifestError(f'manifest field {field} must be {rule}, got {value!r}')


@dataclass(frozen=True)
class InputFacts:
    """
    How an image is converted to the network's input.

    Pixels 0..255 are mapped to `input_range`, then `mean` is subtracted and the result divided by
    `std`, channel by channel in the order of `input_space`; both may be empty.
    `size` is (height, width) in pixels, for graphs that leave it open; without it such a graph is
    run at the image's own size, rounded up to a multiple of `divisible_by`. `tile` cuts the image
    into tiles of the size of the input, which overlap by `overlap` of their size. `letterbox`
    keeps the aspect ratio and pads on the right and at the bottom with the pixel value
    `pad_value`.
    """

    input_space: str = 'RGB'
    input_range: tuple[float, float] = (0.0, 1.0)
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()
    layout: str | None = None
    resize: str = 'stretch'
    size: tuple[int, int] | None = None
    divisible_by: int = 32
    overlap: float = 0.25
    pad_value: int = 114

    def __post_init__(self) -> None:
        """Check every field."""
        _refuse_unless(
            self.input_space in INPUT_SPACES,
            'input.input_space',
            f'one of {", ".join(INPUT_SPACES)}',
            self.input_space,
        )
        _refuse_unless(
            self.resize in RESIZE_RULES,
            'input.resize',
            f'one of {", ".join(RESIZE_RULES)}',
            self.resize,
        )
        _refuse_unless(
            self.layout in (None, 'NCHW', 'NHWC'), 'input.layout', 'NCHW or NHWC', self.layout
        )
        _refuse_unless(
            len(self.input_range) == 2 and self.input_range[0] < self.input_range[1],
            'input.input_range',
            'two rising numbers',
            self.input_range,
        )
        rule = f'{self.channels} numbers for {self.input_space}'
        for name, values in (('mean', self.mean), ('std', self.std)):
            _refuse_unless(len(values) in (0, self.channels), f'input.{name}', rule, values)
        _refuse_unless(all(value > 0 for value in self.std), 'input.std', 'above 0', self.std)
        sides = self.size or (1, 1)
        _refuse_unless(
            len(sides) == 2 and 0 < min(sides) <= max(sides) <= MAX_SIDE_PX,
            'input.size',
            f'height and width, 1 to {MAX_SIDE_PX} pixels',
            self.size,
        )
        _refuse_unless(
            0 < self.divisible_by <= 1024, 'input.divisible_by', '1 to 1024', self.divisible_by
        )
        _refuse_unless(0.0 <= self.overlap <= 0.5, 'input.overlap', '0 to 0.5', self.overlap)
        _refuse_unless(0 <= self.pad_value <= 255, 'input.pad_value', '0 to 255', self.pad_value)

    @property
    def channels(self) -> int:
        """Return the number of channels of the network's input."""
        return 1 if self.input_space == 'GRAY' else 3


@dataclass(frozen=True)
class HeadFacts:
    """
    How one output of the graph is decoded; fields that are None are read from the graph.

    `class_ids` has the class id of each channel (or of each value of a class map made in the
    graph); None in it keeps the class of earlier heads. A single channel (sigmoid, or
    probabilities) is binary: its `class_ids` are (id of no, id of yes). Several channels of these
    kinds that are one fewer than the classes have an implied first class, 'none of the others'.
    `scale` and `zero_point` dequantize scores. An output of the kind instances is a table of
    objects with coefficients for the masks of the output `prototypes`: objects that score less
    than `score_threshold` are left out, and those that overlap a better one of their class by
    more than `iou_threshold`.
    """

    name: str | None = None
    kind: str | None = None
    layout: str | None = None
    temperature: float = 1.0
    scale: float | None = None
    zero_point: int = 0
    class_ids: tuple[int | None, ...] | None = None
    prototypes: str | None = None
    score_threshold: float = 0.25
    iou_threshold: float = 0.5

    def __post_init__(self) -> None:
        """Check every field."""
        _refuse_unless(
            self.kind in (None, *KINDS), 'outputs.kind', f'one of {", ".join(KINDS)}', self.kind
        )
        _refuse_unless(
            self.layout in (None, *LAYOUTS),
            'outputs.layout',
            f'one of {", ".join(LAYOUTS)}',
            self.layout,
        )
        _refuse_unless(self.temperature > 0, 'outputs.temperature', 'above 0', self.temperature)
        _refuse_unless(
            self.scale is None or self.scale > 0, 'outputs.scale', 'above 0', self.scale
        )
        _refuse_unless(
            (self.kind == 'instances') == (self.prototypes is not None),
            'outputs.prototypes',
            'an output where outputs.kind is instances, and only there',
            self.prototypes,
        )
        _refuse_unless(
            self.prototypes is None or self.name is not None,
            'outputs.name',
            'given where outputs.kind is instances',
            self.name,
        )
        unused = {'layout': None, 'scale': None, 'temperature': 1.0}
        for name, default in unused.items():
            value = getattr(self, name)
            _refuse_unless(
                self.kind != 'instances' or value == default,
                f'outputs.{name}',
                'left out where outputs.kind is instances',
                value,
            )
        for name in ('score_threshold', 'iou_threshold'):
            value = getattr(self, name)
            _refuse_unless(0 < value < 1, f'outputs.{name}', 'in (0, 1)', value)


@dataclass(frozen=True)
class SelfTest:
    """An image, the class map expected of it, and the share of pixels that must agree."""

    image: Path
    mask: Path
    agreement: float = 0.99

    def __post_init__(self) -> None:
        """Check the share."""
        _refuse_unless(
            0.0 < self.agreement <= 1.0, 'self_test.agreement', 'in (0, 1]', self.agreement
        )


@dataclass(frozen=True)
class Manifest:
    """What must be known of a model and its graph does not state."""

    classes: tuple[ClassLabel, ...]
    groups: tuple[ClassGroup, ...] = ()
    input: InputFacts = InputFacts()
    outputs: tuple[HeadFacts, ...] = (HeadFacts(),)
    sha256: str | None = None
    licence: str = ''
    self_test: SelfTest | None = None

    def __post_init__(self) -> None:
        """Check that ids and names are unique and that groups and heads name known classes."""
        ids = [label.id for label in self.classes]
        names = [label.name for label in self.classes]
        _refuse_unless(bool(ids), 'classes', 'at least one class', ids)
        _refuse_unless(len(set(ids)) == len(ids), 'classes', 'unique ids', ids)
        _refuse_unless(len(set(names)) == len(names), 'classes', 'unique names', names)
        _refuse_unless(bool(self.outputs), 'outputs', 'at least one head', self.outputs)
        for group in self.groups:
            _refuse_unless(
                set(group.class_ids) <= set(ids),
                f'groups.{group.name}',
                f'of the class ids {ids}',
                group.class_ids,
            )
        for head in self.outputs:
            _refuse_unless(
                set(head.class_ids or ()) <= {*ids, None},
                'outputs.class_ids',
                f'of the class ids {ids}',
                head.class_ids,
            )
