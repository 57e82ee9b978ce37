import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.resolve.names import name_words, shortens
from dragoman.resolve.offices import fits, office_words, place_stems
from dragoman.resolve.parties import Office
from dragoman.resolve.people import resolve_people

_LABELS = {"P": "PERSON", "R": "ROLE", "N": "NORP", "O": "ORG", "G": "GPE"}


def read(marked: str, *, events: tuple[tuple[str, ...], ...] = ()) -> Document:
    """Makes a document of text with marks: ``<s …>`` a source, ``<q …>`` what it says, ``[P …]`` entities.

    A source belongs to the next content, or to the last where none follows. Events are tuples of actors.
    """
    text, spans, open_at = "", [], []
    for token in re.findall(r"<[sq] |>|\[[PRNOG] |\]|[^<>\[\]]+", marked):
        if token in (">", "]"):
            kind, start = open_at.pop()
            spans.append((kind, Span(start, len(text))))
        elif token[0] in "<[":
            open_at.append((token[1], len(text)))
        else:
            text += token
    entities = tuple(Entity(_LABELS[kind], span) for kind, span in spans if kind in _LABELS)
    sources = [span for kind, span in spans if kind == "s"]
    contents = sorted(span for kind, span in spans if kind == "q")
    return Document("d", text, entities=entities, quotes=_quotes(sources, contents), events=_events(text, events))


def _quotes(sources: list[Span], contents: list[Span]) -> tuple[Quote, ...]:
    """Source and content of a quote stand nearest to each other, each source in one quote."""
    free = list(sources)
    quotes = []
    for content in contents:
        near = [span for span in free if max(content.start - span.end, span.start - content.end) < 20]
        if near:
            free.remove(near[0])
        quotes.append(Quote((content,), None, tuple(near[:1])))
    return tuple(quotes)


def _events(text: str, actors: tuple[tuple[str, ...], ...]) -> tuple[Event, ...]:
    return tuple(
        Event(
            "CONSULT",
            Span(0, 1),
            "actual",
            {"actor": tuple(Span(text.index(each), text.index(each) + len(each)) for each in named)},
        )
        for named in actors
    )


