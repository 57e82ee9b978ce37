from pathlib import Path

import pytest

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.errors import SchemeError
from dragoman.scheme import EventScheme, Scheme, load_scheme, nearest

TOY = Scheme(
    name="toy",
    entities={"BIRD": "A bird.", "FISH": "A fish."},
    events=EventScheme(types={"FLY": "Flying."}, roles={"who": "Who."}, statuses={"done": "Done."}),
)


def test_the_default_scheme_has_three_layers_with_a_guideline_each() -> None:
    scheme = load_scheme()
    assert scheme.events is not None
    tables = [scheme.entities, scheme.quotes, scheme.events.types, scheme.events.roles, scheme.events.statuses]
    assert all(tables)
    assert all(text.endswith(".") for table in tables for text in table.values())


def test_the_default_scheme_is_what_the_guide_describes() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "SCHEME.md").read_text(encoding="utf-8")
    scheme = load_scheme()
    assert scheme.events is not None
    for name in [*scheme.entities, *scheme.quotes, *scheme.events.types]:
        assert f"\n| {name} |" in guide
    for name in [*scheme.events.roles, *scheme.events.statuses]:
        assert f"**{name}**" in guide or f"`{name}`" in guide


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match=r"none\.toml"):
        load_scheme(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name = ", "no valid scheme"),
        ("[entities]\nA = 'a'", "name"),
        ("name = 'x'\nentitys = 1\n[entities]\nA = 'a'", "entitys"),
        ("name = 'x'\n[entities]\nA = 1", "entities"),
        ("name = 'x'", "marks nothing"),
        ("name = 'x'\n[quotes]\ncue = 'a'", "source, cue, content"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "scheme.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SchemeError, match=message):
        load_scheme(path)


def test_restricted_keeps_the_scheme_s_order() -> None:
    scheme = load_scheme()
    names = list(scheme.entities)
    kept = scheme.restricted([names[2], names[0]], quotes=True, events=False)
    assert list(kept.entities) == [names[0], names[2]]
    assert kept.quotes == scheme.quotes
    assert kept.events is None


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (Document("a", "wren", entities=(Entity("BIRDS", Span(0, 4)),)), "BIRDS.*did you mean 'BIRD'"),
        (Document("a", "wren", quotes=(Quote((Span(0, 4),)),)), "no quote layer"),
        (Document("a", "wren", events=(Event("SWIM", Span(0, 4)),)), "event type 'SWIM'.*known: FLY"),
        (Document("a", "wren", events=(Event("FLY", Span(0, 4), "doing"),)), "event status 'doing'"),
        (Document("a", "wren", events=(Event("FLY", Span(0, 4), None, {"whom": (Span(0, 4),)}),)), "event role 'whom'"),
    ],
)
def test_check_names_what_the_scheme_lacks(document: Document, message: str) -> None:
    with pytest.raises(SchemeError, match=message):
        TOY.check(document)


def test_check_accepts_what_it_has() -> None:
    event = Event("FLY", Span(0, 4), "done", {"who": (Span(0, 4),)})
    TOY.check(Document("a", "wren", entities=(Entity("BIRD", Span(0, 4)),), events=(event,)))


def test_check_refuses_events_where_there_are_none() -> None:
    scheme = TOY.restricted(["BIRD"], quotes=False, events=False)
    with pytest.raises(SchemeError, match="no event layer"):
        scheme.check(Document("a", "wren", events=(Event("FLY", Span(0, 4)),)))


def test_nearest_lists_all_where_none_is_close() -> None:
    assert nearest("zzz", ["BIRD", "FISH"]) == "; known: BIRD, FISH"
