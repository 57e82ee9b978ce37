"""Quotes: their parts as flat fragments, whole quotes exactly linked, and quotes found at least roughly."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import get_args

import msgspec

from dragoman.documents import QUOTE_PARTS, Document, Quote, QuoteKind, Span
from dragoman_training.evaluation.counts import Counts, Score, Share, count_equal, score, share
from dragoman_training.evaluation.fragments import Sentences, fragments
from dragoman_training.evaluation.pairing import document_pairs, one_to_one

#: From this F1 of content words on (a share of 1), a predicted quote has found the gold one.
FOUND = 0.5

_WORD = re.compile(r"\w+")
_KINDS: tuple[QuoteKind, ...] = get_args(QuoteKind)
_Pairs = Sequence[tuple[Document, Document]]


class FoundScores(msgspec.Struct, frozen=True):
    """Quotes found at least roughly: F1 of content words 0.5 or more.

    Attributes:
        overall: precision, recall and F1 of whole quotes.
        recall_by_kind: of the gold quotes of a kind (direct, mixed, indirect), the share found.
        right_source: of the quotes found, the share whose source spans are exactly the gold ones.
    """

    overall: Score
    recall_by_kind: dict[str, Share]
    right_source: Share


class QuoteScores(msgspec.Struct, frozen=True):
    """All scores of the quote layer.

    Attributes:
        fragments: source, cue, content -> exact-span score over flat sets of fragments.
        sentence_fragments: the same with gold and predicted fragments cut at sentence boundaries (CofeNet's metric);
            None where no sentences were given.
        linked: whole quotes whose source, cue and content are all exact.
        linked_source_content: whole quotes whose source and content are exact.
        found: quotes found at least roughly.
    """

    fragments: dict[str, Score]
    sentence_fragments: dict[str, Score] | None
    linked: Score
    linked_source_content: Score
    found: FoundScores


def score_quotes(
    gold: Sequence[Document], predicted: Sequence[Document], *, sentences: Sentences | None = None
) -> QuoteScores:
    """Scores quotes in every way that this module knows.

    Args:
        gold: documents with the right quotes.
        predicted: the same documents in the same order.
        sentences: document id -> sentences, for the metric that cuts fragments at their boundaries.

    Raises:
        InputError: the documents do not match, there are none, or one has no entry in ``sentences``.
    """
    pairs = document_pairs(gold, predicted)
    return QuoteScores(
        fragments=score_fragments(gold, predicted),
        sentence_fragments=score_fragments(gold, predicted, sentences=sentences) if sentences is not None else None,
        linked=_score_linked(pairs, exact_key),
        linked_source_content=_score_linked(pairs, _source_and_content),
        found=score_found(gold, predicted),
    )


def score_fragments(
    gold: Sequence[Document], predicted: Sequence[Document], *, sentences: Sentences | None = None
) -> dict[str, Score]:
    """Exact-span scores of source, cue and content over flat sets of fragments, each distinct fragment once.

    With sentences this is the metric of CofeNet (Wang et al., 2022; github.com/cofe-ai/CofeNet, ``exe/eval``, "exact
    match"): its data are single sentences, so a content over three sentences is three fragments there. Its tokens are
    replaced by characters, which makes an edge inside a token count as wrong.

    Raises:
        InputError: the documents do not match, there are none, or one has no entry in ``sentences``.
    """
    cut = [
        (fragments(wanted, sentences), fragments(found, sentences)) for wanted, found in document_pairs(gold, predicted)
    ]
    return {
        part: score(
            [
                count_equal((item for item in wanted if item[0] == part), (item for item in found if item[0] == part))
                for wanted, found in cut
            ],
            interval=True,
        )
        for part in QUOTE_PARTS
    }


def score_linked(gold: Sequence[Document], predicted: Sequence[Document], *, cue: bool = True) -> Score:
    """Whole quotes, one to one: right if the sets of source and content spans, and with ``cue`` the cue, are equal.

    Raises:
        InputError: the documents do not match or there are none.
    """
    return _score_linked(document_pairs(gold, predicted), exact_key if cue else _source_and_content)


def score_found(gold: Sequence[Document], predicted: Sequence[Document]) -> FoundScores:
    """Whole quotes, one to one: found if the F1 of the content's words is at least 0.5.

    Quotes are paired greedily, the highest F1 first; an optimal assignment could find more only where one predicted
    quote reaches 0.5 with several gold ones.

    Raises:
        InputError: the documents do not match or there are none.
    """
    pairs = document_pairs(gold, predicted)
    matches = [match_quotes(wanted, found, threshold=FOUND) for wanted, found in pairs]
    counts = [
        Counts(len(wanted.quotes), len(found.quotes), len(matched))
        for (wanted, found), matched in zip(pairs, matches, strict=True)
    ]
    return FoundScores(
        overall=score(counts, interval=True),
        recall_by_kind=_recall_by_kind(pairs, matches),
        right_source=share(
            set(wanted.quotes[one].source) == set(found.quotes[other].source)
            for (wanted, found), matched in zip(pairs, matches, strict=True)
            for one, other in matched
        ),
    )


def match_quotes(gold: Document, predicted: Document, *, threshold: float) -> list[tuple[int, int]]:
    """Pairs the quotes of a document greedily by the F1 of their content words.

    Args:
        gold: one document.
        predicted: the same document.
        threshold: the least F1 of a pair, as a share of 1; an F1 of 0 is never paired.

    Returns:
        (index of the gold quote, index of the predicted one)
    """
    words = [match.span() for match in _WORD.finditer(gold.text)]
    wanted = [_content_words(quote, words) for quote in gold.quotes]
    found = [_content_words(quote, words) for quote in predicted.quotes]
    return one_to_one(
        (quality, one, other)
        for one, left in enumerate(wanted)
        for other, right in enumerate(found)
        if (quality := _f1(left, right)) >= threshold and quality > 0
    )


def exact_key(quote: Quote) -> Hashable:
    """What two quotes must share to be equal in source, cue and content."""
    return frozenset(quote.source), quote.cue, frozenset(quote.content)


def _source_and_content(quote: Quote) -> Hashable:
    return frozenset(quote.source), frozenset(quote.content)


def _score_linked(pairs: _Pairs, key: Callable[[Quote], Hashable]) -> Score:
    counts = [count_equal(map(key, wanted.quotes), map(key, found.quotes)) for wanted, found in pairs]
    return score(counts, interval=True)


def _recall_by_kind(pairs: _Pairs, matches: Sequence[Sequence[tuple[int, int]]]) -> dict[str, Share]:
    outcomes: dict[str, list[bool]] = {kind: [] for kind in _KINDS}
    for (wanted, _), matched in zip(pairs, matches, strict=True):
        found = {one for one, _ in matched}
        for index, quote in enumerate(wanted.quotes):
            outcomes[quote.kind(wanted.text)].append(index in found)
    return {kind: share(listed) for kind, listed in outcomes.items()}


def _content_words(quote: Quote, words: Iterable[tuple[int, int]]) -> set[int]:
    """Starts of the words that the content touches; of each fragment that holds none, its own start.

    Without the latter a content of punctuation alone could be found by nothing, not even by itself.
    """
    touched = [[start for start, end in words if _touches(span, start, end)] or [span.start] for span in quote.content]
    return set(chain.from_iterable(touched))


def _touches(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end


def _f1(left: set[int], right: set[int]) -> float:
    return 2 * len(left & right) / (len(left) + len(right))
