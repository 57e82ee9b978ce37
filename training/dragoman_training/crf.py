"""The loss of a layer of tags as a chain: a conditional random field that learns from sets of allowed tags.

A span is right only if all its tags are; scored one by one, its words do not know of each other. The chain (Lafferty,
McCallum and Pereira, 2001) scores whole paths, and where a corpus leaves open which of several tags a word has, the
loss is minus the logarithm of the total probability of all paths that it allows (Tsuboi et al., 2008).
"""

import torch
from torch import Tensor
from torch.nn import functional

from dragoman.tags import BEGIN, END, INSIDE, SINGLE
from dragoman_training.targets import ANYTHING

# What no path may do costs so much; finite, so that no gradient becomes NaN.
_FORBIDDEN = -1e4
_TINY = 1e-30


def crf_loss(scores: Tensor, outer: Tensor, inner: Tensor, sets: Tensor, table: Tensor, breaks: Tensor) -> Tensor:
    """Sum over the rows of the log total of all legal paths, less that of the allowed ones.

    Args:
        scores: (rows, words, tags).
        outer: see ``dragoman.chain.Transitions``, (labels + 2, labels + 2).
        inner: the same, (labels, 2, 2).
        sets: number of each word's allowed set, ANYTHING for padding too, (rows, words).
        table: whether a set allows a tag, (sets, tags).
        breaks: whether a paragraph begins before a word, or ends after the last one, (rows, words + 1).

    Returns:
        A scalar.
    """
    told = (sets != ANYTHING).any(dim=1)
    if not bool(told.any()):
        return scores.sum() * 0.0
    scores, sets, breaks = scores[told].float(), sets[told], breaks[told]
    allowed = scores.masked_fill(~table[sets], _FORBIDDEN)
    steps = transition_table(outer.float(), inner.float())
    both = _log_totals(torch.cat([scores, allowed]), steps, torch.cat([breaks, breaks]))
    return both[: len(scores)].sum() - both[len(scores) :].sum()


def transition_table(outer: Tensor, inner: Tensor) -> Tensor:
    """The tied transitions written out: from tag to tag, of a first tag, of a last tag, (tags + 2, tags)."""
    labels = len(inner)
    tags = torch.arange(1 + 4 * labels, device=outer.device)
    label = torch.where(tags == 0, labels, (tags - 1) // 4)
    position = torch.where(tags == 0, SINGLE, (tags - 1) % 4)
    begins = (position == BEGIN) | (position == SINGLE)
    ends = (position == END) | (position == SINGLE)
    between = outer[label][:, label].masked_fill(~(ends[:, None] & begins[None]), _FORBIDDEN)
    own = functional.one_hot(label, labels + 1)[:, :labels].to(inner.dtype)  # O has none, and no inner step either
    goes_on = inner[:, (position == INSIDE).long()][:, :, (position == END).long()]  # (labels, tags, tags)
    within = torch.einsum("tl,ltu,ul->tu", own, goes_on, own)
    open_ended = (label[:, None] == label[None]) & ~ends[:, None] & ~begins[None]
    first = outer[-1, label].masked_fill(~begins, _FORBIDDEN)
    last = outer[label, -1].masked_fill(~ends, _FORBIDDEN)
    return torch.cat([torch.where(open_ended, within, between), first[None], last[None]])


def _log_totals(scores: Tensor, steps: Tensor, breaks: Tensor) -> Tensor:
    """The log total of all paths of each row, by the forward recursion, (rows,).

    A row that begins or ends inside a paragraph may do so with any tag. The recursion goes in probabilities, scaled to
    sum to one at each word (Rabiner, 1989): half the operations of one in logarithms, which took a quarter of a step.
    """
    tags = scores.shape[-1]
    between, first, last = steps[:tags].exp(), steps[tags].exp(), steps[tags + 1].exp()
    across = last[:, None] * first[None]
    highest = scores.detach().amax(dim=-1, keepdim=True)
    likelihoods = (scores - highest).exp().unbind(dim=1)
    breaking = breaks[..., None].unbind(dim=1)
    forward = torch.where(breaking[0], first, torch.ones_like(first)) * likelihoods[0]
    totals: list[Tensor] = []
    for word, likelihood in enumerate(likelihoods):
        if word:
            forward = torch.where(breaking[word], forward @ across, forward @ between) * likelihood
        total = forward.sum(dim=-1, keepdim=True).clamp(min=_TINY)
        totals.append(total)
        forward = forward / total
    end = (forward * torch.where(breaking[-1], last, torch.ones_like(last))).sum(dim=-1, keepdim=True)
    totals.append(end.clamp(min=_TINY))
    return torch.cat(totals, dim=-1).log().sum(dim=-1) + highest.sum(dim=(1, 2))
