# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the segmenter and of the segmentation node."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class SegmenterParameters:
    """From image to class map, confidence, overlay and masks; the same in the node and the CLI."""

    model: str = parameter(
        'vegetation',
        ParameterSpec(
            'Network: the name of an included model, or the path of an .onnx or .tflite file.'
        ),
    )
    manifest: str = parameter(
        '', ParameterSpec('Manifest of the network; empty: the .yaml of the same name beside it.')
    )
    providers: tuple[str, ...] = parameter(
        ('CPUExecutionProvider',),
        ParameterSpec(
            'onnxruntime execution providers by preference; the first that is available is used.'
        ),
    )
    required_provider: str = parameter(
        '',
        ParameterSpec('Execution provider without which the node refuses to start; empty: any.'),
    )
    threads: int = parameter(2, ParameterSpec('Processor threads of the network.', low=1, high=64))
    confidence_threshold: float = parameter(
        0.0,
        ParameterSpec(
            'Pixels whose winning class is less probable than this become unlabelled '
            '(255); 0: none.',
            low=0.0,
            high=1.0,
            live=True,
        ),
    )
    output_size: str = parameter(
        'camera',
        ParameterSpec(
            'Size of class map and masks: that of the camera image, or that of the network input.',
            choices=('camera', 'network'),
            live=True,
        ),
    )
    groups: tuple[str, ...] = parameter(
        (),
        ParameterSpec(
            'Masks to publish, each as "name: class, class"; empty: the groups of the manifest.',
            live=True,
        ),
    )
    mask_opening_px: int = parameter(
        0,
        ParameterSpec(
            'Diameter of the morphological opening of masks in pixels: removes specks; 0: off.',
            low=0,
            high=31,
            live=True,
        ),
    )
    mask_closing_px: int = parameter(
        0,
        ParameterSpec(
            'Diameter of the morphological closing of masks in pixels: closes gaps; 0: off.',
            low=0,
            high=31,
            live=True,
        ),
    )
    overlay_alpha: float = parameter(
        0.5,
        ParameterSpec(
            'Weight of the class colors in the overlay; 0 shows the camera image alone.',
            low=0.0,
            high=1.0,
            live=True,
        ),
    )
    overlay_legend: bool = parameter(
        True,
        ParameterSpec(
            'Legend with the names of the classes in view, in a corner of the overlay.', live=True
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)


@dataclass(frozen=True)
class SegmentationNodeParameters:
    """Parameters of the segmentation node beside those of the segmenter."""

    autostart: bool = parameter(
        True,
        ParameterSpec('Configure and activate at start; false: wait for a lifecycle manager.'),
    )
    image_transport: str = parameter(
        'raw',
        ParameterSpec(
            'Transport of the camera image: raw from `image`, or JPEG or PNG from '
            '`image/compressed`.',
            choices=('raw', 'compressed'),
        ),
    )
    image_qos: str = parameter(
        'auto',
        ParameterSpec(
            'Reliability of the image subscription; auto: as the publishers offer it.',
            choices=('auto', 'reliable', 'best_effort'),
        ),
    )
    camera_delay_s: float = parameter(
        0.0,
        ParameterSpec(
            'Seconds that are subtracted from every stamp, for cameras that stamp on arrival.',
            low=0.0,
            high=10.0,
            live=True,
        ),
    )
    stale_after_s: float = parameter(
        1.0,
        ParameterSpec(
            'Age in seconds from which input is stale: nothing is published, diagnostics '
            'go to ERROR.',
            low=0.01,
            high=60.0,
            live=True,
        ),
    )
    jpeg_quality: int = parameter(
        80, ParameterSpec('JPEG quality of the compressed overlay.', low=1, high=100, live=True)
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)
