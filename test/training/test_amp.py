# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""bfloat16 is used only on devices with instructions for it."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.amp import has_fast_bfloat16  # noqa: E402

PROCESSOR, GPU = torch.device('cpu'), torch.device('cuda')


@pytest.mark.parametrize(
    'capabilities, expected',
    [
        ({'avx512_bf16': True}, True),
        ({'avx512_bf16': False, 'amx_bf16': True}, True),
        ({'avx512_bf16': False, 'avx2': True}, False),
        ({}, False),
    ],
)
def test_a_cpu_needs_instructions_for_bfloat16(
    monkeypatch: pytest.MonkeyPatch, capabilities: dict, expected: bool
) -> None:
    monkeypatch.setattr(torch.cpu, 'get_capabilities', lambda: capabilities, raising=False)
    assert has_fast_bfloat16(PROCESSOR) is expected


def test_float32_where_torch_lists_no_capabilities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(torch.cpu, 'get_capabilities', raising=False)
    assert not has_fast_bfloat16(PROCESSOR)


@pytest.mark.parametrize('is_supported', [True, False])
def test_a_gpu_must_not_emulate_bfloat16(
    monkeypatch: pytest.MonkeyPatch, is_supported: bool
) -> None:
    monkeypatch.setattr(
        torch.cuda,
        'is_bf16_supported',
        lambda including_emulation: is_supported or including_emulation,
    )
    assert has_fast_bfloat16(GPU) is is_supported
