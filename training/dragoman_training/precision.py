"""Whether a run computes in bfloat16: three times as fast where the processor has the instructions, and many times as
slow where torch must imitate them.
"""

from typing import Any, Literal

import torch

Bfloat16 = bool | Literal["auto"]


def in_bfloat16(setting: Bfloat16) -> bool:
    """What a config's ``bf16`` comes to on this machine."""
    return has_bfloat16() if setting == "auto" else setting


def has_bfloat16() -> bool:
    """Whether the GPU, or else the processor, has instructions for bfloat16."""
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    capabilities: Any = getattr(torch.cpu, "get_capabilities", dict)  # older releases of torch cannot tell
    found = capabilities()
    return bool(found.get("avx512_bf16") or found.get("amx_bf16") or found.get("bf16"))