def speakers(marked: str, *, events: tuple[tuple[str, ...], ...] = ()) -> tuple[str | None, ...]:
    return resolve_people(read(marked, events=events)).speakers


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[G Oria]'s [R President] [P Tem Valo] left. <s Mr [P Valo]> said <q so>.", "Tem Valo"),
        ("[P Tem Valo], the [R foreign minister], left. <s The [R minister]> said <q so>.", "Tem Valo"),
        ("[N Ori] [R King] [P Bo] met [N Ruvi] [R King] [P Jo]. <s The [N Ruvi] [R leader]> said <q so>.", "Jo"),
        ("[R President] [P Li Xun] met [P Ana Sul]. <s [P Li]> said <q so>.", "Li Xun"),
        ("[P Abdel Fattah al-Sorai] came. <s [P Sorai]> said <q so>.", "Abdel Fattah al-Sorai"),
        ("[P Luis Alberto Pardo Roca] came. <s Mr [P Pardo]> said <q so>.", "Luis Alberto Pardo Roca"),
        ("[P Sukarto] came. “<q We are glad>,” <s he> said.", "Sukarto"),
        ("[R Minister of Foreign Affairs] [P Tem Valo] came. <s The [R foreign minister]> said <q so>.", "Tem Valo"),
        ("Mr [P Ilham Atayev] and Mrs [P Mina Atayeva] came. <s Mrs [P Atayeva]> said <q so>.", "Mina Atayeva"),
        ("Mr [P Ivo Kim] met Mrs [P Una Kim]. <s She> said <q so>.", "Una Kim"),
        ("[R Minister] [P Tem Valo] received [P Ana Sul]. <s He> said <q so>.", "Tem Valo"),
        ("[P Ana Sul] said her son was ill. Mr [P Tem Valo] had come. <s She> said <q so>.", "Ana Sul"),
        ("Former [R king] [P Tem Valo] met [R King] [P Jo Sul]. <s The [R king]> said <q so>.", "Jo Sul"),
        ("[P Tem Valo] came. <s A senior official> said <q so>.", None),
        ("[P Tem Valo] came. <s A [R spokesman] for [R President] [P Valo]> said <q so>.", None),
        ("[P Tem Valo] came. <s His office> said <q so>.", None),
        ("[O United Nations] ([O UN]) staff came. <s The [O UN]> said <q so>.", "United Nations"),
        ("The [O Ministry of Trade] met envoys. <s The ministry> said <q so>.", "Ministry of Trade"),
        ("The [N Orian] [O foreign ministry] met envoys. <s It> said <q so>.", "Orian foreign ministry"),
        ("<s The [N Orian] army> said <q so>.", "Orian army"),
        ("[R President] [P Tem Valo] came. <s A letter from [P Valo]> said <q so>.", "Tem Valo"),
        ("Talks failed, <s the [R envoy]> said <q last night>.\n[P Tem Valo] spoke for an hour.", "Tem Valo"),
        ("[G Uzbekistan] waits. <s [G Tashkent]> said <q so>.", "Uzbekistan"),
        ("<s [G Tashkent]> said <q so>.", "Tashkent"),
        ("[O ECOWAS] met. The [O Economic Community of West African States] waits. <s It> said <q so>.",
         "Economic Community of West African States"),
        ("<s The [O Ministry of Trade] of [G Oria]> said <q so>.", "Ministry of Trade of Oria"),
        ("<s [G Oria]'s [O embassy] in [G Ruvia]> said <q so>.", "Oria's embassy in Ruvia"),
        ("The [O Government of Oria] met. <s The [O Orian Government]> said <q so>.", "Government of Oria"),
        ("The [R spokesman] for the [O army], [R Colonel] [P Tem Valo], came. <s He> said <q so>.", "Tem Valo"),
        ("The [R President] of [G Oria], H.H. Sheikh [P Tem Valo]. <s The [R President]> said <q so>.", "Tem Valo"),
        ("[R King] [P Tem Valo] met [R Prince] [P Jo Sul]. Seen by [P Jo], <s the [R king]> said <q so>.", "Tem Valo"),
        ("[P Tem Valo] of [G Oria], [P Jo Sul] of [G Ruvia] and [P Li Bo] came. <s The [R leaders]> said <q so>.",
         "Tem Valo & Jo Sul & Li Bo"),
        ("<s The [R leaders]> said <q so>. [R King] [P Tem Valo] and his [N Ruvi] [R counterpart] [P Jo Sul] came.",
         "Tem Valo & Jo Sul"),
        ("<s The powerful [O OTU] union> said <q so>.", "OTU"),
        ("<s Data from the [O Trade Board]> said <q so>.", "Trade Board"),
        ("<s A trade scholar> said <q so>.\n<s [P Tem Valo]> also said <q it took long>.", "Tem Valo"),
    ],
)  # fmt: skip
def test_who_speaks(marked: str, expected: str | None) -> None:
    assert speakers(marked)[0] == expected


def test_several_speak_together() -> None:
    met = (("Tem Valo", "Ana Sul"),)
    first = "[R President] [P Tem Valo] met [R President] [P Ana Sul]. "
    assert speakers(first + "<s The two [R leaders]> said <q so>.", events=met) == ("Tem Valo & Ana Sul",)
    assert speakers(first + "<s They> said <q so>.", events=met) == ("Tem Valo & Ana Sul",)


def test_two_countries_are_not_two_people() -> None:
    marked = "[G Oria] and [G Ruvia] signed. [P Tem Valo] met [P Ana Sul]. <s The two countries> said <q so>."
    assert speakers(marked, events=(("Oria", "Ruvia"), ("Tem Valo", "Ana Sul"))) == ("Oria & Ruvia",)


def test_nobody_is_meant_by_a_name_in_his_own_words() -> None:
    assert speakers("[P Tem Valo] came. “<q [P Ana Sul] is late>,” <s he> said.") == ("Tem Valo",)


