# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The vegetation network segments green, in any light, at any image size."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.mount import mounted
from seg_ros.inference.engine import open_engine
from seg_ros.inference.manifest_yaml import load_manifest
from seg_ros.inference.model_files import find_model_files, sha256_of
from seg_ros.sim.camera import SimCamera
from seg_ros.sim.world.ground_strip import WorldParameters
from seg_ros.sim.world.world import World

FILES = find_model_files('vegetation')
MANIFEST = load_manifest(FILES.manifest)
VEGETATION = 1
ENGINE = open_engine(FILES.model)
CARROT_WEED = Path(__file__).parents[2].parent / 'shared' / 'data' / 'carrot_weed'

BROWN, LEAF, GRAY, STRAW = (83, 98, 123), (80, 152, 126), (120, 120, 120), (112, 152, 178)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def logits_of(pixels: np.ndarray) -> np.ndarray:
    """Return the (2, H, W) scores of the network for an (H, W, 3) uint8 bgr image."""
    return ENGINE.run(pixels[np.newaxis], ('logits',))[0][0]


def vegetation_in(pixels: np.ndarray) -> np.ndarray:
    return logits_of(pixels).argmax(axis=0) == VEGETATION


def patch_on_soil(patch: tuple[int, ...], soil: tuple[int, ...] = BROWN) -> np.ndarray:
    """Return soil, 96 x 96, with a patch from 30 to 60."""
    pixels = np.full((96, 96, 3), soil, np.uint8)
    pixels[30:60, 30:60] = patch
    return pixels


def assert_patch_found(found: np.ndarray, is_green: bool = True) -> None:
    """Check a mask of `patch_on_soil`; the patch's edge may be a pixel off."""
    inside, outside = found[31:59, 31:59], found.copy()
    outside[29:61, 29:61] = False
    assert (inside == is_green).all()
    assert not outside.any()


def lit(pixels: np.ndarray, *gains: float) -> np.ndarray:
    return (pixels * np.float64(gains)).clip(0, 255).astype(np.uint8)


def iou(pairs: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Return the IoU of vegetation over all pixels of all images together."""
    both = sum(np.count_nonzero(found & truth) for found, truth in pairs)
    return both / sum(np.count_nonzero(found | truth) for found, truth in pairs)


@pytest.mark.parametrize(
    'patch, soil, is_green',
    [
        (LEAF, BROWN, True),
        (GRAY, BROWN, False),
        (STRAW, BROWN, False),
        (WHITE, BROWN, False),
        (BLACK, BROWN, False),
        (LEAF, GRAY, True),
        (BROWN, GRAY, False),
    ],
)
def test_a_patch_is_green_or_not(
    patch: tuple[int, ...], soil: tuple[int, ...], is_green: bool
) -> None:
    assert_patch_found(vegetation_in(patch_on_soil(patch, soil)), is_green)


@pytest.mark.parametrize(
    'gains',
    [
        (1.25, 1, 1),
        (0.8, 1, 1),
        (1, 1.25, 1),
        (1, 0.8, 1),
        (1, 1, 1.25),
        (1, 1, 0.8),
        (0.8, 1, 1.25),
        (1.25, 1, 0.8),
        (0.5, 0.5, 0.5),
        (1.5, 1.5, 1.5),
        (0.3, 0.3, 0.3),
    ],
)
def test_color_and_strength_of_light_do_not_matter(gains: tuple[float, ...]) -> None:
    assert_patch_found(vegetation_in(lit(patch_on_soil(LEAF), *gains)))


def test_a_leaf_in_the_shade_is_found() -> None:
    pixels = np.hstack([patch_on_soil(LEAF)] * 6)
    pixels[:, 288:] = lit(pixels[:, 288:], 0.4, 0.36, 0.33)
    assert_patch_found(vegetation_in(pixels)[:, -96:])


@pytest.mark.parametrize(
    'color, is_green',
    [
        (BLACK, False),
        (WHITE, False),
        (GRAY, False),
        (BROWN, False),
        (LEAF, True),
        ((0, 255, 0), True),
    ],
)
@pytest.mark.parametrize('size', [(1, 1), (3, 5), (17, 40), (64, 64)])
def test_a_frame_of_one_color_has_a_class(
    color: tuple[int, ...], is_green: bool, size: tuple[int, int]
) -> None:
    logits = logits_of(np.full((*size, 3), color, np.uint8))
    assert logits.shape == (2, *size)
    assert np.isfinite(logits).all()
    assert (logits.argmax(axis=0) == is_green).all()


def test_noise_in_the_dark_is_not_green() -> None:
    dark = np.random.default_rng(0).normal(6.0, 3.0, (96, 96, 3)).clip(0, 255).astype(np.uint8)
    assert vegetation_in(dark).mean() < 0.001


def test_manifest_belongs_to_the_graph() -> None:
    assert MANIFEST.sha256 == sha256_of(FILES.model)
    assert {group.name for group in MANIFEST.groups} == {'weed', 'vegetation'}


def test_self_test_agrees() -> None:
    image = cv2.imread(str(MANIFEST.self_test.image))
    mask = cv2.imread(str(MANIFEST.self_test.mask), cv2.IMREAD_UNCHANGED)
    assert (vegetation_in(image) == mask).mean() >= MANIFEST.self_test.agreement
    assert 0.03 < mask.mean() < 0.5


def test_the_script_makes_the_included_graph(tmp_path: Path) -> None:
    onnx = pytest.importorskip('onnx', reason='making the graph needs onnx')
    from seg_ros.models.vegetation import make_graph, write_checksum, write_graph

    shipped = onnx.load(FILES.model)
    assert make_graph() == shipped
    manifest = tmp_path / 'vegetation.yaml'
    manifest.write_text('model: vegetation.onnx\nsha256: none yet\nlicence: Apache-2.0\n')
    write_checksum(write_graph(tmp_path), manifest)
    assert MANIFEST.sha256 in manifest.read_text()


@pytest.mark.skipif(not CARROT_WEED.is_dir(), reason='the carrot_weed images are not here')
def test_vegetation_is_segmented_on_photos_as_well_as_on_the_simulated_field() -> None:
    real = []
    for path in sorted(CARROT_WEED.glob('images/*.jpg'))[::4]:
        label = cv2.imread(str(CARROT_WEED / 'labels' / f'{path.stem}.png'), cv2.IMREAD_UNCHANGED)
        real.append((vegetation_in(cv2.imread(str(path))), label > 0))
    assert iou(real) >= 0.87
    assert digital_iou() <= iou(real) + 0.05


def test_vegetation_is_segmented_on_the_simulated_field() -> None:
    assert 0.82 <= digital_iou() <= 0.93


def digital_iou() -> float:
    world = World(WorldParameters(seed=1, crop_cover=0.0))
    model = CameraModel(640, 480, 900.0, 900.0, 319.5, 239.5, 'none')
    camera = SimCamera(world, model, mounted(0.0, 0.0, 0.9, 90.0))
    views = [camera.view(0.5 * step) for step in range(6)]
    return iou([(vegetation_in(view.image.pixels), view.truth > 0) for view in views])
