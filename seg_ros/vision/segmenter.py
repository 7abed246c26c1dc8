# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""One call: a picture in, its segmentation out."""

from dataclasses import fields, replace

import numpy as np

from seg_ros.datatypes import ClassLabel, Finding, Picture, Segmentation
from seg_ros.errors import SettingError
from seg_ros.settings import knob_of, SegmenterSettings
from seg_ros.vision import palette, trials
from seg_ros.vision.catalogue import check_sha256, locate
from seg_ros.vision.confidence import hide_unsure, rate
from seg_ros.vision.decode import Decoder
from seg_ros.vision.engine import Engine, open_engine
from seg_ros.vision.grouping import wished_groups
from seg_ros.vision.layers import clear_beyond, lay_over, unwritten
from seg_ros.vision.manifest_file import load_manifest
from seg_ros.vision.mask import clean, group_mask
from seg_ros.vision.network import Network
from seg_ros.vision.reading import read_contract


class Segmenter:
    """
    A model ready for pictures: class map, confidence, overlay and masks.

    Raises SegRosError, in one line, for what is wrong with settings, manifest or model; graph and
    manifest are checked against each other before the first picture. `engine` stands in for the
    one that the settings ask for, and may be replaced at any time.
    """

    def __init__(self, settings: SegmenterSettings, engine: Engine | None = None) -> None:
        """Read the manifest, open the model, and make them agree by a run on a made-up image."""
        files = locate(settings.model, settings.manifest)
        self.manifest = load_manifest(files.manifest)
        self.classes: tuple[ClassLabel, ...] = self.manifest.classes
        check_sha256(files.model, self.manifest.sha256)
        self.engine = engine or open_engine(
            files.model, settings.providers, settings.required_provider, settings.threads)
        self.contract = read_contract(
            self.manifest, self.engine.inputs, self.engine.outputs, self.engine.run)
        self.network = Network(self.manifest.input, self.contract)
        self._decoders = tuple(Decoder(head) for head in self.contract.heads)
        self._colors = palette.color_table(self.classes)
        self._take_up(settings)

    def retune(self, settings: SegmenterSettings) -> None:
        """Turn the live knobs; SettingError, and nothing changes, where another one differs."""
        for field in fields(settings):
            old, new = getattr(self.settings, field.name), getattr(settings, field.name)
            if old != new and not knob_of(field).live:
                raise SettingError(
                    f'{field.name} is fixed at start: it must stay {old!r}, got {new!r}')
        self._take_up(settings)

    def output_size(self, picture: Picture) -> tuple[int, int]:
        """Return height and width in pixels of the class map of this picture."""
        if self.settings.output_size == 'network':
            return self.network.place(picture).network
        return picture.height_px, picture.width_px

    def segment(self, picture: Picture, with_confidence: bool = False,
                out: Segmentation | None = None) -> Segmentation:
        """
        Return the class map of a picture and, if asked for, how sure it is.

        `out`, of `output_size`, is written in place, confidence too where it has one and only
        there. Raises FrameError where the network gives no numbers for this picture.
        """
        threshold = self.settings.confidence_threshold
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

    def _answer(self, picture: Picture, answer: Segmentation) -> Segmentation:
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

    def _plain_answer(self, picture: Picture) -> Segmentation:
        return self._answer(picture, unwritten((picture.height_px, picture.width_px), True))

    def color_map(self, segmentation: Segmentation, out: np.ndarray | None = None) -> np.ndarray:
        """Return the class map in colours, (H, W, 3) uint8 bgr; `out` is written in place."""
        return palette.color_map(segmentation.class_map, self._colors, out)

    def overlay(self, picture: Picture, segmentation: Segmentation,
                out: np.ndarray | None = None) -> np.ndarray:
        """
        Return the picture under its class colours, (H, W, 3) uint8 bgr at the picture's size.

        The segmentation is by these knobs; classes are named if so set; `out` is written in place.
        """
        height, width = self.network.shown(picture, segmentation.class_map.shape)
        shown = segmentation.class_map[:height, :width]
        is_labelled = self.contract.labels_all and self.settings.confidence_threshold == 0
        image = palette.overlay(
            picture, shown, self._colors, self.settings.overlay_alpha, out, is_labelled)
        if self.settings.overlay_legend:
            palette.draw_legend(image, palette.labels_in_view(shown, self.classes))
        return image

    def mask(self, segmentation: Segmentation, group_name: str,
             out: np.ndarray | None = None) -> np.ndarray:
        """Return a group's mask, (H, W) uint8 0 or 255, cleaned; `out` is written in place."""
        ids = {group.name: group.class_ids for group in self.groups}
        if group_name not in ids:
            raise SettingError(f'group must be one of {", ".join(ids)}, got {group_name!r}')
        mask = group_mask(segmentation.class_map, ids[group_name], out)
        cleaned = clean(mask, self.settings.mask_opening_px, self.settings.mask_closing_px)
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

    def check(self, picture: Picture) -> tuple[Finding, ...]:
        """Return what a picture says about the model's health; costs up to two more answers."""
        return trials.findings(picture, self._plain_answer, self.manifest,
                               self.network.place(picture), self.contract.heads)

    def _take_up(self, settings: SegmenterSettings) -> None:
        self.groups = wished_groups(settings.groups, self.classes) or self.manifest.groups
        self.settings = settings
