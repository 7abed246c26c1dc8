# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which numbers a device multiplies fastest."""

import torch


def is_quick_in_bfloat16(device: torch.device) -> bool:
    """
    Return whether `device` multiplies bfloat16 itself.

    A processor without AVX-512 BF16 or AMX converts to float32 and back, which costs more than
    it saves. A torch too old to tell of its processor is taken for one without.
    """
    if device.type == 'cuda':
        return torch.cuda.is_bf16_supported(including_emulation=False)
    able: dict[str, bool] = getattr(torch.cpu, 'get_capabilities', dict)()
    return bool(able.get('avx512_bf16') or able.get('amx_bf16'))
