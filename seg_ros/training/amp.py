# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whether mixed precision with bfloat16 is faster than float32 on a device."""

import torch


def has_fast_bfloat16(device: torch.device) -> bool:
    """
    Return whether `device` has instructions for bfloat16.

    A CPU without AVX-512 BF16 or AMX converts to float32 and back, which takes longer than float32
    alone. False where torch is too old to list the capabilities of the CPU.
    """
    if device.type == 'cuda':
        return torch.cuda.is_bf16_supported(including_emulation=False)
    capabilities: dict[str, bool] = getattr(torch.cpu, 'get_capabilities', dict)()
    return bool(capabilities.get('avx512_bf16') or capabilities.get('amx_bf16'))
