# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs of the segmenter and of the node around it."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, ParameterSpec, setting


@dataclass(frozen=True)
class SegmenterParameters:
    """From image to class map, confidence, overlay and masks; the same in the node and the CLI."""

    model: str = setting(
        'vegetation',
        ParameterSpec(
            'Network: the name of a shipped one, or the path of an .onnx or .tflite file.'
        ),
    )
    manifest: str = setting(
        '', ParameterSpec('Manifest of the network; empty: the .yaml of the same name beside it.')
    )
    providers: tuple[str, ...] = setting(
        ('CPUExecutionProvider',),
        ParameterSpec(
            'onnxruntime execution providers in order of wish; the first that works is used.'
        ),
    )
    required_provider: str = setting(
        '',
        ParameterSpec(
            'Refuse to start unless this execution provider is the one in use; empty: any will do.'
        ),
    )
    threads: int = setting(
        2, ParameterSpec('Processor threads that the network may use.', low=1, high=64)
    )
    confidence_threshold: float = setting(
        0.0,
        ParameterSpec(
            'Pixels whose winning class is less probable than this become unlabelled (255); 0: '
            'none.',
            low=0.0,
            high=1.0,
            live=True,
        ),
    )
    output_size: str = setting(
        'camera',
        ParameterSpec(
            'Size of class map and masks: that of the camera image, or that of the network input.',
            choices=('camera', 'network'),
            live=True,
        ),
    )
    groups: tuple[str, ...] = setting(
        (),
        ParameterSpec(
            'Masks to publish, each as "name: class, class"; empty: the groups of the manifest.',
            live=True,
        ),
    )
    mask_opening_px: int = setting(
        0,
        ParameterSpec(
            'Remove specks thinner than this from masks, in pixels of the mask; 0: off.',
            low=0,
            high=31,
            live=True,
        ),
    )
    mask_closing_px: int = setting(
        0,
        ParameterSpec(
            'Close gaps narrower than this in masks, in pixels of the mask; 0: off.',
            low=0,
            high=31,
            live=True,
        ),
    )
    overlay_alpha: float = setting(
        0.5,
        ParameterSpec(
            'Weight of the class colours in the overlay; 0 shows the camera image alone.',
            low=0.0,
            high=1.0,
            live=True,
        ),
    )
    overlay_legend: bool = setting(
        True,
        ParameterSpec('Name the classes that are in view in a corner of the overlay.', live=True),
    )

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)


@dataclass(frozen=True)
class SegmentationNodeParameters:
    """What the segmentation node needs beside the parameters of the segmenter."""

    autostart: bool = setting(
        True,
        ParameterSpec('Configure and activate at start; false: wait for a lifecycle manager.'),
    )
    image_transport: str = setting(
        'raw',
        ParameterSpec(
            'Take the camera image raw from `image`, or as JPEG or PNG from `image/compressed`.',
            choices=('raw', 'compressed'),
        ),
    )
    image_qos: str = setting(
        'auto',
        ParameterSpec(
            'Reliability of the image subscription; auto: as the publishers offer it.',
            choices=('auto', 'reliable', 'best_effort'),
        ),
    )
    camera_delay_s: float = setting(
        0.0,
        ParameterSpec(
            'Taken off every stamp, for cameras that stamp on arrival, in seconds.',
            low=0.0,
            high=10.0,
            live=True,
        ),
    )
    stale_after_s: float = setting(
        1.0,
        ParameterSpec(
            'Input older than this is stale: nothing is published, diagnostics go to ERROR.',
            low=0.01,
            high=60.0,
            live=True,
        ),
    )
    jpeg_quality: int = setting(
        80, ParameterSpec('Quality of the compressed overlay.', low=1, high=100, live=True)
    )

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)
