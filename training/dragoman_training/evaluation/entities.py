"""Entities: exact span and label, reported by seqeval in strict mode."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from dragoman.documents import Document, Entity
from dragoman.errors import InputError
from dragoman_training.evaluation.counts import Counts, Score, count_equal, score
from dragoman_training.evaluation.labels import LabelMap, translate
from dragoman_training.evaluation.pairing import document_pairs
from dragoman_training.evaluation.strict import Tags, strict_report

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Average(msgspec.Struct, frozen=True):
    """Precision, recall and F1 in percent, each the mean over labels."""

    precision: float
    recall: float
    f1: float


class EntityScores(msgspec.Struct, frozen=True):
    """Exact-span scores.

    Attributes:
        labels: label -> its score, in alphabetical order.
        micro: over all entities, with the interval of its F1.
        macro: mean over the labels in gold or predicted data, as seqeval takes it.
    """

    labels: dict[str, Score]
    micro: Score
    macro: Average


def score_entities(
    gold: Sequence[Document], predicted: Sequence[Document], *, labels: LabelMap | None = None
) -> EntityScores:
    """Scores entities: right if span and label are.

    The figures are seqeval's (``mode="strict"``, ``scheme=IOB2``) over tokens cut at every gold and predicted edge, so
    that no span is lost to tokenisation. A label that is predicted but not in the gold data counts in the macro
    average, with F1 0.

    Args:
        gold: documents with the corpus's labels.
        predicted: the same documents in the same order, with the labels of our scheme.
        labels: corpus's own label -> labels of our scheme that it stands for; see ``labels.translate``.

    Raises:
        ConfigError: the sets of ``labels`` are not disjoint, or a gold label is missing from it.
        InputError: the documents do not match, there are none, or entities of one document overlap.
        MissingExtraError: seqeval is not installed.
    """
    pairs = document_pairs(*translate(gold, predicted, labels))
    names = sorted({entity.label for pair in pairs for document in pair for entity in document.entities})
    micro = score([count_entities(*pair) for pair in pairs], interval=True)
    if not names:
        return EntityScores({}, micro, Average(0.0, 0.0, 0.0))
    report = strict_report(*token_tags(pairs))
    per_label = {name: score([count_entities(*pair, label=name) for pair in pairs]) for name in names}
    return EntityScores(
        labels={name: _with_figures(counted, report[name]) for name, counted in per_label.items()},
        micro=_with_figures(micro, report["micro avg"]),
        macro=Average(*_figures(report["macro avg"])),
    )


def count_entities(gold: Document, predicted: Document, *, label: str | None = None) -> Counts:
    """Counts the entities of one document by exact span and label; only those of one label if it is given."""
    return count_equal(_keys(gold, label), _keys(predicted, label))


def token_tags(pairs: Sequence[tuple[Document, Document]]) -> tuple[Tags, Tags]:
    """IOB2 tags of gold and predicted documents over the same tokens.

    Raises:
        InputError: entities of one document overlap, which IOB2 cannot express.
    """
    gold: Tags = []
    predicted: Tags = []
    for wanted, found in pairs:
        starts = _token_starts(wanted.text, (*wanted.entities, *found.entities))
        gold.append(_tags(wanted, starts))
        predicted.append(_tags(found, starts))
    return gold, predicted


def _keys(document: Document, label: str | None) -> Iterator[tuple[str, int, int]]:
    for entity in document.entities:
        if label is None or entity.label == label:
            yield entity.label, entity.span.start, entity.span.end


def _token_starts(text: str, entities: Sequence[Entity]) -> list[int]:
    edges = {0, len(text)}
    for entity in entities:
        edges |= {entity.span.start, entity.span.end}
    cuts = sorted(edges)
    return [match.start() for start, end in pairwise(cuts) for match in _TOKEN.finditer(text, start, end)]


def _tags(document: Document, starts: Sequence[int]) -> list[str]:
    tags = dict.fromkeys(starts, "O")
    end = 0
    tokens = iter(starts)
    token = next(tokens, None)
    for entity in sorted(document.entities, key=lambda entity: entity.span):
        if entity.span.start < end:
            raise InputError(
                f"document {document.id!r}: entity {entity.label} at {entity.span.start}:{entity.span.end} overlaps "
                "another one; strict scores are defined for flat entities only"
            )
        end = entity.span.end
        while token is not None and token < end:
            if token >= entity.span.start:
                tags[token] = f"{'B' if token == entity.span.start else 'I'}-{entity.label}"
            token = next(tokens, None)
    return list(tags.values())


def _with_figures(counted: Score, figures: Mapping[str, float]) -> Score:
    precision, recall, f1 = _figures(figures)
    return msgspec.structs.replace(counted, precision=precision, recall=recall, f1=f1)


def _figures(row: Mapping[str, float]) -> tuple[float, float, float]:
    return 100.0 * float(row["precision"]), 100.0 * float(row["recall"]), 100.0 * float(row["f1-score"])
