from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from strategies import documents

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.errors import InputError
from dragoman_training.evaluation.report import Report, evaluate_documents

TEXT = "Ada met Bob."
ADA, MET, BOB = Span(0, 3), Span(4, 7), Span(8, 11)
GOLD = Document(
    "d",
    TEXT,
    entities=(Entity("PERSON", ADA), Entity("PERSON", BOB)),
    quotes=(Quote((BOB,), MET, (ADA,)),),
    events=(Event("CONSULT", MET, "actual", {"actor": (ADA, BOB)}),),
)
PREDICTED = replace(GOLD, entities=(Entity("PERSON", ADA, 0.8),))


def test_layers_that_gold_does_not_mark_are_left_out() -> None:
    report = evaluate_documents([replace(GOLD, quotes=(), events=())], [PREDICTED])
    assert report.entities is not None
    assert (report.quotes, report.events) == (None, None)


def test_layers_are_scored_by_their_own_modules() -> None:
    report = evaluate_documents([GOLD], [PREDICTED], sentences={"d": [Span(0, 12)]})
    assert report.documents == 1
    assert report.entities is not None
    assert report.entities.micro.f1 == pytest.approx(200 / 3)  # 2 * 1 of 2 + 1
    assert report.quotes is not None
    assert report.quotes.linked.f1 == 100.0
    assert report.quotes.sentence_fragments is not None
    assert report.events is not None
    assert report.events.trigger.f1 == 100.0


def test_confidences_are_judged_where_there_are_any() -> None:
    # One entity, confidence 80, right: 20 points off. Quotes and events carry no confidence.
    report = evaluate_documents([GOLD], [PREDICTED])
    assert list(report.reliability) == ["entities"]
    assert report.reliability["entities"].error == pytest.approx(20.0)


def test_json_is_read_back() -> None:
    report = evaluate_documents([GOLD], [PREDICTED], sentences={"d": [Span(0, 12)]})
    assert msgspec.json.decode(report.to_json(), type=Report) == report


def test_table_is_aligned_and_complete() -> None:
    lines = evaluate_documents([GOLD], [PREDICTED]).render().splitlines()
    rows = {line[:26].strip(): line.split()[-7:] for line in lines}
    assert lines[0].split() == ["1", "documents", "P", "R", "F1", "95", "%", "gold", "pred", "right"]
    assert rows["micro"] == ["100.0", "50.0", "66.7", "66.7-66.7", "2", "1", "1"]
    assert {"PERSON", "macro", "source", "linked", "found", "trigger", "actor", "calibration error"} <= set(rows)
    ends = {len(line) for line in lines if line.startswith("  ") and len(line.split()) >= 8}
    assert len(ends) == 1


def test_documents_that_do_not_match_are_refused() -> None:
    with pytest.raises(InputError, match="gold documents"):
        evaluate_documents([GOLD], [])


@settings(max_examples=20)
@given(documents())
def test_any_document_can_be_reported(document: Document) -> None:
    # Entities may overlap in these documents, which strict scores refuse.
    document = replace(document, entities=document.entities[:1], references={})
    report = evaluate_documents([document], [document])
    assert report.render() == evaluate_documents([document], [document]).render()
    assert report.quotes is None or report.quotes.linked.f1 == 100.0
