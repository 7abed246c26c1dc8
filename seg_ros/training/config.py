# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs of a training run."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, ParameterSpec, setting


@dataclass(frozen=True)
class TrainingConfig:
    """Which network learns, from which crops, and how."""

    net: str = setting(
        'unet',
        ParameterSpec(
            'Architecture: DeepLab-v3, U-Net, or the micro U-Net.',
            choices=('deeplab', 'unet', 'micro'),
        ),
    )
    encoder: str = setting(
        'mobilenet_v2',
        ParameterSpec(
            'First half of deeplab and unet.', choices=('mobilenet_v2', 'efficientnet_lite0')
        ),
    )
    width: float = setting(
        1.0, ParameterSpec('Multiplies the channels of the encoder.', low=0.25, high=2.0)
    )
    stride: str = setting('16', ParameterSpec('Output stride of deeplab.', choices=('8', '16')))
    only: str = setting(
        '',
        ParameterSpec(
            'One sigmoid channel for this class against all others; empty: one channel per class.'
        ),
    )
    begin_with: str = setting(
        '',
        ParameterSpec(
            'What this run begins with: the folder of a run, an exported .onnx file, or the name '
            'of a '
            'shipped network; empty: nothing.'
        ),
    )
    crop_height_px: int = setting(256, ParameterSpec('Height of the crops.', low=32, high=2048))
    crop_width_px: int = setting(256, ParameterSpec('Width of the crops.', low=32, high=2048))
    scale: float = setting(
        1.0,
        ParameterSpec(
            'The network sees images at this size relative to the files.', low=0.05, high=4.0
        ),
    )
    zoom: float = setting(
        1.5,
        ParameterSpec(
            'Crops of a folder are enlarged or reduced by up to this factor.', low=1.0, high=4.0
        ),
    )
    turn_deg: float = setting(
        10.0,
        ParameterSpec(
            'Crops are turned by up to this; 180 suits cameras that look down.',
            low=0.0,
            high=180.0,
        ),
    )
    flip: str = setting(
        'sideways',
        ParameterSpec(
            'Mirrored at random: not at all, left to right, or upside down too.',
            choices=('none', 'sideways', 'both'),
        ),
    )
    light: float = setting(
        1.0,
        ParameterSpec('Strength of changes in light, colour, blur and noise.', low=0.0, high=3.0),
    )
    rare: float = setting(
        0.4,
        ParameterSpec(
            'Share of crops around a pixel of a class drawn by lot, the rarest as often as the '
            'commonest.',
            low=0.0,
            high=1.0,
        ),
    )
    steps: int = setting(3000, ParameterSpec('Batches to learn from.', low=1, high=10**7))
    batch: int = setting(8, ParameterSpec('Crops in a batch.', low=2, high=1024))
    rate: float = setting(3e-3, ParameterSpec('Learning rate at its highest.', low=1e-7, high=1.0))
    decay: float = setting(0.01, ParameterSpec('Weight decay.', low=0.0, high=1.0))
    warm_up: float = setting(
        0.05,
        ParameterSpec(
            'Share of the steps in which the rate rises, before its cosine.', low=0.0, high=0.5
        ),
    )
    class_weights: str = setting(
        'bounded',
        ParameterSpec(
            'Weight of a class: 1, 1 / share, or 1 / ln(1.02 + share), which ends at 50.',
            choices=('none', 'inverse', 'bounded'),
        ),
    )
    dice: float = setting(
        0.0, ParameterSpec('Weight of the Dice loss beside cross entropy.', low=0.0, high=10.0)
    )
    average: float = setting(
        0.998,
        ParameterSpec(
            'The network kept is a running mean with this memory; 0: the last one.',
            low=0.0,
            high=0.99999,
        ),
    )
    validate_every: int = setting(
        250,
        ParameterSpec(
            'Steps from one validation, and checkpoint, to the next.', low=1, high=10**6
        ),
    )
    seed: int = setting(0, ParameterSpec('Of weights, crops and order.', low=0, high=2**31 - 1))

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)


@dataclass(frozen=True)
class DataPlan:
    """
    Where the labels come from.

    `folder` holds images and labels, empty for the digital field; `dataset` is the YAML about
    it, dataset.yaml in the folder where empty; `validation` is a folder of its own, or else
    every `every`-th image by sorted name is kept for validation.
    """

    folder: str = ''
    dataset: str = ''
    validation: str = ''
    every: int = 5
