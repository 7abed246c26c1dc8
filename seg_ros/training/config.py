# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The parameters of a training run."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class TrainingConfig:
    """Which network learns, from which crops, and how."""

    net: str = parameter(
        'unet',
        ParameterSpec(
            'Architecture: DeepLab-v3, U-Net, or the micro U-Net.',
            choices=('deeplab', 'unet', 'micro'),
            option='architecture',
        ),
    )
    encoder: str = parameter(
        'mobilenet_v2',
        ParameterSpec(
            'First half of deeplab and unet.', choices=('mobilenet_v2', 'efficientnet_lite0')
        ),
    )
    width: float = parameter(
        1.0, ParameterSpec('Multiplies the channels of the encoder.', low=0.25, high=2.0)
    )
    stride: str = parameter('16', ParameterSpec('Output stride of deeplab.', choices=('8', '16')))
    only: str = parameter(
        '',
        ParameterSpec(
            'One sigmoid channel for this class against all others; empty: one channel per class.'
        ),
    )
    begin_with: str = parameter(
        '',
        ParameterSpec(
            'Weights to start from: the folder of a run, an exported .onnx file, or the name '
            'of a '
            'shipped network; empty: random weights.',
            option='init',
        ),
    )
    crop_height_px: int = parameter(256, ParameterSpec('Height of the crops.', low=32, high=2048))
    crop_width_px: int = parameter(256, ParameterSpec('Width of the crops.', low=32, high=2048))
    scale: float = parameter(
        1.0,
        ParameterSpec(
            'The network sees images at this size relative to the files.', low=0.05, high=4.0
        ),
    )
    zoom: float = parameter(
        1.5,
        ParameterSpec(
            'Crops of a folder are enlarged or reduced by up to this factor.', low=1.0, high=4.0
        ),
    )
    turn_deg: float = parameter(
        10.0,
        ParameterSpec(
            'Crops are rotated by up to this; 180 suits cameras that look down.',
            low=0.0,
            high=180.0,
            option='rotate',
        ),
    )
    flip: str = parameter(
        'sideways',
        ParameterSpec(
            'Mirrored at random: not at all, left to right, or upside down too.',
            choices=('none', 'sideways', 'both'),
        ),
    )
    light: float = parameter(
        1.0,
        ParameterSpec(
            'Strength of changes in light, color, blur and noise.',
            low=0.0,
            high=3.0,
            option='photometric',
        ),
    )
    rare: float = parameter(
        0.4,
        ParameterSpec(
            'Share of crops around a pixel of a class drawn by lot, the rarest as often as the '
            'commonest.',
            low=0.0,
            high=1.0,
            option='minority_share',
        ),
    )
    steps: int = parameter(3000, ParameterSpec('Batches to learn from.', low=1, high=10**7))
    batch: int = parameter(
        8, ParameterSpec('Crops in a batch.', low=2, high=1024, option='batch_size')
    )
    rate: float = parameter(
        3e-3, ParameterSpec('Peak learning rate.', low=1e-7, high=1.0, option='lr')
    )
    decay: float = parameter(
        0.01, ParameterSpec('Weight decay.', low=0.0, high=1.0, option='weight_decay')
    )
    warm_up: float = parameter(
        0.05,
        ParameterSpec(
            'Share of the steps in which the rate rises, before its cosine.', low=0.0, high=0.5
        ),
    )
    class_weights: str = parameter(
        'bounded',
        ParameterSpec(
            'Weight of a class: 1, 1 / share, or 1 / ln(1.02 + share), which ends at 50.',
            choices=('none', 'inverse', 'bounded'),
        ),
    )
    dice: float = parameter(
        0.0, ParameterSpec('Weight of the Dice loss beside cross entropy.', low=0.0, high=10.0)
    )
    average: float = parameter(
        0.998,
        ParameterSpec(
            'Decay of the moving average of the weights that is kept; 0: the last weights.',
            low=0.0,
            high=0.99999,
            option='ema',
        ),
    )
    validate_every: int = parameter(
        250,
        ParameterSpec(
            'Steps from one validation, and checkpoint, to the next.', low=1, high=10**6
        ),
    )
    seed: int = parameter(0, ParameterSpec('Of weights, crops and order.', low=0, high=2**31 - 1))

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)


@dataclass(frozen=True)
class DataPlan:
    """
    Where the labels come from.

    `folder` holds images and labels, empty for the simulated field; `dataset` is the YAML about
    it, dataset.yaml in the folder where empty; `validation` is a folder of its own, or else
    every `every`-th image by sorted name is kept for validation.
    """

    folder: str = ''
    dataset: str = ''
    validation: str = ''
    every: int = 5
