import pytest
import torch

from dragoman_training.precision import has_bfloat16, in_bfloat16


@pytest.mark.parametrize("found", [{}, {"avx512_bf16": False, "amx_bf16": False}])
def test_a_processor_without_the_instructions_stays_in_float32(
    found: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: found, raising=False)
    assert not has_bfloat16()
    assert not in_bfloat16("auto")
    assert in_bfloat16(True)


@pytest.mark.parametrize("instructions", ["avx512_bf16", "amx_bf16"])
def test_a_processor_with_the_instructions_takes_them_unless_told_otherwise(
    instructions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {instructions: True}, raising=False)
    assert in_bfloat16("auto")
    assert not in_bfloat16(False)


def test_a_torch_that_cannot_tell_stays_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert not has_bfloat16()
