"""Where a network runs."""

from typing import Literal

#: ``auto``: the GPU where there is one.
Device = Literal["auto", "cpu", "cuda"]
