import re

import pytest
from brackets import marked

from dragoman.documents import Document, Event, Quote, Reference, Span
from dragoman.resolve import resolve
from dragoman.resolve.countries import resolve_countries
from dragoman.resolve.gazetteer import entries, lookup
from dragoman.resolve.intergovernmental import bodies, body_named, body_within
from dragoman.resolve.sectors import sector_of


def references(text: str) -> list[Reference | None]:
    """What each marked entity refers to, in text order."""
    document = marked(text)
    found = resolve_countries(document)
    return [found.get(entity.span) for entity in document.entities]


def countries(text: str) -> list[str | None]:
    return [reference and reference.country for reference in references(text)]


def codes(text: str) -> list[str | None]:
    return [reference and reference.code for reference in references(text)]


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("China", "CHN"),
        ("U.S.", "USA"),
        ("the Netherlands", "NLD"),
        ("TÜRKIYE", "TUR"),
        ("Côte d’Ivoire", "CIV"),
        ("Democratic Socialist Republic of Sri Lanka", "LKA"),
        ("Commonwealth of Dominica", "DMA"),
        ("Republic of Korea", "KOR"),
        ("DPRK", "PRK"),
        ("Burma", "MMR"),
        ("Swaziland", "SWZ"),
        ("Taiwan", "TWN"),
        ("Kosovo", "XKX"),
        ("Gaza Strip", "PSE"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Hainan Province", "CHN"),
        ("Kyiv", "UKR"),
        ("Kiev", "UKR"),
        ("Nowhereland", None),
    ],
)
def test_names_of_states_and_places(name: str, state: str | None) -> None:
    assert countries(f"[{name}](GPE) said no.") == [state]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Chinese", "CHN"),
        ("Poles", "POL"),
        ("Nigerien", "NER"),
        ("Nigerians", "NGA"),
        ("Swiss", "CHE"),
        ("Indian", "IND"),
        ("French", "FRA"),
        ("Kosovar", "XKX"),
        ("Arab", None),
        ("Kurdish", None),
        ("European", None),
        ("Catholic", None),
    ],
)
def test_peoples(word: str, state: str | None) -> None:
    assert countries(f"The [{word}](NORP) side said no.") == [state]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("[Congo](GPE) said so.", "COD"),
        ("[Brazzaville](GPE) is calm; [Congo](GPE) votes.", "COG"),
        ("[Tbilisi](GPE) and [Moscow](GPE): [Georgia](GPE)", "GEO"),
        ("[Atlanta](GPE) counts; [Georgia](GPE)", "USA"),
        ("[Bissau](GPE) and [Malabo](GPE) and [Bissau](GPE): [Guinea](GPE)", "GNB"),
        ("[Pyongyang](GPE) fired; the [Korean](NORP)", "PRK"),
        ("the [Korean](NORP)", "KOR"),
        ("[Pyongyang](GPE) fired; the [North](GPE)", "PRK"),
        ("[Lagos](GPE) is far from the [North](GPE)", None),
        ("[Roseau](GPE) votes; the [Dominican](NORP)", "DMA"),
        ("[Beirut](GPE) burns, and so does [Tripoli](GPE)", "LBN"),
        ("[Amman](GPE) said the [Kingdom](GPE)", "JOR"),
        ("the [Kingdom](GPE)", None),
    ],
)
def test_an_ambiguous_name_is_what_the_document_speaks_of(text: str, state: str | None) -> None:
    assert countries(text)[-1] == state


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The [Kremlin](ORG) said", "RUSGOV"),
        ("The [White House](FAC) said", "USAGOV"),
        ("[Beijing](GPE) said", "CHN"),
        ("the [Pentagon](ORG)", "USAMIL"),
        ("the [Bundestag](ORG)", "DEULEG"),
        ("[Chinese Foreign Ministry](ORG)", "CHNGOV"),
        ("[Sri Lanka Navy](ORG)", "LKAMIL"),
        ("[Central Bank of Somalia](ORG)", "SOMGOV"),
        ("[Hamas](ORG)", "PSEREB"),
        ("[United Nations](ORG)", "IGOUNO"),
        ("[NATO](ORG)", "IGONAT"),
        ("[EU Monitoring Mission](ORG)", "IGOEEC"),
        ("[United Nations Support Mission in Libya](ORG)", "IGOUNO"),
        ("[National Security Council](ORG)", None),
    ],
)
def test_actor_codes(text: str, code: str | None) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("the [Iraqi](NORP) [foreign ministry](ORG)", "IRQ"),
        ("[Iraq](GPE)'s new [foreign ministry](ORG)", "IRQ"),
        ("the [embassy](ORG) of [Egypt](GPE)", "EGY"),
        ("[Pakistan](GPE)'s [Foreign Office](ORG)", "PAK"),
        ("the [Foreign Office](ORG)", "GBR"),
        ("[Chile](GPE) and [Peru](GPE). [Peru](GPE) chose a [parliament](ORG)", "PER"),
        ("the [parliament](ORG)", None),
        ("the [Kenya Defence Forces](ORG) ([KDX](ORG))", "KEN"),
        ("the [Kenya Defence Forces](ORG) ([KDX](ORG)) in [Somalia](GPE). Then the [KDX](ORG)", "KEN"),
        ("[China Shipbuilding Industry Corporation](ORG)", None),
    ],
)
def test_organs_of_a_state(text: str, state: str | None) -> None:
    assert countries(text)[-1] == state


