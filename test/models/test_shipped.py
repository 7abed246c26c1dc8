# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The included models are complete and small, and have the accuracy and licence of their card."""

from functools import lru_cache

import cv2
import numpy as np
import pytest

from seg_ros.datatypes import Image, SegmentationRequest
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.mount import mounted
from seg_ros.inference.model_files import INCLUDED_MODELS
from seg_ros.metrics import LabeledPair, score
from seg_ros.models.street import street_image
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.sim.camera import SimCamera
from seg_ros.sim.image_sensor import CameraTraits
from seg_ros.sim.world.ground_strip import WorldParameters
from seg_ros.sim.world.world import World
from seg_ros.training.data.sim_source import ViewSource

NAMES = sorted(path.stem for path in INCLUDED_MODELS.glob('*.onnx'))
TWINS = [name for name in NAMES if name.endswith('_int8')]
AGREEMENT = {'drivable_int8': 0.9}
"""Lowest share of pixels of the same class as the float network, where it is not 0.95."""

ACTED_ON = (
    ('weeds', 'weed'),
    ('weeds_int8', 'weed'),
    ('drivable', 'drivable'),
    ('drivable_int8', 'drivable'),
)
"""Networks, and the groups whose masks a sprayer or a vehicle acts on."""

SEED = 500
"""Of simulated fields that `train` never uses."""

every_network = pytest.mark.parametrize('name', NAMES)


def card_of(name: str) -> str:
    return (INCLUDED_MODELS / f'{name.removesuffix("_int8")}.md').read_text('utf-8')


@lru_cache
def opened(name: str) -> Segmenter:
    return Segmenter(SegmenterParameters(model=name))


@lru_cache
def field(count: int = 4) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return images of simulated fields and their class ids."""
    source = ViewSource((480, 640), seeds=SEED, cameras=1)
    return [source.views(number, 1, np.random.default_rng(number))[0] for number in range(count)]


def field_iou(name: str) -> dict[int, float]:
    return score(
        LabeledPair(
            'field',
            opened(name).process(Image(pixels, 'bgr')).class_map,
            labels,
            np.ones_like(labels),
        )
        for pixels, labels in field()
    ).iou


def test_the_included_models() -> None:
    assert NAMES == [
        'drivable',
        'drivable_deeplab',
        'drivable_deeplab_int8',
        'drivable_int8',
        'vegetation',
        'weeds',
        'weeds_int8',
        'weeds_micro',
    ]


@every_network
def test_a_model_passes_its_self_test(name: str) -> None:
    assert opened(name).self_test() > 0.99


@every_network
def test_a_card_has_licence_and_limits(name: str) -> None:
    card = card_of(name)
    assert opened(name).manifest.licence in card
    assert '## Not for' in card and '## Accuracy' in card and '## Data' in card


def test_models_are_small() -> None:
    sizes_mb = {path.stem: path.stat().st_size / 1e6 for path in INCLUDED_MODELS.glob('*.onnx')}
    assert max(sizes_mb.values()) < 20.0
    assert sum(sizes_mb.values()) < 45.0
    assert sizes_mb['weeds_micro'] < 1.0


@pytest.mark.parametrize('name', TWINS)
def test_a_twin_is_smaller_and_has_the_same_classes(name: str) -> None:
    original = name.removesuffix('_int8')
    small, large = ((INCLUDED_MODELS / f'{one}.onnx').stat().st_size for one in (name, original))
    assert small < large
    pixels = street_image() if original.startswith('drivable') else field()[0][0]
    ours, theirs = (
        opened(one).process(Image(pixels, 'bgr')).class_map for one in (name, original)
    )
    assert np.mean(ours == theirs) > AGREEMENT.get(name, 0.95)


@pytest.mark.parametrize('name, group', ACTED_ON)
@pytest.mark.parametrize('level', range(32, 225, 32))
def test_a_gray_frame_shows_nothing(name: str, group: str, level: int) -> None:
    gray = Image(np.full((480, 640, 3), level, np.uint8), 'bgr')
    mask = opened(name).process(gray, SegmentationRequest(masks=(group,))).mask(group)
    assert (mask > 0).mean() < 0.01


@pytest.mark.parametrize('name', ['weeds', 'weeds_int8'])
@pytest.mark.parametrize('seed', [1, 2, 3])
def test_blurred_soil_is_not_weed(name: str, seed: int) -> None:
    world = World(WorldParameters(seed=seed, width_m=1.3, weed_cover=0.0, crop_cover=0.0))
    model = CameraModel(640, 480, 900.0, 900.0, 319.5, 239.5)
    view = SimCamera(world, model, mounted(0.0, 0.0, 0.8, 80.0), CameraTraits()).view(1.0)
    assert view.image is not None and not view.truth.any()
    for blurred in (
        cv2.blur(view.image.pixels, (25, 25)),
        cv2.GaussianBlur(view.image.pixels, (0, 0), 25.0),
    ):
        mask = (
            opened(name)
            .process(Image(blurred, 'bgr'), SegmentationRequest(masks=('weed',)))
            .mask('weed')
        )
        assert (mask > 0).mean() < 0.01


@pytest.mark.parametrize('name', ['weeds', 'weeds_int8'])
def test_weeds_and_crops_are_classified_on_other_fields(name: str) -> None:
    iou = field_iou(name)
    assert iou[1] > 0.7 and iou[2] > 0.7


def test_the_micro_network_segments_weeds() -> None:
    found = opened('weeds_micro')
    names = {label.name: label.id for label in found.classes}
    hits = [
        (found.process(Image(pixels, 'bgr')).class_map == names['weed'], labels == 1)
        for pixels, labels in field()
    ]
    shared, either = (
        sum(int(join(*pair).sum()) for pair in hits) for join in (np.logical_and, np.logical_or)
    )
    assert shared / either > 0.4


@pytest.mark.parametrize('name', [name for name in NAMES if name.startswith('drivable')])
def test_the_road_of_a_drawn_street_is_drivable(name: str) -> None:
    segmenter, street = opened(name), Image(street_image(), 'bgr')
    request = SegmentationRequest(masks=('drivable',))
    mask = segmenter.process(street, request).mask('drivable') > 0
    assert mask[300:, 180:300].mean() > 0.8
    assert mask[:120].mean() < 0.001
    assert {'drivable', 'pavement', 'obstacle', 'person'} <= {
        group.name for group in segmenter.groups
    }
