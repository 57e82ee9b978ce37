import numpy as np
import pytest
import torch

from dragoman.chain import Transitions, decode
from dragoman.tags import TagSet
from dragoman_training.crf import crf_loss, transition_table

TAGS = TagSet(("a", "b"))
ALL, NO_SPAN, ONLY_A = 0, 1, 2


def table() -> torch.Tensor:
    allowed = torch.zeros(3, len(TAGS), dtype=torch.bool)
    allowed[ALL] = True
    allowed[NO_SPAN, 0] = True
    allowed[ONLY_A, TAGS.tags(["a"])] = True
    return allowed


def parameters(seed: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(seed)
    return torch.randn(1, 3, len(TAGS)), torch.randn(4, 4), torch.randn(2, 2, 2)


def loss(sets: list[int], breaks: list[int], seed: int = 0) -> float:
    scores, outer, inner = parameters(seed)
    found = crf_loss(scores, outer, inner, torch.tensor([sets]), table(), torch.tensor([breaks]).bool())
    return float(found)


def test_the_table_allows_what_the_tags_allow() -> None:
    _, outer, inner = parameters(0)
    legal = np.vstack([TAGS.transitions, TAGS.may_begin, TAGS.may_end])
    assert ((transition_table(outer, inner).numpy() > -1e3) == legal).all()


@pytest.mark.parametrize("seed", range(4))
def test_the_loss_is_that_of_the_decoder(seed: int) -> None:
    """What the decoder says of a span's probability is what the loss pays for it."""
    scores, outer, inner = parameters(seed)
    steps = Transitions(outer.numpy(), inner.numpy())
    runs = decode([scores[0].numpy()], TAGS, steps)[0]
    for (label, first, last), log_probability in zip(runs.spans, runs.log_probabilities, strict=True):
        size = last - first + 1
        positions = [3] if size == 1 else [0, *[1] * (size - 2), 2]
        allowed = torch.ones(4, len(TAGS), dtype=torch.bool)
        sets = [ALL, ALL, ALL]
        for offset, position in enumerate(positions):
            allowed[offset + 1] = False
            allowed[offset + 1, TAGS.tag(position, label)] = True
            sets[first + offset] = offset + 1
        found = crf_loss(scores, outer, inner, torch.tensor([sets]), allowed, torch.tensor([[1, 0, 0, 1]]).bool())
        assert float(found) == pytest.approx(-log_probability, abs=1e-4)


def test_what_is_not_told_costs_nothing() -> None:
    assert loss([ALL, ALL, ALL], [1, 0, 0, 1]) == 0.0
    assert loss([NO_SPAN, ALL, ALL], [1, 0, 0, 1]) > 0.0


def test_padding_after_the_last_word_costs_nothing() -> None:
    scores, outer, inner = parameters(0)
    padded = torch.cat([scores, torch.randn(1, 4, len(TAGS))], dim=1)
    sets = torch.tensor([[NO_SPAN, ONLY_A, NO_SPAN, ALL, ALL, ALL, ALL]])
    breaks = torch.tensor([[1, 0, 0, 1, 0, 0, 0, 0]]).bool()
    found = crf_loss(padded, outer, inner, sets, table(), breaks)
    assert float(found) == pytest.approx(loss([NO_SPAN, ONLY_A, NO_SPAN], [1, 0, 0, 1]), abs=1e-4)


def test_paragraphs_are_chains_of_their_own() -> None:
    """A window of two paragraphs costs what the two cost apart."""
    scores, outer, inner = parameters(2)
    sets, breaks = torch.tensor([[ONLY_A, NO_SPAN, ONLY_A]]), torch.tensor([[1, 1, 0, 1]]).bool()
    whole = crf_loss(scores, outer, inner, sets, table(), breaks)
    apart = [
        crf_loss(scores[:, part], outer, inner, sets[:, part], table(), torch.tensor([edges]).bool())
        for part, edges in ((slice(0, 1), [1, 1]), (slice(1, 3), [1, 0, 1]))
    ]
    assert float(whole) == pytest.approx(float(sum(apart)), abs=1e-4)


def test_gradients_are_finite() -> None:
    scores, outer, inner = (tensor.requires_grad_() for tensor in parameters(3))
    sets = torch.tensor([[ONLY_A, NO_SPAN, ALL]])
    crf_loss(scores, outer, inner, sets, table(), torch.tensor([[1, 0, 0, 1]]).bool()).backward()
    assert all(bool(torch.isfinite(tensor.grad).all()) for tensor in (scores, outer, inner))
