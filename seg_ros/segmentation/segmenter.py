# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The segmenter: from an image and a request to a class map, masks and images of them."""

from copy import copy
from dataclasses import fields

import cv2
import numpy as np

from seg_ros.datatypes import (
    ClassGroup,
    ClassLabel,
    Finding,
    Image,
    Mask,
    Segmentation,
    SegmentationRequest,
)
from seg_ros.errors import InputError, ManifestError, ModelError, ParameterError
from seg_ros.inference.engine import Engine, open_engine
from seg_ros.inference.io_detection.detect import detect_io_spec
from seg_ros.inference.label_sets import parse_groups
from seg_ros.inference.manifest_yaml import load_manifest
from seg_ros.inference.model_files import check_sha256, find_model_files
from seg_ros.label_files import read_label_file
from seg_ros.parameters import SegmenterParameters, spec_of
from seg_ros.segmentation import health
from seg_ros.segmentation.buffer_pool import Buffers, NEW_BUFFERS
from seg_ros.segmentation.decode.decoder import apply_threshold, Decoder
from seg_ros.segmentation.masks import group_mask, open_and_close
from seg_ros.segmentation.network import Network
from seg_ros.segmentation.overlay import (
    color_map,
    color_table,
    draw_legend,
    draw_overlay,
    visible_labels,
)

SWAPPED = {'bgr': 'rgb', 'rgb': 'bgr', 'bgra': 'rgba', 'rgba': 'bgra'}