def test_he_who_thanks_somebody_is_not_thanked() -> None:
    marked = "[R President] [P Tem Valo] met [P Ivo Sul]. <s He> thanked Mr [P Sul] <q for coming>."
    assert speakers(marked) == ("Tem Valo",)


def test_a_monologue_keeps_its_speaker() -> None:
    marked = "<s [P Tem Valo]>: <q “We tried.>\n<q “Then we left.”>"
    assert speakers(marked)[-1] == "Tem Valo"


def test_an_interview_answers_with_who_was_named() -> None:
    marked = "[P Tem Valo] came home.\nQ: <q Why?>\nA: <q It rained.>"
    assert speakers(marked) == (None, "Tem Valo")


def test_references_of_names_titles_and_pronouns() -> None:
    document = read("[R President] [P Tem Valo] spoke. [P Valo] left; he slept.", events=(("he",),))
    references = resolve_people(document).references
    assert {document.covered(span): name for span, name in references.items()} == dict.fromkeys(
        ["President", "Tem Valo", "Valo", "he"], "Tem Valo"
    )


def test_the_speaker_speaks_of_himself() -> None:
    document = read("<s [P Tem Valo]> said: <q I met them>.", events=(("I",),))
    assert resolve_people(document).references[Span(15, 16)] == "Tem Valo"


def test_a_family_is_nobody() -> None:
    document = read("The [P Valo] family left. [P Tem Valo] stayed.")
    assert {document.covered(span) for span in resolve_people(document).references} == {"Tem Valo"}


def test_an_empty_document_has_nobody() -> None:
    assert resolve_people(Document("d", "")).speakers == ()


def test_names() -> None:
    assert name_words("Yoon Suk-yeol") == name_words("Yoon Suk Yeol")
    assert name_words("Erdoğan’s") == ("erdogan",)
    assert shortens(name_words("J. Valo"), name_words("Jan Tem Valo"))
    assert not shortens(name_words("Siddar"), name_words("S. Valo"))
    assert not shortens(name_words("Valo Jan"), name_words("Jan Valo"))


def test_offices() -> None:
    minister = Office(office_words("Minister of Foreign Affairs"))
    prime = Office(office_words("Prime Minister"), place_stems(["China"]))
    assert fits(Office(office_words("foreign minister")), minister) == 3
    assert fits(Office(office_words("the minister")), minister) == 2
    assert fits(Office(office_words("minister")), prime) == 0
    assert fits(Office(office_words("leader"), place_stems(["Chinese"])), prime) == 1
    assert fits(Office(office_words("leader"), place_stems(["Chilean"])), prime) == 0
    assert place_stems(["South Korean"]).isdisjoint(place_stems(["South Africa"]))


_SAID = [
    "[R President] [P Tem Valo] met [P Ana Sul] in [G Oria].",
    "<s He> said <q it was late>.",
    "<s The [R president]> said <q it was early>.",
    "<s [P Sul]> told us <q all>.",
    "“<q We go>,” <s she> said.",
    "<s The two [R leaders]> said <q nothing>.",
    "<s The [O Ministry of Trade]> said <q much>.",
    "<s It> added <q little>.",
    "<s Officials> said <q more>.",
]
_documents = st.lists(st.sampled_from(_SAID), max_size=8).map(lambda sentences: read("\n".join(sentences)))


@given(_documents)
def test_no_name_is_invented(document: Document) -> None:
    people = resolve_people(document)
    named = {entity.span: document.covered(entity.span) for entity in document.entities}
    for name in [*people.references.values(), *filter(None, people.speakers)]:
        assert set(name.split(" & ")) <= set(named.values())
    assert len(people.speakers) == len(document.quotes)


@given(_documents, st.randoms(use_true_random=False))
def test_the_order_in_which_layers_are_listed_changes_nothing(document: Document, random: Random) -> None:
    order = list(range(len(document.quotes)))
    random.shuffle(order)
    entities = list(document.entities)
    random.shuffle(entities)
    shuffled = replace(document, entities=tuple(entities), quotes=tuple(document.quotes[number] for number in order))
    before, after = resolve_people(document), resolve_people(shuffled)
    assert after.references == before.references
    assert after.speakers == tuple(before.speakers[number] for number in order)
