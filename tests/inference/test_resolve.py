from dataclasses import replace
from itertools import pairwise

from brackets import marked
from hypothesis import given
from hypothesis import strategies as st
from strategies import documents

from dragoman.documents import Document, Entity, Quote, Reference, Span
from dragoman.jsonl import from_json, to_json
from dragoman.resolve import resolve

_WORDS = ["China", "Iranian", "foreign ministry", "the", "of", "(", ")", "UN", "Tuesday", "3 May", "Xi", "will", ".\n"]
_LABELS = ["GPE", "NORP", "ORG", "ROLE", "FAC", "LOC", "DATE", "PERSON", "BIRD"]


@st.composite
def news(draw: st.DrawFn) -> Document:
    """Words of the kind that is resolved, under any labels, overlapping or not."""
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=25))
    text, spans = "", []
    for word in words:
        spans.append(Span(len(text), len(text) + len(word.strip())))
        text += f"{word} "
    chosen = draw(st.lists(st.sampled_from(spans), max_size=12))
    longer = [Span(min(a.start, b.start), max(a.end, b.end)) for a, b in pairwise(chosen)]
    entities = tuple(Entity(draw(st.sampled_from(_LABELS)), span) for span in chosen)
    quotes = (Quote((spans[0],), source=tuple(longer[:3])),)
    return Document("a", text, draw(st.sampled_from([None, "2023-03-21"])), entities, quotes)


def without_references(document: Document) -> Document:
    quotes = tuple(replace(quote, speaker=None) for quote in document.quotes)
    return replace(document, quotes=quotes, references={})


@given(news() | documents())
def test_spans_never_change(document: Document) -> None:
    resolved = resolve(document)
    assert without_references(resolved) == without_references(document)
    assert document.references.keys() <= resolved.references.keys()
    assert from_json(to_json(resolved)).references == resolved.references


@given(news())
def test_what_is_resolved_twice_stays(document: Document) -> None:
    once = resolve(document)
    assert resolve(once) == once


def test_each_part_is_optional() -> None:
    document = marked("[China](GPE) left on [Tuesday](DATE).", date="2023-03-22")
    china, tuesday = (entity.span for entity in document.entities)
    country, when = Reference(country="CHN", code="CHN"), Reference(when="2023-03-21")
    assert resolve(document).references == {china: country, tuesday: when}
    assert resolve(document, dates=False).references == {china: country}
    assert resolve(document, countries=False, people=False).references == {tuesday: when}
    assert resolve(document, countries=False, dates=False).references == {china: Reference(entity="China")}
    assert resolve(document, people=False, countries=False, dates=False) == document


def test_people_name_speakers_and_share_codes() -> None:
    document = marked(
        "[Malian](NORP) [Prime Minister](ROLE) [Awa Keita](PERSON) left. [Keita](PERSON) slept, she said."
    )
    she = Span(len(document.text) - 9, len(document.text) - 6)
    document = replace(document, quotes=(Quote((Span(0, 6),), source=(she,)),))
    full, short = (entity.span for entity in document.entities if entity.label == "PERSON")
    resolved = resolve(document)
    keita = Reference(entity="Awa Keita", code="MLIGOV")
    assert [resolved.references[span] for span in (full, short, she)] == [keita] * 3
    assert [quote.speaker for quote in resolved.quotes] == ["Awa Keita"]
    assert resolve(document, people=False).quotes == document.quotes


def test_a_speaker_that_is_known_already_stays_where_none_is_found() -> None:
    document = replace(marked("They left, officials said."), quotes=(Quote((Span(0, 9),), speaker="Moussa"),))
    assert [quote.speaker for quote in resolve(document).quotes] == ["Moussa"]
