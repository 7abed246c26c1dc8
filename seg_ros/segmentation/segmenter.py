# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The segmenter: an image and a request in, one result out."""

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
from seg_ros.errors import ManifestError, ModelError, ParameterError
from seg_ros.inference.engine import Engine, open_engine
from seg_ros.inference.io_detection.detect import read_contract
from seg_ros.inference.label_sets import parse_groups
from seg_ros.inference.manifest_yaml import load_manifest
from seg_ros.inference.model_files import check_sha256, locate
from seg_ros.parameters import SegmenterParameters, spec_of
from seg_ros.segmentation import health
from seg_ros.segmentation.buffer_pool import Buffers, NEW_BUFFERS
from seg_ros.segmentation.decode.decoder import apply_threshold, Decoder
from seg_ros.segmentation.masks import clean, group_mask
from seg_ros.segmentation.network import Network
from seg_ros.segmentation.overlay import (
    color_map,
    color_table,
    draw_legend,
    draw_overlay,
    labels_in_view,
)

SWAPPED = {'bgr': 'rgb', 'rgb': 'bgr', 'bgra': 'rgba', 'rgba': 'bgra'}


class Segmenter:
    """
    A model, ready for images: class map, confidence, masks, overlay and color map.

    Raises SegRosError, in one line, for wrong parameters, manifest or model; graph and manifest
    are checked against each other before the first image. `engine` may be replaced by one that
    wraps it before the first image. Other parameters make another segmenter.
    """

    def __init__(self, parameters: SegmenterParameters, engine: Engine | None = None) -> None:
        """Read the manifest, open the model, and check both by a run on a synthetic image."""
        files = locate(parameters.model, parameters.manifest)
        self.manifest = load_manifest(files.manifest)
        self.classes: tuple[ClassLabel, ...] = self.manifest.classes
        check_sha256(files.model, self.manifest.sha256)
        self.engine = engine or open_engine(
            files.model, parameters.providers, parameters.required_provider, parameters.threads
        )
        self.contract = read_contract(
            self.manifest, self.engine.inputs, self.engine.outputs, self.engine.run
        )
        self.network = Network(self.manifest.input, self.contract)
        self._decoder = Decoder(self.contract.heads)
        self._colors = color_table(self.classes)
        self.parameters = parameters
        self.groups = parse_groups(parameters.groups, self.classes) or self.manifest.groups

    def with_parameters(self, parameters: SegmenterParameters) -> 'Segmenter':
        """
        Return a segmenter with other parameters that shares the network with this one.

        Raises ParameterError where a parameter differs that is read when the model is opened.
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
            return self.network.place(image).network
        return image.height_px, image.width_px

    def process(
        self,
        image: Image,
        request: SegmentationRequest = SegmentationRequest(),  # noqa: B008
        buffers: Buffers = NEW_BUFFERS,
    ) -> Segmentation:
        """
        Return the class map of an image, and what else is requested, written into `buffers`.

        Raises FrameError where the network gives no finite numbers for this image, and, before
        the network runs, ParameterError on a mask of an unknown class group.
        """
        groups = [self._group(name) for name in request.masks]
        size, threshold = self.output_size(image), self.parameters.confidence_threshold
        class_map = buffers.take('class_map', size, np.uint8)
        confidence = None
        if request.confidence or threshold > 0:
            confidence = buffers.take('confidence', size, np.uint8)
        self._run(image, class_map, confidence)
        shares = None
        if request.class_shares:
            height, width = self.network.shown(image, size)
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
        Return the share of the self-test's pixels that agree; 1.0 where the manifest has none.

        Raises ModelError where too few do, ManifestError where its files cannot be read.
        """
        test = self.manifest.self_test
        if test is None:
            return 1.0
        image = cv2.imread(str(test.image))
        expected = cv2.imread(str(test.mask), cv2.IMREAD_GRAYSCALE)
        if image is None or expected is None or image.shape[:2] != expected.shape:
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
        Return findings on the health of the model from the result for an image; runs nothing.

        Class shares and confidence are checked where the result has them. The finest head says
        how coarse the masks are.
        """
        height, width = self.network.shown(image, segmentation.class_map.shape)
        heads = self.contract.heads
        findings = []
        if segmentation.class_shares is not None:
            findings.append(health.check_shares(segmentation.class_shares, self.classes))
        findings.append(
            health.check_grid(
                (image.height_px, image.width_px),
                self.network.place(image),
                min(head.stride for head in heads),
            )
        )
        classes = [
            2 if head.has_implied_class else head.channels
            for head in heads
            if head.kind != 'class_map'
        ]
        if classes and segmentation.confidence is not None:
            mean = _mean_confidence(segmentation.confidence[:height, :width])
            findings.append(health.check_confidence(mean, min(classes)))
        return tuple(findings)

    def check_color_order(self, image: Image, segmentation: Segmentation) -> tuple[Finding, ...]:
        """
        Compare the confidence of a result with that of a run on the image with swapped colors.

        Empty where the network has no probabilities, or the image no colors. ValueError without
        confidence in the result.
        """
        if all(head.kind == 'class_map' for head in self.contract.heads):
            return ()
        if image.order not in SWAPPED:
            return ()
        if segmentation.confidence is None:
            raise ValueError('the result must have its confidence')
        size = segmentation.class_map.shape
        swapped = np.empty(size, np.uint8)
        self._run(Image(image.pixels, SWAPPED[image.order]), np.empty(size, np.uint8), swapped)
        height, width = self.network.shown(image, size)
        means = (
            _mean_confidence(plane[:height, :width])
            for plane in (segmentation.confidence, swapped)
        )
        return (health.check_color_order(*means),)

    def _run(self, image: Image, class_map: np.ndarray, confidence: np.ndarray | None) -> None:
        """Write class map and confidence, before any threshold."""
        content = self.network.shown(image, class_map.shape)
        strips = self.network.strips(image, content, self.engine.run)
        self._decoder.decode(strips, content, class_map, confidence)

    def _group(self, name: str) -> ClassGroup:
        groups = {group.name: group for group in self.groups}
        if name not in groups:
            raise ParameterError(f'group must be one of {", ".join(groups)}, got {name!r}')
        return groups[name]

    def _mask(self, class_map: np.ndarray, group: ClassGroup, buffers: Buffers) -> np.ndarray:
        mask = buffers.take(f'masks/{group.name}', class_map.shape, np.uint8)
        mask = group_mask(class_map, group.class_ids, mask)
        cleaned = clean(mask, self.parameters.mask_opening_px, self.parameters.mask_closing_px)
        if cleaned is not mask:
            mask[:] = cleaned
        return mask

    def _overlay(self, image: Image, class_map: np.ndarray, buffers: Buffers) -> np.ndarray:
        height, width = self.network.shown(image, class_map.shape)
        shown = class_map[:height, :width]
        all_labelled = self.contract.labels_all and self.parameters.confidence_threshold == 0
        out = buffers.take('overlay', (image.height_px, image.width_px, 3), np.uint8)
        out = draw_overlay(
            image, shown, self._colors, self.parameters.overlay_alpha, out, all_labelled
        )
        if self.parameters.overlay_legend:
            draw_legend(out, labels_in_view(shown, self.classes))
        return out

    def _color_map(self, class_map: np.ndarray, buffers: Buffers) -> np.ndarray:
        out = buffers.take('color_map', (*class_map.shape, 3), np.uint8)
        return color_map(class_map, self._colors, out)


def _mean_confidence(confidence: np.ndarray) -> float:
    return float(confidence.mean()) / 255
