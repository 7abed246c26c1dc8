# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From files to class maps, with small networks in which the brightest color wins."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
from graphs import Head, instance_graph, tiny_graph
import numpy as np
import onnx
import pytest

from seg_ros.datatypes import ClassGroup, ClassLabel, Image, SegmentationRequest
from seg_ros.errors import FrameError, ManifestError, ModelError, ParameterError
from seg_ros.inference.label_sets import named_label_set
from seg_ros.inference.manifest import HeadFacts, InputFacts, Manifest, SelfTest
from seg_ros.inference.manifest_yaml import dump_manifest
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter

RED, GREEN, BLUE, NONE = 10, 11, 12, 255
COLORS = {RED: (255, 0, 0), GREEN: (0, 255, 0), BLUE: (0, 0, 255)}
CLASSES = tuple(
    ClassLabel(number, name, color)
    for name, (number, color) in zip(('red', 'green', 'blue'), COLORS.items())
)
MANIFEST = Manifest(CLASSES, (ClassGroup('cold', (GREEN, BLUE)),))

Make = Callable[..., Segmenter]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that writes graph and manifest and makes a Segmenter of them."""

    def make(
        graph: onnx.ModelProto | None = None, manifest: Manifest = MANIFEST, **parameters
    ) -> Segmenter:
        onnx.save_model(graph or tiny_graph(), str(tmp_path / 'tiny.onnx'))
        (tmp_path / 'tiny.yaml').write_text(dump_manifest(manifest, 'tiny.onnx'))
        return Segmenter(SegmenterParameters(model=str(tmp_path / 'tiny.onnx'), **parameters))

    return make


def painted(ids: np.ndarray, order: str = 'rgb', brightness: float = 1.0) -> Image:
    """Return an image in which each pixel shows the color of its class."""
    pixels = np.zeros((*ids.shape, 3), np.uint8)
    for number, color in COLORS.items():
        pixels[ids == number] = np.array(color) * brightness
    return Image(pixels if order == 'rgb' else pixels[..., ::-1].copy(), order)


def flag(height: int = 8, width: int = 12) -> np.ndarray:
    """Return class ids: red on the left, blue on the right, a green row at the bottom."""
    ids = np.full((height, width), RED, np.uint8)
    ids[:, width // 2 :] = BLUE
    ids[-1] = GREEN
    return ids


@pytest.mark.parametrize('order', ['rgb', 'bgr'])
@pytest.mark.parametrize('layout', ['NCHW', 'NHWC'])
@pytest.mark.parametrize('dtype', ['float32', 'float16', 'uint8', 'int8'])
def test_every_input_format_gives_the_same_class_map(make, layout, dtype, order) -> None:
    segmenter = make(tiny_graph(layout=layout, dtype=dtype))
    assert segmenter.process(painted(flag(), order)).class_map.tolist() == flag().tolist()


@pytest.mark.parametrize(
    'head',
    [
        Head(),
        Head(layout='NHWC'),
        Head(dtype='float16'),
        Head(kind='probabilities'),
        Head(kind='class_map', layout='NHW', dtype='int64'),
        Head(kind='class_map', layout='NCHW', dtype='uint8'),
        Head(layout='NHWC', dtype='uint8', scale=0.01, zero_point=3),
        Head(dtype='int8', scale=0.01, zero_point=-100),
    ],
)
@pytest.mark.parametrize('size, batch', [((8, 12), 1), (None, None)])
def test_every_output_format_gives_the_same_class_map(make, head, size, batch) -> None:
    facts = HeadFacts()
    if head.scale != 1.0:
        facts = HeadFacts(kind='logits', scale=head.scale, zero_point=head.zero_point)
    manifest = replace(MANIFEST, outputs=(facts,), input=InputFacts(divisible_by=4))
    segmenter = make(tiny_graph((head,), size=size, batch=batch), manifest)
    assert segmenter.process(painted(flag())).class_map.tolist() == flag().tolist()


@pytest.mark.parametrize(
    'head',
    [
        Head(layout='NCL'),
        Head(layout='NLC'),
        Head(layout='NL', kind='class_map', dtype='int64'),
        Head(layout='NLC', kind='class_map', dtype='uint8'),
    ],
)
@pytest.mark.parametrize('resize', ['stretch', 'tile'])
def test_a_flattened_output_gives_the_same_class_map(make, head, resize) -> None:
    facts = InputFacts(resize=resize, overlap=0.0)
    segmenter = make(tiny_graph((head,)), replace(MANIFEST, input=facts))
    assert segmenter.process(painted(flag())).class_map.tolist() == flag().tolist()


@pytest.mark.parametrize(
    'kind, channels, ids', [('sigmoid', 1, (BLUE, RED)), ('probabilities', 1, (BLUE, RED))]
)
def test_one_channel_says_yes_or_no(make, kind, channels, ids) -> None:
    facts = HeadFacts(kind=kind, class_ids=ids)
    segmenter = make(
        tiny_graph((Head(kind=kind, channels=channels),)), replace(MANIFEST, outputs=(facts,))
    )
    result = segmenter.process(painted(flag())).class_map
    assert result.tolist() == np.where(flag() == RED, RED, BLUE).tolist()


@pytest.mark.parametrize('resize', ['stretch', 'letterbox', 'tile'])
def test_instances_are_reduced_to_a_class_map(make, resize) -> None:
    facts = HeadFacts('table', 'instances', prototypes='prototypes', class_ids=(GREEN, RED, BLUE))
    manifest = replace(MANIFEST, outputs=(facts,), input=InputFacts(resize=resize))
    ids = np.full((64, 96), RED, np.uint8)
    ids[:, 40:], ids[:, 80:] = BLUE, GREEN
    request = SegmentationRequest(masks=('cold',), confidence=True, overlay=True)
    result = make(instance_graph((0, 1, 1)), manifest).process(painted(ids), request)
    assert result.class_map.tolist() == ids.tolist()
    assert result.masks[0].pixels.tolist() == np.where(ids == RED, 0, 255).tolist()
    assert result.confidence[0, [0, 40, 80]].tolist() == [204, 178, 255]
    alone = make(instance_graph((1,)), manifest).process(painted(ids), request)
    assert alone.class_map.tolist() == np.where(ids == BLUE, BLUE, GREEN).tolist()


def test_instances_have_no_scores_that_health_checks_could_compare(make) -> None:
    facts = HeadFacts('table', 'instances', prototypes='prototypes', class_ids=(GREEN, RED, BLUE))
    segmenter = make(instance_graph((0, 1)), replace(MANIFEST, outputs=(facts,)))
    image = painted(flag(64, 96))
    result = segmenter.process(image, SegmentationRequest(confidence=True, class_shares=True))
    names = [finding.name for finding in segmenter.check_result(image, result)]
    assert names == ['encoding', 'image', 'class shares', 'grid']
    assert segmenter.check_color_order(image, result) == ()


def test_a_later_head_covers_what_it_labels(make) -> None:
    heads = (Head('colors'), Head('green', kind='sigmoid', weights=((-1.0, 1.0, -1.0),)))
    outputs = (
        HeadFacts('colors', class_ids=(RED, RED, BLUE)),
        HeadFacts('green', kind='sigmoid', class_ids=(None, GREEN)),
    )
    segmenter = make(tiny_graph(heads), replace(MANIFEST, outputs=outputs))
    result = segmenter.process(painted(flag()), SegmentationRequest(confidence=True))
    assert result.class_map.tolist() == flag().tolist()
    softmax, sigmoid = (round(255 * np.e / (np.e + rest)) for rest in (2, 1))
    assert np.unique(result.confidence[:-1]).tolist() == [softmax]
    assert np.unique(result.confidence[-1]).tolist() == [sigmoid]


@pytest.mark.parametrize('size', [(8, 12), (16, 24), (1, 1), (5, 31), (3, 2)])
@pytest.mark.parametrize('resize', ['stretch', 'letterbox', 'tile'])
def test_every_pixel_is_labelled_at_any_size(make, resize, size) -> None:
    segmenter = make(manifest=replace(MANIFEST, input=InputFacts(resize=resize)))
    ids = np.full(size, BLUE, np.uint8)
    result = segmenter.process(painted(ids), SegmentationRequest(confidence=True))
    assert result.class_map.tolist() == ids.tolist()
    # Confidence is lower beside the padding of a letterbox, which is gray.
    assert result.confidence.max() == round(255 * np.e / (np.e + 2))
    assert result.confidence.min() > 255 / 3


@pytest.mark.parametrize(
    'resize, image_size, size, content_size',
    [
        ('stretch', (16, 12), (8, 12), (8, 12)),
        ('letterbox', (16, 12), (8, 12), (8, 6)),
        ('letterbox', (4, 24), (8, 12), (2, 12)),
        ('tile', (16, 18), (16, 18), (16, 18)),
    ],
)
def test_network_size_leaves_padding_unlabelled(
    make, resize, image_size, size, content_size
) -> None:
    segmenter = make(
        manifest=replace(MANIFEST, input=InputFacts(resize=resize)), output_size='network'
    )
    red = painted(np.full(image_size, RED, np.uint8))
    assert segmenter.output_size(red) == size
    result = segmenter.process(red, SegmentationRequest(confidence=True, overlay=True))
    expected = np.full(size, NONE)
    expected[: content_size[0], : content_size[1]] = RED
    assert result.class_map.tolist() == expected.tolist()
    assert (result.confidence[expected == NONE] == 0).all()
    overlay = result.overlay
    assert overlay.shape == (*image_size, 3)
    assert (overlay == (0, 0, 255)).all()


@pytest.mark.parametrize(
    'stride, head',
    [
        (1, Head()),
        (4, Head(stride=4)),
        (2, Head(kind='class_map', layout='NHW', dtype='int64', stride=2)),
    ],
)
def test_joined_tiles_equal_one_run(make, stride, head) -> None:
    size, tile = (40, 52), (16, 16)
    ramp = np.add.outer(np.linspace(0, 250, size[0]), np.linspace(0, 250, size[1])) / 2
    image = Image(np.stack([ramp, 255 - ramp, ramp * 0], axis=-1).astype(np.uint8), 'rgb')
    tiled = make(
        tiny_graph((head,), size=tile), replace(MANIFEST, input=InputFacts(resize='tile'))
    )
    result = tiled.process(image).class_map
    whole = make(tiny_graph((head,), size=size)).process(image).class_map
    np.testing.assert_array_equal(result, whole)


def test_tiles_must_hold_whole_cells(make) -> None:
    manifest = replace(MANIFEST, input=InputFacts(resize='tile'))
    with pytest.raises(ManifestError, match='input.resize can be tile only where .* 2.25 x 2.25'):
        make(tiny_graph((Head(stride=2),), size=(9, 9)), manifest)


def test_an_open_input_size_is_that_of_the_image(make) -> None:
    segmenter = make(
        tiny_graph(size=None),
        replace(MANIFEST, input=InputFacts(divisible_by=1)),
        output_size='network',
    )
    assert segmenter.output_size(painted(flag(7, 9))) == (7, 9)


class RecordingBuffers:
    """Buffers that are filled with 7 and recorded by name."""

    def __init__(self) -> None:
        """Start with none."""
        self.arrays: dict[str, np.ndarray] = {}

    def get_buffer(self, name: str, shape: tuple[int, ...], dtype: type) -> np.ndarray:
        """Return an array filled with 7."""
        self.arrays[name] = np.full(shape, 7, dtype)
        return self.arrays[name]


def test_results_are_written_into_the_given_buffers(make) -> None:
    buffers = RecordingBuffers()
    request = SegmentationRequest(True, ('cold',), overlay=True, color_map=True)
    result = make().process(painted(flag()), request, buffers)
    planes = {
        'class_map': result.class_map,
        'confidence': result.confidence,
        'masks/cold': result.mask('cold'),
        'overlay': result.overlay,
        'color_map': result.color_map,
    }
    assert buffers.arrays.keys() == planes.keys()
    assert all(np.shares_memory(buffers.arrays[name], plane) for name, plane in planes.items())
    assert result.class_map.tolist() == flag().tolist()
    again = make().process(painted(flag()), request)
    assert all(
        np.array_equal(plane, again_plane)
        for plane, again_plane in (
            (result.confidence, again.confidence),
            (result.overlay, again.overlay),
            (result.mask('cold'), again.mask('cold')),
        )
    )


def test_only_what_is_requested_is_computed(make) -> None:
    buffers = RecordingBuffers()
    result = make().process(painted(flag()), buffers=buffers)
    assert buffers.arrays.keys() == {'class_map'}
    assert (result.confidence, result.masks, result.overlay, result.color_map) == (
        None,
        (),
        None,
        None,
    )


def test_old_content_of_buffers_is_overwritten_beyond_the_image(make) -> None:
    manifest = replace(MANIFEST, input=InputFacts(resize='letterbox'))
    segmenter = make(manifest=manifest, output_size='network')
    result = segmenter.process(painted(flag(8, 6)), SegmentationRequest(True), RecordingBuffers())
    assert (result.class_map[:, 6:] == NONE).all() and not result.confidence[:, 6:].any()
    assert result.class_map[:, :6].tolist() == flag(8, 6).tolist()


def test_pixels_below_the_confidence_threshold_are_unlabelled(make) -> None:
    ids = flag()
    image = painted(ids)
    image.pixels[0] = 128
    segmenter = make(confidence_threshold=0.5)
    result = segmenter.process(image)
    ids[0] = NONE
    assert result.class_map.tolist() == ids.tolist()
    assert result.confidence is None


def test_other_parameters_make_another_segmenter(make) -> None:
    segmenter = make()
    before = segmenter.parameters
    other = segmenter.with_parameters(
        replace(before, groups=('warm: red', 'all: red, green,blue'))
    )
    assert other.groups == (ClassGroup('warm', (RED,)), ClassGroup('all', (RED, GREEN, BLUE)))
    assert other.engine is segmenter.engine
    for wrong, match in (
        (replace(before, threads=3), 'threads is fixed at start: it must stay 2, got 3'),
        (replace(before, groups=('warm: rde',)), "classes of red, green, blue, got 'rde'"),
        (replace(before, groups=('warm',)), "got '' in 'warm'"),
        (replace(before, groups=('a b: red',)), 'letters a to z, digits and underscores'),
        (replace(before, groups=('a: red', 'a: blue')), 'groups must have different names'),
    ):
        with pytest.raises(ParameterError, match=match):
            segmenter.with_parameters(wrong)
    assert segmenter.parameters is before and segmenter.groups == MANIFEST.groups


def test_masks_show_groups(make) -> None:
    segmenter, cold = make(), SegmentationRequest(masks=('cold',))
    mask = segmenter.process(painted(flag()), cold).mask('cold')
    assert mask.tolist() == np.where(flag() == RED, 0, 255).tolist()
    opened = segmenter.with_parameters(replace(segmenter.parameters, mask_opening_px=3))
    mask = opened.process(painted(flag()), cold).mask('cold')
    assert mask[:, :5].max() == 0
    assert mask[:, 7:].min() == 255


def test_an_unknown_group_is_refused_before_the_network_runs(make) -> None:
    segmenter = make()
    segmenter.engine = engine = CountingEngine(segmenter.engine)
    with pytest.raises(ParameterError, match="group must be one of cold, got 'hot'"):
        segmenter.process(painted(flag()), SegmentationRequest(masks=('cold', 'hot')))
    assert engine.runs == 0


def test_colors_are_those_of_the_manifest(make) -> None:
    segmenter = make(overlay_alpha=1.0, overlay_legend=False)
    request = SegmentationRequest(overlay=True, color_map=True)
    result = segmenter.process(painted(flag(), brightness=0.5), request)
    expected = painted(flag(), 'bgr').pixels
    np.testing.assert_array_equal(result.color_map, expected)
    np.testing.assert_array_equal(result.overlay, expected)


@pytest.mark.parametrize(
    'head, ids, threshold',
    [
        (Head(), (RED, None, BLUE), 0.0),
        (Head(), (RED, GREEN, BLUE), 1.0),
        (Head(kind='class_map', layout='NHW', dtype='int64'), (RED, None, BLUE), 0.0),
    ],
)
def test_overlay_is_the_image_where_it_is_unlabelled(make, head, ids, threshold) -> None:
    manifest = replace(MANIFEST, outputs=(HeadFacts(kind=head.kind, class_ids=ids),))
    segmenter = make(
        tiny_graph((head,)),
        manifest,
        confidence_threshold=threshold,
        overlay_alpha=1.0,
        overlay_legend=False,
    )
    image = painted(flag(), 'bgr', brightness=0.5)
    result = segmenter.process(image, SegmentationRequest(overlay=True))
    unlabelled = result.class_map == NONE
    assert unlabelled.any()
    assert result.overlay[unlabelled].tolist() == image.pixels[unlabelled].tolist()


def test_legend_can_be_turned_off(make) -> None:
    image = painted(flag(120, 160))
    request = SegmentationRequest(overlay=True)
    plain = make(overlay_legend=False).process(image, request).overlay
    named = make().process(image, request).overlay
    assert (named != plain).any()


@pytest.fixture
def self_test(tmp_path: Path) -> SelfTest:
    """Return a self-test in which one pixel of 96 does not agree."""
    cv2.imwrite(str(tmp_path / 'test.png'), painted(flag(), 'bgr').pixels)
    expected = flag()
    expected[0, 0] = GREEN
    cv2.imwrite(str(tmp_path / 'mask.png'), expected)
    return SelfTest(Path('test.png'), Path('mask.png'), agreement=0.98)


def test_self_test_returns_the_share_that_agrees(make, self_test) -> None:
    assert make().self_test() == 1.0
    segmenter = make(manifest=replace(MANIFEST, self_test=self_test), confidence_threshold=1.0)
    assert segmenter.self_test() == pytest.approx(95 / 96)


@pytest.mark.parametrize(
    'change, error, match',
    [
        ({'agreement': 0.995}, ModelError, r'must agree with .*mask.png on 99.50% .* got 98.96%'),
        ({'image': Path('gone.png')}, ManifestError, 'must be readable images of one size'),
        (
            {'mask': Path('gone.png')},
            ManifestError,
            'self_test.mask: .*gone.png cannot be read: No such',
        ),
    ],
)
def test_failed_self_test_is_refused(make, self_test, change, error, match) -> None:
    segmenter = make(manifest=replace(MANIFEST, self_test=replace(self_test, **change)))
    with pytest.raises(error, match=match):
        segmenter.self_test()


class CountingEngine:
    """An engine that counts its runs."""

    def __init__(self, engine) -> None:
        """Wrap an engine."""
        self.inputs, self.outputs, self.provider = engine.inputs, engine.outputs, engine.provider
        self.runs, self._engine = 0, engine

    def run(self, tensor, names) -> list[np.ndarray]:
        """Run and count."""
        self.runs += 1
        return self._engine.run(tensor, names)


def levels(findings) -> dict[str, str]:
    return {finding.name: finding.level for finding in findings}


def test_the_result_of_a_frame_is_checked_without_another_run(make) -> None:
    segmenter, image = make(), painted(flag(), 'bgr')
    segmenter.engine = engine = CountingEngine(segmenter.engine)
    result = segmenter.process(image, SegmentationRequest(confidence=True, class_shares=True))
    assert levels(segmenter.check_result(image, result)) == {
        'encoding': 'ok',
        'image': 'ok',
        'class shares': 'ok',
        'grid': 'ok',
        'confidence': 'ok',
    }
    assert engine.runs == 1
    assert levels(segmenter.check_color_order(image, result)) == {'color order': 'ok'}
    assert engine.runs == 2
    plain = segmenter.process(image)
    assert levels(segmenter.check_result(image, plain)).keys() == {'encoding', 'image', 'grid'}
    with pytest.raises(ValueError, match='must have a confidence'):
        segmenter.check_color_order(image, plain)


def test_class_shares_count_pixels_below_the_confidence_threshold(make) -> None:
    classes = (*CLASSES[:2], replace(CLASSES[2], max_share=0.3))
    segmenter = make(manifest=replace(MANIFEST, classes=classes), confidence_threshold=1.0)
    image = painted(np.full((8, 12), BLUE, np.uint8))
    result = segmenter.process(image, SegmentationRequest(class_shares=True))
    assert (result.class_map == NONE).all()
    assert levels(segmenter.check_result(image, result))['class shares'] == 'warn'


def test_swapped_colors_cause_a_warning(make) -> None:
    # The score of bright red is higher than that of bright blue; `wrong` swaps them.
    head = Head(weights=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.2)))
    segmenter = make(tiny_graph((head,)))
    image = painted(np.full((8, 12), RED, np.uint8))
    wrong = Image(image.pixels, 'bgr')
    for given, level in ((image, 'ok'), (wrong, 'warn')):
        result = segmenter.process(given, SegmentationRequest(confidence=True))
        assert levels(segmenter.check_color_order(given, result)) == {'color order': level}


def test_padding_is_left_out_of_the_checks(make) -> None:
    manifest = replace(MANIFEST, input=InputFacts(resize='letterbox'))
    segmenter = make(manifest=manifest, output_size='network')
    image = painted(np.full((8, 2), RED, np.uint8))
    result = segmenter.process(image, SegmentationRequest(confidence=True, class_shares=True))
    assert levels(segmenter.check_result(image, result))['confidence'] == 'ok'
    assert result.class_shares[RED] == 1.0


def test_without_probabilities_or_colors_fewer_checks_are_made(make) -> None:
    classes = (*CLASSES[:2], replace(CLASSES[2], max_share=0.3))
    head = Head(kind='class_map', layout='NHW', dtype='int64')
    segmenter = make(tiny_graph((head,)), replace(MANIFEST, classes=classes))
    image = painted(np.full((320, 480), BLUE, np.uint8))
    result = segmenter.process(image, SegmentationRequest(confidence=True, class_shares=True))
    assert levels(segmenter.check_result(image, result)) == {
        'encoding': 'ok',
        'image': 'warn',
        'class shares': 'warn',
        'grid': 'warn',
    }
    assert segmenter.check_color_order(image, result) == ()
    gray = Image(np.zeros((8, 12), np.uint8), 'gray')
    segmenter = make()
    result = segmenter.process(gray, SegmentationRequest(confidence=True))
    assert segmenter.check_color_order(gray, result) == ()


def test_wrong_files_are_refused(make) -> None:
    with pytest.raises(ManifestError, match='sha256 must be'):
        make(manifest=replace(MANIFEST, sha256='0' * 64))
    with pytest.raises(ManifestError, match='entries'):
        make(tiny_graph((Head(channels=5),)))


class NanEngine:
    """An engine whose outputs are not finite."""

    def __init__(self, engine) -> None:
        """Replace an engine."""
        self.inputs, self.outputs, self.provider = engine.inputs, engine.outputs, engine.provider

    def run(self, tensor, names) -> list[np.ndarray]:
        """Return nothing but nan."""
        return [np.full((1, 3, 8, 12), np.nan, np.float32)]


def test_an_output_that_is_not_finite_is_refused(make) -> None:
    segmenter = make()
    segmenter.engine = NanEngine(segmenter.engine)
    with pytest.raises(FrameError, match='must be finite numbers'):
        segmenter.process(painted(flag()))


@pytest.mark.parametrize(
    'stem, labels, image, least',
    [
        (
            'deeplab_mobilenet_edgetpu_slim_cityscapes_quant',
            'cityscapes',
            'cityscapes_segmentation',
            0.91,
        ),
        ('deeplabv3_mnv2_pascal_quant', 'voc', 'bird_segmentation', 0.97),
    ],
)
def test_real_networks_agree_with_their_reference(
    tmp_path, shared_models, stem, labels, image, least
) -> None:
    label_set = named_label_set(labels)
    (tmp_path / 'real.yaml').write_text(
        dump_manifest(Manifest(label_set.classes, label_set.groups), stem)
    )
    segmenter = Segmenter(
        SegmenterParameters(
            model=str(shared_models / f'{stem}.onnx'), manifest=str(tmp_path / 'real.yaml')
        )
    )
    result = segmenter.process(Image(cv2.imread(str(shared_models / f'{image}.png')), 'bgr'))
    expected = cv2.imread(str(shared_models / f'{image}_mask.png'), cv2.IMREAD_GRAYSCALE)
    assert np.mean(result.class_map == expected) >= least
