from dataclasses import replace

import pytest

from dragoman.documents import Document, Entity, Event, Quote, Reference, Span, quote_kind
from dragoman.errors import InputError


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_span_refuses_empty_and_negative(start: int, end: int) -> None:
    with pytest.raises(InputError, match=f"{start}:{end}"):
        Span(start, end)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Span(0, 3), Span(2, 5), True),
        (Span(0, 9), Span(2, 5), True),
        (Span(0, 3), Span(3, 5), False),
        (Span(4, 5), Span(0, 1), False),
    ],
)
def test_overlap_is_symmetric_and_half_open(one: Span, other: Span, shared: bool) -> None:
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared


def test_spans_sort_by_place() -> None:
    assert sorted([Span(2, 3), Span(0, 9), Span(0, 1)]) == [Span(0, 1), Span(0, 9), Span(2, 3)]


def test_document_refuses_a_span_over_its_end() -> None:
    with pytest.raises(InputError, match=r"'a'.*0:9 runs over.*8 characters"):
        Document("a", "Ada said", entities=(Entity("PERSON", Span(0, 9)),))


@pytest.mark.parametrize("span", [Span(0, 4), Span(3, 8), Span(3, 4)])
def test_document_refuses_white_space_at_an_edge(span: Span) -> None:
    with pytest.raises(InputError, match="white space"):
        Document("a", "Ada said", entities=(Entity("PERSON", span),))


@pytest.mark.parametrize(
    "layers",
    [
        {"quotes": (Quote((Span(0, 3),), source=(Span(7, 99),)),)},
        {"quotes": (Quote((Span(0, 3),), cue=Span(7, 99)),)},
        {"quotes": (Quote((Span(0, 3), Span(7, 99))),)},
        {"events": (Event("MEET", Span(7, 99)),)},
        {"events": (Event("MEET", Span(0, 3), arguments={"actor": (Span(7, 99),)}),)},
    ],
)
def test_document_looks_at_the_spans_of_every_layer(layers: dict[str, tuple[Quote | Event, ...]]) -> None:
    with pytest.raises(InputError, match="7:99"):
        Document("a", "Ada said", **layers)


def test_quote_needs_content() -> None:
    with pytest.raises(InputError, match="content"):
        Quote(())


def test_a_reference_knows_something() -> None:
    with pytest.raises(InputError, match="at least one"):
        Reference()
    assert Reference(country="CHN", entity="China").known() == {"entity": "China", "country": "CHN"}


def test_a_reference_belongs_to_a_span() -> None:
    with pytest.raises(InputError, match=r"'a'.*0:3, which is no span"):
        Document("a", "Ada said", references={Span(0, 3): Reference(entity="Ada")})


def test_a_document_is_hashed_with_and_without_references() -> None:
    plain = Document("a", "Ada said", entities=(Entity("PERSON", Span(0, 3)),))
    resolved = replace(plain, references={Span(0, 3): Reference(entity="Ada")})
    assert resolved != plain
    assert {plain, resolved, replace(resolved)} == {plain, resolved}


def test_parts_come_in_the_order_of_reading() -> None:
    quote = Quote((Span(4, 5), Span(8, 9)), cue=Span(2, 3), source=(Span(0, 1),))
    assert [part for part, _ in quote.parts()] == ["source", "cue", "content", "content"]


def test_covered_counts_code_points() -> None:
    document = Document("a", "🦜 Ada", entities=(Entity("PERSON", Span(2, 5)),))
    assert document.covered(document.entities[0].span) == "Ada"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("“We agree.”", "direct"),
        ('"We agree."', "direct"),
        ("''We agree, it's done''", "direct"),
        ("«We agree»", "direct"),
        ("„We agree“", "direct"),
        ("‘We don’t agree’", "direct"),
        ("“We open and never close", "direct"),
        ("so ends the second paragraph.”", "direct"),
        ("that “we agree”", "mixed"),
        ("“a peace” and “an end”", "mixed"),
        ("to agree", "indirect"),
        ("that they don't agree", "indirect"),
        ("“…”", "indirect"),
    ],
)
def test_kind_follows_from_the_marks(content: str, kind: str) -> None:
    assert quote_kind(content, (Span(0, len(content)),)) == kind


def test_kind_looks_at_all_fragments() -> None:
    text = "“We agree,” she said, and that all will."
    assert Quote((Span(0, 11), Span(26, 39))).kind(text) == "mixed"


@pytest.mark.parametrize("fragment", ["and so we left.”", "and so we left.»"])
def test_a_fragment_that_is_closed_only_is_direct(fragment: str) -> None:
    assert Quote((Span(0, len(fragment)),)).kind(fragment) == "direct"
    assert Quote((Span(0, len(fragment) - 1),)).kind(fragment) == "indirect"
