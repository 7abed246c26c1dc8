# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""One call: a picture in, its segmentation out."""

from dataclasses import fields, replace

import numpy as np

from seg_ros.datatypes import ClassLabel, Finding, Image, Segmentation
from seg_ros.errors import ParameterError
from seg_ros.inference.engine import Engine, open_engine
from seg_ros.inference.io_detection.detect import read_contract
from seg_ros.inference.manifest_yaml import load_manifest
from seg_ros.inference.model_files import check_sha256, locate
from seg_ros.parameters import SegmenterParameters, spec_of
from seg_ros.segmentation import overlay as palette, self_test as trials
from seg_ros.segmentation.class_groups import wished_groups
from seg_ros.segmentation.confidence import hide_unsure, rate
from seg_ros.segmentation.decode.argmax import Decoder
from seg_ros.segmentation.masks import clean, group_mask
from seg_ros.segmentation.merge_heads import clear_beyond, lay_over, unwritten
from seg_ros.segmentation.network import Network


class Segmenter:
    """
    A model ready for pictures: class map, confidence, overlay and masks.

    Raises SegRosError, in one line, for wrong parameters, manifest or model; graph and
    manifest are checked against each other before the first picture. `engine` stands in for the
    one that the parameters ask for, and may be replaced at any time.
    """

    def __init__(self, parameters: SegmenterParameters, engine: Engine | None = None) -> None:
        """Read the manifest, open the model, and make them agree by a run on a made-up image."""
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
        self._decoders = tuple(Decoder(head) for head in self.contract.heads)
        self._colors = palette.color_table(self.classes)
        self._take_up(parameters)

    def retune(self, parameters: SegmenterParameters) -> None:
        """Turn the live knobs; ParameterError, and nothing changes, where another one differs."""
        for field in fields(parameters):
            old, new = getattr(self.parameters, field.name), getattr(parameters, field.name)
            if old != new and not spec_of(field).live:
                raise ParameterError(
                    f'{field.name} is fixed at start: it must stay {old!r}, got {new!r}'
                )
        self._take_up(parameters)

    def output_size(self, picture: Image) -> tuple[int, int]:
        """Return height and width in pixels of the class map of this picture."""
        if self.parameters.output_size == 'network':
            return self.network.place(picture).network
        return picture.height_px, picture.width_px

    def segment(
        self, picture: Image, with_confidence: bool = False, out: Segmentation | None = None
    ) -> Segmentation:
        """
        Return the class map of a picture and, if asked for, how sure it is.

        `out`, of `output_size`, is written in place, confidence too where it has one and only
        there. Raises FrameError where the network gives no numbers for this picture.
        """
        threshold = self.parameters.confidence_threshold
        size = self.output_size(picture)
        out = out or unwritten(size, with_confidence)
        if out.class_map.shape != size:
            raise ValueError(f'out must be {size}, got {out.class_map.shape}')
        answer = out
        if threshold > 0 and out.confidence is None:
            answer = replace(out, confidence=np.empty(size, np.uint8))
        self._answer(picture, answer)
        if threshold > 0:
            hide_unsure(answer.class_map, answer.confidence, threshold)
        return out

    def _answer(self, picture: Image, answer: Segmentation) -> Segmentation:
        size, rated = answer.class_map.shape, answer.confidence is not None
        layers = [answer, *(unwritten(size, rated) for _ in self._decoders[1:])]
        shown = self.network.shown(picture, size)
        for layer in layers:
            clear_beyond(shown, layer)
        for head, strip in self.network.strips(picture, shown, self.engine.run):
            self._decoders[head].decide(strip, layers[head].class_map)
            if rated:
                rate(strip, self.contract.heads[head], layers[head].confidence)
        for layer in layers[1:]:
            lay_over(layer, answer)
        return answer

    def _plain_answer(self, picture: Image) -> Segmentation:
        return self._answer(picture, unwritten((picture.height_px, picture.width_px), True))

    def color_map(self, segmentation: Segmentation, out: np.ndarray | None = None) -> np.ndarray:
        """Return the class map in colours, (H, W, 3) uint8 bgr; `out` is written in place."""
        return palette.color_map(segmentation.class_map, self._colors, out)

    def overlay(
        self, picture: Image, segmentation: Segmentation, out: np.ndarray | None = None
    ) -> np.ndarray:
        """
        Return the picture under its class colours, (H, W, 3) uint8 bgr at the picture's size.

        The segmentation is by these knobs; classes are named if so set; `out` is written in place.
        """
        height, width = self.network.shown(picture, segmentation.class_map.shape)
        shown = segmentation.class_map[:height, :width]
        is_labelled = self.contract.labels_all and self.parameters.confidence_threshold == 0
        image = palette.overlay(
            picture, shown, self._colors, self.parameters.overlay_alpha, out, is_labelled
        )
        if self.parameters.overlay_legend:
            palette.draw_legend(image, palette.labels_in_view(shown, self.classes))
        return image

    def mask(
        self, segmentation: Segmentation, group_name: str, out: np.ndarray | None = None
    ) -> np.ndarray:
        """Return a group's mask, (H, W) uint8 0 or 255, cleaned; `out` is written in place."""
        ids = {group.name: group.class_ids for group in self.groups}
        if group_name not in ids:
            raise ParameterError(f'group must be one of {", ".join(ids)}, got {group_name!r}')
        mask = group_mask(segmentation.class_map, ids[group_name], out)
        cleaned = clean(mask, self.parameters.mask_opening_px, self.parameters.mask_closing_px)
        if cleaned is not mask:
            mask[:] = cleaned
        return mask

    def self_test(self) -> float:
        """
        Return the share of the self-test's pixels that agree; 1.0 where the manifest has none.

        Raises ModelError where too few do, ManifestError where its files cannot be read.
        """
        test = self.manifest.self_test
        return 1.0 if test is None else trials.agreement(test, self._plain_answer)

    def check(self, picture: Image) -> tuple[Finding, ...]:
        """Return what a picture says about the model's health; costs up to two more answers."""
        return trials.findings(
            picture,
            self._plain_answer,
            self.manifest,
            self.network.place(picture),
            self.contract.heads,
        )

    def _take_up(self, parameters: SegmenterParameters) -> None:
        self.groups = wished_groups(parameters.groups, self.classes) or self.manifest.groups
        self.parameters = parameters