def test_a_body_is_named_in_full_and_by_its_last_word() -> None:
    first, second = references("The [Pacific Islands Forum](ORG) met. The [Forum](ORG) agreed.")
    assert first == second == Reference(entity="Pacific Islands Forum", code="IGO")


def test_brussels_is_the_union_only_where_nothing_happens_in_it() -> None:
    union = Reference(entity="European Union", code="IGOEEC")
    assert references("The [EU](ORG) met in [Brussels](GPE). [Brussels](GPE) is cross.")[1:] == [
        Reference(country="BEL", code="BEL"),
        union,
    ]
    assert countries("[Brussels](GPE) is cross.") == ["BEL"]


def test_an_office_is_no_state_but_has_a_code() -> None:
    assert references("[Chinese](NORP) [President](ROLE)")[1] == Reference(code="CHNGOV")
    assert references("[Chinese President](ROLE)") == [Reference(country="CHN", code="CHNGOV")]
    assert references("the [Mali](GPE) [defence minister](ROLE)")[1] == Reference(code="MLIMIL")
    assert references("the [president](ROLE)") == [None]


def resolved(text: str, phrase: str) -> Reference | None:
    """What a phrase refers to that speaks in the text."""
    document = marked(text)
    begin = document.text.index(phrase)
    source = Span(begin, begin + len(phrase))
    quote = Quote((Span(len(document.text) - 1, len(document.text)),), source=(source,))
    return resolve(Document("a", document.text, None, document.entities, (quote,)), people=False).references.get(source)


@pytest.mark.parametrize(
    ("text", "phrase", "reference"),
    [
        ("the [Russian](NORP) army .", "Russian army", Reference(country="RUS", code="RUSMIL")),
        ("The [Turkish embassy](ORG) .", "The Turkish embassy", Reference(country="TUR", code="TURGOV")),
        ("officials in [Kyiv](GPE) .", "officials in Kyiv", Reference(country="UKR", code="UKRGOV")),
        ("[Iranian](NORP) students .", "Iranian students", Reference(code="IRNEDU")),
        ("[US](GPE)-backed rebels .", "US-backed rebels", None),
        ("the ambassador to [Japan](GPE) .", "ambassador to Japan", None),
        ("[Chinese](NORP) [President](ROLE) [Xi](PERSON) .", "Chinese President Xi", Reference(code="CHNGOV")),
    ],
)
def test_phrases_that_act(text: str, phrase: str, reference: Reference | None) -> None:
    assert resolved(text, phrase) == reference


def test_a_person_acts_for_the_office_wherever_named() -> None:
    document = resolve(marked("[Malian](NORP) [premier](ROLE) [Awa Keita](PERSON) left. [Awa Keita](PERSON) slept."))
    assert [document.references[entity.span].code for entity in document.entities] == ["MLI", *["MLIGOV"] * 3]


def test_events_name_who_acts() -> None:
    document = marked("[Russian](NORP) troops entered.")
    event = Event("COERCE", Span(15, 22), "actual", {"actor": (Span(0, 14),), "location": (Span(8, 14),)})
    found = resolve(Document("a", document.text, None, document.entities, events=(event,)), people=False).references
    assert found[Span(0, 14)] == Reference(country="RUS", code="RUSMIL")
    assert Span(8, 14) not in found


def test_every_entry_has_codes_of_three_letters() -> None:
    assert lookup("") is None
    for entry in entries().values():
        assert entry.states
        assert all(re.fullmatch("[A-Z]{3}", state) for state in entry.states)
    assert all(re.fullmatch("IGO([A-Z]{3})?", body.code) for body in bodies().values())


def test_a_word_is_no_acronym() -> None:
    assert body_named("who") is None
    assert body_named("WHO") == body_named("World Health Organisation")
    assert body_within("Chinese mission to the UN") is None


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("defence ministry spokesman", "MIL"),
        ("spokesman for the foreign ministry", "GOV"),
        ("Minister of Defence", "MIL"),
        ("rebels in the parliament", "REB"),
        ("tanker", None),
    ],
)
def test_the_head_tells_the_sector(phrase: str, sector: str | None) -> None:
    assert sector_of(phrase) == sector