class Segmenter:
    """
    Segments images with a model: class map, confidence, masks, overlay and color map.

    Raises SegRosError, in one line, for wrong parameters, manifest or model; graph and manifest
    are checked against each other before the first image. `engine` may be replaced by a wrapper of
    it before the first image. A segmenter with other parameters is a new one.
    """

    def __init__(self, parameters: SegmenterParameters, engine: Engine | None = None) -> None:
        """Read the manifest, open the model, and check both in a run on a synthetic image."""
        files = find_model_files(parameters.model, parameters.manifest)
        self.manifest = load_manifest(files.manifest)
        self.classes: tuple[ClassLabel, ...] = self.manifest.classes
        check_sha256(files.model, self.manifest.sha256)
        self.engine = engine or open_engine(
            files.model, parameters.providers, parameters.required_provider, parameters.threads
        )
        self.io_spec = detect_io_spec(
            self.manifest, self.engine.inputs, self.engine.outputs, self.engine.run
        )
        self.network = Network(self.manifest.input, self.io_spec)
        self._decoder = Decoder(self.io_spec.heads)
        self._colors = color_table(self.classes)
        self.parameters = parameters
        self.groups = parse_groups(parameters.groups, self.classes) or self.manifest.groups

    def with_parameters(self, parameters: SegmenterParameters) -> 'Segmenter':
        """
        Return a segmenter with other parameters that shares the network with this one.

        Raises ParameterError where a parameter differs that cannot be changed at run time.
        """
        for field in fields(parameters):
            old, new = getattr(self.parameters, field.name), getattr(parameters, field.name)
            if old != new and not spec_of(field).live:
                raise ParameterError(
                    f'{field.name} is fixed at start: it must stay {old!r}, got {new!r}'
                )
        other = copy(self)
        other.groups = parse_groups(parameters.groups, self.classes) or self.manifest.groups
        other.parameters = parameters
        return other

    def output_size(self, image: Image) -> tuple[int, int]:
        """Return height and width in pixels of the class map of this image."""
        if self.parameters.output_size == 'network':
            return self.network.placement(image).network
        return image.height_px, image.width_px

    def process(
        self,
        image: Image,
        request: SegmentationRequest = SegmentationRequest(),  # noqa: B008
        buffers: Buffers = NEW_BUFFERS,
    ) -> Segmentation:
        """
        Return the class map of an image and what else is requested, written into `buffers`.

        Raises FrameError where the network gives no finite numbers for this image, and, before
        the network runs, ParameterError on a mask of an unknown class group.
        """
        groups = [self._group(name) for name in request.masks]
        size, threshold = self.output_size(image), self.parameters.confidence_threshold
        class_map = buffers.get_buffer('class_map', size, np.uint8)
        confidence = None
        if request.confidence or threshold > 0:
            confidence = buffers.get_buffer('confidence', size, np.uint8)
        self._run(image, class_map, confidence)
        shares = None
        if request.class_shares:
            height, width = self.network.content_size(image, size)
            shares = health.class_shares(class_map[:height, :width])
        if confidence is not None and threshold > 0:
            apply_threshold(class_map, confidence, threshold)
        return Segmentation(
            class_map,
            confidence if request.confidence else None,
            tuple(Mask(group.name, self._mask(class_map, group, buffers)) for group in groups),
            self._overlay(image, class_map, buffers) if request.overlay else None,
            self._color_map(class_map, buffers) if request.color_map else None,
            shares,
        )

    def self_test(self) -> float:
        """
        Return the share of the self-test's pixels that agree; 1.0 without a self-test.

        Raises ModelError where too few pixels agree, ManifestError where a file cannot be read.
        """
        test = self.manifest.self_test
        if test is None:
            return 1.0
        image = cv2.imread(str(test.image))
        try:
            expected = read_label_file(test.mask)
        except InputError as error:
            raise ManifestError(f'manifest field self_test.mask: {error}') from error
        if image is None or image.shape[:2] != expected.shape:
            raise ManifestError(
                'manifest fields self_test.image and self_test.mask must be readable images of '
                f'one size, got {test.image} and {test.mask}'
            )
        class_map = np.empty(expected.shape, np.uint8)
        self._run(Image(image, 'bgr'), class_map, None)
        share = float(np.mean(class_map == expected))
        if share < test.agreement:
            raise ModelError(
                f'self-test must agree with {test.mask} on {test.agreement:.2%} of the pixels, '
                f'got {share:.2%}'
            )
        return share

    def check_result(self, image: Image, segmentation: Segmentation) -> tuple[Finding, ...]:
        """
        Return findings on the health of the model from the result for an image, without a run.

        Class shares and confidence are checked where the result has them. The size of a cell is
        that of the head with the smallest stride.
        """
        height, width = self.network.content_size(image, segmentation.class_map.shape)
        heads = self.io_spec.heads
        findings = [
            health.check_encoding(image, self.manifest.input.input_space),
            health.check_contrast(image.pixels),
        ]
        if segmentation.class_shares is not None:
            findings.append(health.check_shares(segmentation.class_shares, self.classes))
        findings.append(
            health.check_grid(
                (image.height_px, image.width_px),
                self.network.placement(image),
                min(head.stride for head in heads),
            )
        )
        classes = [
            2 if head.has_implied_class else head.channels for head in heads if head.has_scores
        ]
        if classes and segmentation.confidence is not None:
            mean = _mean_confidence(segmentation.confidence[:height, :width])
            findings.append(health.check_confidence(mean, min(classes)))
        return tuple(findings)

    def check_color_order(self, image: Image, segmentation: Segmentation) -> tuple[Finding, ...]:
        """
        Compare the confidence of a result with that of a run on the image with swapped colors.

        Returns nothing where no head has scores of all classes, or the image no colors. Raises
        ValueError where the result has no confidence.
        """
        if not any(head.has_scores for head in self.io_spec.heads):
            return ()
        if image.order not in SWAPPED:
            return ()
        if segmentation.confidence is None:
            raise ValueError('the result must have a confidence')
        size = segmentation.class_map.shape
        swapped = np.empty(size, np.uint8)
        self._run(Image(image.pixels, SWAPPED[image.order]), np.empty(size, np.uint8), swapped)
        height, width = self.network.content_size(image, size)
        means = (
            _mean_confidence(plane[:height, :width])
            for plane in (segmentation.confidence, swapped)
        )
        return (health.check_color_order(*means),)

    def _run(self, image: Image, class_map: np.ndarray, confidence: np.ndarray | None) -> None:
        """Write class map and confidence, without the confidence threshold."""
        content_size = self.network.content_size(image, class_map.shape)
        strips = self.network.strips(image, content_size, self.engine.run)
        self._decoder.decode(strips, content_size, class_map, confidence)

    def _group(self, name: str) -> ClassGroup:
        groups = {group.name: group for group in self.groups}
        if name not in groups:
            raise ParameterError(f'group must be one of {", ".join(groups)}, got {name!r}')
        return groups[name]

    def _mask(self, class_map: np.ndarray, group: ClassGroup, buffers: Buffers) -> np.ndarray:
        mask = buffers.get_buffer(f'masks/{group.name}', class_map.shape, np.uint8)
        mask = group_mask(class_map, group.class_ids, mask)
        parameters = self.parameters
        cleaned = open_and_close(mask, parameters.mask_opening_px, parameters.mask_closing_px)
        if cleaned is not mask:
            mask[:] = cleaned
        return mask

    def _overlay(self, image: Image, class_map: np.ndarray, buffers: Buffers) -> np.ndarray:
        height, width = self.network.content_size(image, class_map.shape)
        shown = class_map[:height, :width]
        all_labeled = self.io_spec.labels_every_pixel and self.parameters.confidence_threshold == 0
        out = buffers.get_buffer('overlay', (image.height_px, image.width_px, 3), np.uint8)
        out = draw_overlay(
            image, shown, self._colors, self.parameters.overlay_alpha, out, all_labeled
        )
        if self.parameters.overlay_legend:
            draw_legend(out, visible_labels(shown, self.classes))
        return out

    def _color_map(self, class_map: np.ndarray, buffers: Buffers) -> np.ndarray:
        out = buffers.get_buffer('color_map', (*class_map.shape, 3), np.uint8)
        return color_map(class_map, self._colors, out)


def _mean_confidence(confidence: np.ndarray) -> float:
    return float(confidence.mean()) / 255
