"""The Dragoman corpus: what no annotation of it may break."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dragoman.documents import Document
from dragoman.jsonl import from_record
from dragoman.scheme import load_scheme
from dragoman_training.readers import read_jsonl

CORPUS = Path(__file__).parents[2] / "training" / "corpus"
SPLITS = ("train", "dev", "test")
PARTS = ("fiction", "news")


def records(part: str, split: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / part / f"{split}.jsonl").read_text().splitlines()]


def all_documents(part: str) -> list[Document]:
    """All documents; those of the news, whose texts are elsewhere, with a text of that length without blanks."""
    return [
        from_record({"text": "x" * (record.get("end", 0) - record.get("start", 0)), **record})
        for split in SPLITS
        for record in records(part, split)
    ]


@pytest.fixture(scope="module", params=PARTS)
def documents(request: pytest.FixtureRequest) -> list[Document]:
    return all_documents(request.param)


def test_size() -> None:
    fiction = all_documents("fiction")
    assert len(fiction) >= 250
    assert sum(len(document.text.split()) for document in fiction) >= 60_000
    assert len(all_documents("news")) >= 150
    scheme = load_scheme()
    assert scheme.events is not None
    counts = Counter(event.type for document in fiction for event in document.events)
    assert min(counts[type] for type in scheme.events.types) >= 120


def test_every_label_is_the_schemes(documents: list[Document]) -> None:
    scheme = load_scheme()
    for document in documents:
        scheme.check(document)
        assert all(event.status for event in document.events)


def test_entities_do_not_overlap(documents: list[Document]) -> None:
    for document in documents:
        for one, other in pairwise(sorted(entity.span for entity in document.entities)):
            assert one.end <= other.start, document.id


def test_every_event_has_a_party_and_a_trigger_of_its_own(documents: list[Document]) -> None:
    for document in documents:
        triggers = [event.trigger for event in document.events]
        assert len(set(triggers)) == len(triggers), document.id
        for event in document.events:
            assert event.arguments.get("actor") or event.arguments.get("recipient") or event.arguments.get("location")


def test_dates_of_events_are_entities() -> None:
    for document in all_documents("fiction"):
        dates = [entity.span for entity in document.entities if entity.label == "DATE"]
        for event in document.events:
            for span in event.arguments.get("date", ()):
                assert any(date.overlaps(span) for date in dates), (document.id, document.covered(span))


def test_edges_of_entities() -> None:
    for document in all_documents("fiction"):
        for entity in document.entities:
            covered = document.covered(entity.span)
            assert not re.search(r"['’]s$|[,;:!?]$", covered), (document.id, covered)
            assert not re.match(r"(the|an) ", covered), (document.id, covered)


def test_spans_keep_to_words_and_paragraphs() -> None:
    for document in all_documents("fiction"):
        for span in document.spans():
            around = document.text[max(span.start - 1, 0) : span.end + 1]
            assert "\n" not in document.covered(span), document.id
            assert not (span.start and around[0].isalnum() and around[1].isalnum()), (document.id, around)
            assert not (span.end < len(document.text) and around[-1].isalnum() and around[-2].isalnum()), around


def test_splits_share_nothing() -> None:
    for part in PARTS:
        ids = [record["id"] for split in SPLITS for record in records(part, split)]
        assert len(set(ids)) == len(ids)
    kept = {record["file"].removesuffix(".txt") for split in ("dev", "test") for record in records("news", split)}
    assert kept <= set((CORPUS / "news" / "held_out.txt").read_text().split())


def test_fiction_says_that_it_is() -> None:
    assert all("Invented" in record["note"] for split in SPLITS for record in records("fiction", split))


def test_the_news_holds_no_text() -> None:
    for split in SPLITS:
        for record in records("news", split):
            assert '"text"' not in json.dumps(record)


def test_the_two_annotations_are_of_the_same_texts() -> None:
    texts = {document.id: document.text for document in all_documents("fiction")}
    for name in ("first", "second"):
        found = read_jsonl(CORPUS / "fiction" / f"{name}.jsonl").documents
        assert len(found) >= len(texts) / 10
        assert all(texts[document.id] == document.text for document in found)
    assert len(records("news", "first")) == len(records("news", "second")) >= len(all_documents("news")) / 10
