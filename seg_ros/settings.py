# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs: default, range, one sentence of help, and whether it can be turned while running."""

from dataclasses import dataclass, Field, field, fields
from typing import Any

from seg_ros.errors import SettingError


@dataclass(frozen=True)
class Knob:
    """What a setting tells about itself beside its name, type and default."""

    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    live: bool = False

    def check(self, name: str, value: Any) -> None:
        """Raise SettingError when the value is out of range or not among the choices."""
        if self.choices and value not in self.choices:
            raise SettingError(f'{name} must be one of {", ".join(self.choices)}, got {value!r}')
        if self.low is not None and not self.low <= value <= self.high:
            raise SettingError(f'{name} must be {self.low} to {self.high}, got {value}')


def knob_of(setting: Field) -> Knob:
    """Return what a settings field tells about itself."""
    return setting.metadata['knob']


def _setting(default: Any, knob: Knob) -> Any:
    return field(default=default, metadata={'knob': knob})


def _check_all(settings: Any) -> None:
    for setting in fields(settings):
        value = getattr(settings, setting.name)
        items = value if isinstance(value, tuple) else ()
        if type(value) is not type(setting.default) or not all(type(i) is str for i in items):
            expected = type(setting.default).__name__.replace('tuple', 'list of strings')
            raise SettingError(f'{setting.name} must be a {expected}, got {value!r}')
        knob_of(setting).check(setting.name, value)


@dataclass(frozen=True)
class SegmenterSettings:
    """From image to class map, confidence, overlay and masks; the same in the node and the CLI."""

    model: str = _setting('vegetation', Knob(
        'Network: the name of a shipped one, or the path of an .onnx or .tflite file.'))
    manifest: str = _setting('', Knob(
        'Manifest of the network; empty: the .yaml of the same name beside it.'))
    providers: tuple[str, ...] = _setting(('CPUExecutionProvider',), Knob(
        'onnxruntime execution providers in order of wish; the first that works is used.'))
    required_provider: str = _setting('', Knob(
        'Refuse to start unless this execution provider is the one in use; empty: any will do.'))
    threads: int = _setting(2, Knob(
        'Processor threads that the network may use.', low=1, high=64))
    confidence_threshold: float = _setting(0.0, Knob(
        'Pixels whose winning class is less probable than this become unlabelled (255); 0: none.',
        low=0.0, high=1.0, live=True))
    output_size: str = _setting('camera', Knob(
        'Size of class map and masks: that of the camera image, or that of the network input.',
        choices=('camera', 'network'), live=True))
    groups: tuple[str, ...] = _setting((), Knob(
        'Masks to publish, each as "name: class, class"; empty: the groups of the manifest.',
        live=True))
    mask_opening_px: int = _setting(0, Knob(
        'Remove specks thinner than this from masks, in pixels of the mask; 0: off.',
        low=0, high=31, live=True))
    mask_closing_px: int = _setting(0, Knob(
        'Close gaps narrower than this in masks, in pixels of the mask; 0: off.',
        low=0, high=31, live=True))
    overlay_alpha: float = _setting(0.5, Knob(
        'Weight of the class colours in the overlay; 0 shows the camera image alone.',
        low=0.0, high=1.0, live=True))
    overlay_legend: bool = _setting(True, Knob(
        'Name the classes that are in view in a corner of the overlay.', live=True))

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        _check_all(self)


@dataclass(frozen=True)
class SegmentationNodeSettings:
    """What the segmentation node needs beside the settings of the segmenter."""

    autostart: bool = _setting(True, Knob(
        'Configure and activate at start; false: wait for a lifecycle manager.'))
    image_transport: str = _setting('raw', Knob(
        'Take the camera image raw from `image`, or as JPEG or PNG from `image/compressed`.',
        choices=('raw', 'compressed')))
    image_qos: str = _setting('auto', Knob(
        'Reliability of the image subscription; auto: as the publishers offer it.',
        choices=('auto', 'reliable', 'best_effort')))
    camera_delay_s: float = _setting(0.0, Knob(
        'Taken off every stamp, for cameras that stamp on arrival, in seconds.',
        low=0.0, high=10.0, live=True))
    stale_after_s: float = _setting(1.0, Knob(
        'Input older than this is stale: nothing is published, diagnostics go to ERROR.',
        low=0.01, high=60.0, live=True))
    jpeg_quality: int = _setting(80, Knob(
        'Quality of the compressed overlay.', low=1, high=100, live=True))

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        _check_all(self)


@dataclass(frozen=True)
class ImageSourceSettings:
    """A folder of images, a video file or a camera device published as a camera."""

    source: str = _setting('', Knob(
        'Folder of images, one image, video file, or camera device (a number or /dev/video0).'))
    rate_hz: float = _setting(10.0, Knob(
        'Images per second; for a camera device, what it is asked for.', low=0.01, high=1000.0))
    loop: bool = _setting(True, Knob('Start again after the last image.'))
    encoding: str = _setting('bgr8', Knob(
        'Encoding of the published image.', choices=('bgr8', 'rgb8', 'mono8')))
    compressed: bool = _setting(False, Knob(
        'Publish JPEG on image/compressed as well.'))
    reliable: bool = _setting(True, Knob(
        'Publish reliably; false: best effort, as most camera drivers do.'))
    frame_id: str = _setting('camera', Knob('Frame of the camera, for the header.'))
    camera_info: str = _setting('', Knob(
        'Calibration YAML as camera_calibration writes it; empty: no camera_info is published.'))

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        _check_all(self)
