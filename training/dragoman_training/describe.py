"""``dragoman-train describe``: what annotated documents hold, how varied they are, and what looks inconsistent."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import snowballstemmer

from dragoman.documents import Document

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+|\n+")
_RUN = 5
#: A run of words repeats if so many documents have it.
REPEATED_IN = 3
_EXAMPLES = 12


class Description(msgspec.Struct, frozen=True):
    """What a set of documents holds.

    Attributes:
        documents: number of documents.
        words: number of words, parted by white space.
        entities: label -> spans, commonest first.
        quotes: kind -> quotes; ``no source`` and ``several fragments`` beside them.
        events: type -> triggers, commonest first.
        statuses: status -> events.
        arguments: role -> spans.
        trigger_stems: type -> number of different stems of its triggers (Porter's stemmer for English).
        repeated_runs: runs of five words that stand in three documents or more -> in how many, commonest first.
        repeated_share: the share of all runs of five words that such runs make up, in percent.
        openings: the commonest first two words of sentences -> share of the sentences, in percent.
        labelled_twice: words that are entities of several labels -> label -> how often.
        triggers_of_several_types: stems of triggers of several types -> type -> how often.
        bare_triggers: trigger forms that stand without an event at least as often as with one -> (with, without).
    """

    documents: int
    words: int
    entities: dict[str, int]
    quotes: dict[str, int]
    events: dict[str, int]
    statuses: dict[str, int]
    arguments: dict[str, int]
    trigger_stems: dict[str, int]
    repeated_runs: dict[str, int]
    repeated_share: float
    openings: dict[str, float]
    labelled_twice: dict[str, dict[str, int]]
    triggers_of_several_types: dict[str, dict[str, int]]
    bare_triggers: dict[str, tuple[int, int]]


def describe(documents: Sequence[Document]) -> Description:
    """Counts what documents hold."""
    runs = Counter(run for document in documents for run in set(_runs(document.text)))
    repeated = {run: count for run, count in runs.most_common() if count >= REPEATED_IN}
    openings = Counter(opening for document in documents for opening in _openings(document.text))
    events = [(document, event) for document in documents for event in document.events]
    return Description(
        documents=len(documents),
        words=sum(len(document.text.split()) for document in documents),
        entities=_counted(entity.label for document in documents for entity in document.entities),
        quotes=_counted(kind for document in documents for kind in _quote_kinds(document)),
        events=_counted(event.type for _, event in events),
        statuses=_counted(event.status or "none" for _, event in events),
        arguments=_counted(role for _, event in events for role, spans in event.arguments.items() for _ in spans),
        trigger_stems={type: len(found) for type, found in sorted(_by_type(documents).items())},
        repeated_runs=dict(list(repeated.items())[:_EXAMPLES]),
        repeated_share=round(100 * sum(repeated.values()) / max(runs.total(), 1), 2),
        openings={
            words: round(100 * count / max(openings.total(), 1), 1) for words, count in openings.most_common(_EXAMPLES)
        },
        labelled_twice=_ambiguous(
            (document.covered(entity.span), entity.label) for document in documents for entity in document.entities
        ),
        triggers_of_several_types=_ambiguous(
            (_stem(document.covered(event.trigger)), event.type) for document, event in events
        ),
        bare_triggers=_bare_triggers(documents),
    )


def render(found: Description) -> str:
    """The description as plain text."""
    lines = [f"{found.documents} documents, {found.words} words", ""]
    for name in ("entities", "quotes", "events", "statuses", "arguments", "trigger_stems"):
        counts: dict[str, int] = getattr(found, name)
        listed = ", ".join(f"{label} {count}" for label, count in counts.items())
        lines.append(f"{name.replace('_', ' ')} ({sum(counts.values())}): {listed}")
    lines += ["", f"runs of {_RUN} words in {REPEATED_IN} documents or more: {found.repeated_share} % of all"]
    lines += [f"  {count:>3}  {run}" for run, count in found.repeated_runs.items()]
    lines += ["", "commonest openings of sentences, in percent"]
    lines += [f"  {share:>4}  {words}" for words, share in found.openings.items()]
    for title, table in (
        ("entities of several labels", found.labelled_twice),
        ("triggers of several types, by stem", found.triggers_of_several_types),
    ):
        lines += ["", title, *(f"  {words}: {_listed(counts)}" for words, counts in table.items())]
    lines += ["", "words more often bare than triggers (with an event, without)"]
    return "\n".join([*lines, *(f"  {word}: {one}, {other}" for word, (one, other) in found.bare_triggers.items())])


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{label} {count}" for label, count in counts.items())


def _counted(labels: Iterable[str]) -> dict[str, int]:
    return dict(Counter(labels).most_common())


def _quote_kinds(document: Document) -> Iterator[str]:
    for quote in document.quotes:
        yield quote.kind(document.text)
        if not quote.source:
            yield "no source"
        if len(quote.content) > 1:
            yield "several fragments"


def _by_type(documents: Sequence[Document]) -> dict[str, set[str]]:
    stems: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for event in document.events:
            stems[event.type].add(_stem(document.covered(event.trigger)))
    return stems


def _stem(words: str) -> str:
    return " ".join(_STEMMER.stemWords(words.lower().split()))


_STEMMER = snowballstemmer.stemmer("english")


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    for first in range(len(words) - _RUN + 1):
        yield " ".join(words[first : first + _RUN])


def _openings(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        words = _WORD.findall(sentence)
        if len(words) > 2:
            yield " ".join(words[:2])


def _ambiguous(items: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for words, label in items:
        counts[words][label] += 1
    several = [(words, found) for words, found in counts.items() if len(found) > 1]
    return {words: dict(found.most_common()) for words, found in sorted(several, key=lambda item: -item[1].total())}


def _bare_triggers(documents: Sequence[Document]) -> dict[str, tuple[int, int]]:
    """Single words that are triggers at least twice, and stand bare at least as often."""
    with_event = Counter(document.covered(event.trigger).lower() for document in documents for event in document.events)
    everywhere = Counter(word for document in documents for word in _WORD.findall(document.text.lower()))
    rows = {word: (count, everywhere[word] - count) for word, count in with_event.items() if count > 1}
    bare = {word: row for word, row in rows.items() if row[1] >= row[0]}
    return dict(sorted(bare.items(), key=lambda item: -item[1][1]))
