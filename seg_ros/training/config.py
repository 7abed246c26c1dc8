# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The parameters of a training run."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class TrainingConfig:
    """Options of a training: architecture, crops, augmentation, optimizer and loss."""

    net: str = parameter(
        'unet',
        ParameterSpec(
            'Architecture: DeepLab-v3, U-Net, or the micro U-Net; with --init of a run or a '
            'model, its own.',
            choices=('deeplab', 'unet', 'micro'),
            option='architecture',
        ),
    )
    encoder: str = parameter(
        'efficientnet_lite0',
        ParameterSpec(
            'Encoder (backbone) of deeplab and unet; with --init of a run or a model, its own.',
            choices=('efficientnet_lite0', 'mobilenet_v2'),
        ),
    )
    width: float = parameter(
        1.0,
        ParameterSpec(
            'Factor on the channels of the encoder; with --init of a run or a model, its own.',
            low=0.25,
            high=2.0,
        ),
    )
    stride: str = parameter('16', ParameterSpec('Output stride of deeplab.', choices=('8', '16')))
    only: str = parameter(
        '',
        ParameterSpec(
            'Class to train with one sigmoid channel against all others; empty: one channel per '
            'class.'
        ),
    )
    begin_with: str = parameter(
        '',
        ParameterSpec(
            'Initial weights: imagenet (of the encoder efficientnet_lite0), none (random), the '
            'folder of a run, an exported .onnx file, or the name of an included model; empty: '
            'imagenet where there are such weights, else none.',
            option='init',
        ),
    )
    crop_height_px: int = parameter(256, ParameterSpec('Height of the crops.', low=32, high=2048))
    crop_width_px: int = parameter(256, ParameterSpec('Width of the crops.', low=32, high=2048))
    scale: float = parameter(
        1.0,
        ParameterSpec(
            'Size of the images in training, relative to the files; smaller for large images.',
            low=0.05,
            high=4.0,
        ),
    )
    zoom: float = parameter(
        1.5,
        ParameterSpec(
            'Largest factor by which crops of a folder are enlarged or reduced.', low=1.0, high=4.0
        ),
    )
    turn_deg: float = parameter(
        10.0,
        ParameterSpec(
            'Largest rotation of crops in degrees; 180 for labels of weeds, crops or defects.',
            low=0.0,
            high=180.0,
            option='rotate',
        ),
    )
    flip: str = parameter(
        'sideways',
        ParameterSpec(
            'Random flips: none, left to right, or also upside down; both for labels of weeds, '
            'crops or defects.',
            choices=('none', 'sideways', 'both'),
        ),
    )
    light: float = parameter(
        1.0,
        ParameterSpec(
            'Strength of random changes of brightness, color, blur and noise.',
            low=0.0,
            high=3.0,
            option='photometric',
        ),
    )
    rare: float = parameter(
        0.4,
        ParameterSpec(
            'Share of crops centered near a pixel of a randomly drawn class, all classes equally '
            'often.',
            low=0.0,
            high=1.0,
            option='minority_share',
        ),
    )
    blank: float = parameter(
        0.05,
        ParameterSpec(
            'Share of crops that are made to show nothing: flat, fog, blurred, dark, overexposed '
            'or half covered.',
            low=0.0,
            high=0.9,
            option='blank_share',
        ),
    )
    minutes: float = parameter(
        15.0,
        ParameterSpec(
            'Duration of the training without --steps; the learning rate follows the clock.',
            low=0.01,
            high=10**5,
        ),
    )
    steps: int = parameter(
        0,
        ParameterSpec(
            'Number of training steps, one batch each; 0: --minutes.', low=0, high=10**7
        ),
    )
    batch: int = parameter(
        16, ParameterSpec('Number of crops in a batch.', low=2, high=1024, option='batch_size')
    )
    rate: float = parameter(
        1e-3, ParameterSpec('Peak learning rate.', low=1e-7, high=1.0, option='lr')
    )
    decay: float = parameter(
        0.01, ParameterSpec('Weight decay.', low=0.0, high=1.0, option='weight_decay')
    )
    warm_up: float = parameter(
        0.05,
        ParameterSpec(
            'Share of the run with linear warm-up of the learning rate, before cosine decay.',
            low=0.0,
            high=0.5,
        ),
    )
    class_weights: str = parameter(
        'bounded',
        ParameterSpec(
            'Weight of a class in the loss: 1, 1 / share, or 1 / ln(1.02 + share), at most 50.',
            choices=('none', 'inverse', 'bounded'),
        ),
    )
    dice: float = parameter(
        0.0,
        ParameterSpec(
            'Weight of the Dice loss that is added to cross entropy.', low=0.0, high=10.0
        ),
    )
    average: float = parameter(
        0.99,
        ParameterSpec(
            'Decay of the exponential moving average of the weights; 0: no average.',
            low=0.0,
            high=0.99999,
            option='ema',
        ),
    )
    validate_every: int = parameter(
        0,
        ParameterSpec(
            'Number of steps between validations, each followed by a checkpoint; 0: ten '
            'validations, evenly spaced.',
            low=0,
            high=10**6,
        ),
    )
    patience: int = parameter(
        0,
        ParameterSpec(
            'Number of validations without a better mIoU after which training ends; 0: it goes '
            'on.',
            low=0,
            high=10**6,
        ),
    )
    seed: int = parameter(
        0, ParameterSpec('Seed of random weights, crops and augmentation.', low=0, high=2**31 - 1)
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)


@dataclass(frozen=True)
class DataConfig:
    """
    Where images and labels are read from.

    `folder` has images and labels; empty: the simulated field. `dataset` is the YAML file that
    describes it; empty: dataset.yaml in the folder. `validation` is another folder to validate
    on; empty: every `every`-th image of `folder` in the order of names.
    """

    folder: str = ''
    dataset: str = ''
    validation: str = ''
    every: int = 5
