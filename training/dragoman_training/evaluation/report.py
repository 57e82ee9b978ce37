"""All scores of a set of documents in one report, as JSON and as a table."""

from collections.abc import Sequence

import msgspec

from dragoman.documents import Document
from dragoman_training.evaluation.calibration import Reliability, reliability
from dragoman_training.evaluation.confidences import scored_items
from dragoman_training.evaluation.entities import EntityScores, score_entities
from dragoman_training.evaluation.events import EventScores, score_events
from dragoman_training.evaluation.fragments import Sentences
from dragoman_training.evaluation.labels import LabelMap
from dragoman_training.evaluation.pairing import document_pairs, marked_layers
from dragoman_training.evaluation.quotes import QuoteScores, score_quotes
from dragoman_training.evaluation.table import HEADER, Row, aligned, score_row, share_row

#: So many confusions of event types are shown.
_CONFUSIONS = 12


class Report(msgspec.Struct, frozen=True):
    """Scores of every layer that the gold data mark; a layer that they do not mark is None.

    Attributes:
        documents: how many were compared.
        entities: scores of entities.
        quotes: scores of quotes.
        events: scores of events.
        reliability: layer -> calibration of its confidences, where predictions carry them; see ``scored_items``.
    """

    documents: int
    entities: EntityScores | None = None
    quotes: QuoteScores | None = None
    events: EventScores | None = None
    reliability: dict[str, Reliability] = {}

    def to_json(self) -> str:
        """The report as indented JSON; ``msgspec.json.decode(text, type=Report)`` reads it back."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()

    def render(self) -> str:
        """The report as a table in plain text, percentages with one decimal."""
        rows: list[Row] = [(f"{self.documents} documents", *HEADER)]
        rows += _entity_rows(self.entities) if self.entities else []
        rows += _quote_rows(self.quotes) if self.quotes else []
        rows += _event_rows(self.events) if self.events else []
        if self.reliability:
            rows += [(), ("calibration error", "points")]
            rows += [(f"  {layer}", f"{table.error:.1f}") for layer, table in self.reliability.items()]
        return aligned(rows)


def evaluate_documents(
    gold: Sequence[Document],
    predicted: Sequence[Document],
    *,
    labels: LabelMap | None = None,
    sentences: Sentences | None = None,
) -> Report:
    """Compares predicted documents with gold ones in every layer that any gold document marks.

    Args:
        gold: the right documents.
        predicted: the same documents in the same order.
        labels: corpus's own entity label -> labels of our scheme; see ``score_entities``.
        sentences: document id -> sentences, for CofeNet's metric; see ``cofenet.sentence_spans``.

    Raises:
        ConfigError: as ``score_entities``.
        InputError: the documents do not match, there are none, or one has no entry in ``sentences``.
        MissingExtraError: seqeval is not installed, and there are entities.
    """
    document_pairs(gold, predicted)
    marked = marked_layers(gold)
    return Report(
        documents=len(gold),
        entities=score_entities(gold, predicted, labels=labels) if "entities" in marked else None,
        quotes=score_quotes(gold, predicted, sentences=sentences) if "quotes" in marked else None,
        events=score_events(gold, predicted) if "events" in marked else None,
        reliability={
            layer: reliability(confidences, correct)
            for layer in marked
            for confidences, correct in [scored_items(gold, predicted, layer, labels=labels)]
            if confidences
        },
    )


def _entity_rows(scores: EntityScores) -> list[Row]:
    macro = scores.macro
    return [
        (),
        ("entities",),
        *(score_row(label, score) for label, score in scores.labels.items()),
        score_row("micro", scores.micro),
        ("  macro", *(f"{value:.1f}" for value in (macro.precision, macro.recall, macro.f1))),
    ]


def _quote_rows(scores: QuoteScores) -> list[Row]:
    found = scores.found
    return [
        (),
        ("quotes",),
        *(score_row(part, score) for part, score in scores.fragments.items()),
        *(score_row(f"{part}, by sentence", score) for part, score in (scores.sentence_fragments or {}).items()),
        score_row("linked", scores.linked),
        score_row("linked source + content", scores.linked_source_content),
        score_row("found", found.overall),
        *(share_row(f"found, {kind}", share) for kind, share in found.recall_by_kind.items()),
        share_row("right source of found", found.right_source),
    ]


def _event_rows(scores: EventScores) -> list[Row]:
    rows = [
        (),
        ("events",),
        score_row("trigger", scores.trigger),
        score_row("trigger, overlap", scores.trigger_overlap),
        score_row("trigger, overlap, any type", scores.found),
        share_row("type given the trigger", scores.type),
        share_row("status given the trigger", scores.status),
    ]
    for role, score in scores.arguments.items():
        rows += [
            score_row(f"{role}", score.exact),
            score_row(f"{role}, overlap", score.overlap),
            score_row(f"{role} given the trigger", score.given_exact),
            score_row(f"{role} given, overlap", score.given_overlap),
        ]
    rows += [(), ("event types",), *(score_row(type, score) for type, score in scores.types.items())]
    commonest = list(scores.confusions.items())[:_CONFUSIONS]
    return [*rows, (), ("taken for another",), *((f"  {pair}", *([""] * 4), str(count)) for pair, count in commonest)]
