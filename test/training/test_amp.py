# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A device computes in bfloat16 where that is quick, and only there."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.amp import is_quick_in_bfloat16  # noqa: E402

PROCESSOR, CARD = torch.device('cpu'), torch.device('cuda')


@pytest.mark.parametrize(
    'able, quick',
    [
        ({'avx512_bf16': True}, True),
        ({'avx512_bf16': False, 'amx_bf16': True}, True),
        ({'avx512_bf16': False, 'avx2': True}, False),
        ({}, False),
    ],
)
def test_a_processor_needs_the_instructions(
    monkeypatch: pytest.MonkeyPatch, able: dict, quick: bool
) -> None:
    monkeypatch.setattr(torch.cpu, 'get_capabilities', lambda: able, raising=False)
    assert is_quick_in_bfloat16(PROCESSOR) is quick


def test_a_torch_that_tells_nothing_computes_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(torch.cpu, 'get_capabilities', raising=False)
    assert not is_quick_in_bfloat16(PROCESSOR)


@pytest.mark.parametrize('able', [True, False])
def test_a_card_must_not_emulate_it(monkeypatch: pytest.MonkeyPatch, able: bool) -> None:
    monkeypatch.setattr(
        torch.cuda, 'is_bf16_supported', lambda including_emulation: able or including_emulation
    )
    assert is_quick_in_bfloat16(CARD) is able
