import json
from pathlib import Path

import pytest
from hypothesis import given
from strategies import documents

from dragoman.documents import Document, Entity, Event, Quote, Reference, Span
from dragoman.errors import InputError
from dragoman.jsonl import Failure, from_json, iter_documents, to_json, write_documents

TEXT = "Ada said “yes”."


@given(documents())
def test_every_document_comes_back(document: Document) -> None:
    line = to_json(document)
    assert "\n" not in line
    assert from_json(line) == document
    assert from_json(line.encode("utf-8")) == document


@given(documents())
def test_each_span_s_text_is_what_its_offsets_cover(document: Document) -> None:
    record = json.loads(to_json(document))
    for entity in record["entities"]:
        assert record["text"][entity["start"] : entity["end"]] == entity["text"]


def test_the_format_is_the_documented_one() -> None:
    document = Document(
        "a",
        TEXT,
        "2023-03-21",
        (Entity("PERSON", Span(0, 3), 0.98765),),
        (Quote((Span(9, 14),), Span(4, 8), (Span(0, 3),), 0.5),),
        (Event("AGREE", Span(4, 8), "actual", {"actor": (Span(0, 3),)}),),
    )
    ada, said = {"start": 0, "end": 3, "text": "Ada"}, {"start": 4, "end": 8, "text": "said"}
    yes = {"start": 9, "end": 14, "text": "“yes”"}
    assert json.loads(to_json(document)) == {
        "id": "a",
        "text": TEXT,
        "date": "2023-03-21",
        "entities": [{"label": "PERSON", **ada, "score": 0.9877}],
        "quotes": [{"kind": "direct", "content": [yes], "cue": said, "source": [ada], "score": 0.5}],
        "events": [{"type": "AGREE", "trigger": said, "status": "actual", "actor": [ada]}],
    }


def test_references_stand_in_every_span_that_has_one() -> None:
    ada, said = Span(0, 3), Span(4, 8)
    document = Document(
        "a",
        TEXT,
        entities=(Entity("PERSON", ada, 0.5), Entity("MISC", said)),
        quotes=(Quote((Span(9, 14),), said, (ada,), 0.5, "Ada Lovelace"),),
        events=(Event("AGREE", said, "actual", {"actor": (ada,)}),),
        references={ada: Reference(entity="Ada Lovelace", country="GBR"), said: Reference(code="GBR", when="1843")},
    )
    place = {"start": 0, "end": 3, "text": "Ada", "entity": "Ada Lovelace", "country": "GBR"}
    cue = {"start": 4, "end": 8, "text": "said", "code": "GBR", "when": "1843"}
    record = json.loads(to_json(document))
    assert record["entities"] == [{"label": "PERSON", **place, "score": 0.5}, {"label": "MISC", **cue}]
    assert (record["quotes"][0]["source"], record["quotes"][0]["cue"]) == ([place], cue)
    assert (record["events"][0]["actor"], record["events"][0]["trigger"]) == ([place], cue)
    assert record["quotes"][0]["speaker"] == "Ada Lovelace"
    assert from_json(to_json(document)) == document


def test_plain_unicode_is_written_as_it_is() -> None:
    assert "“yes” 🦜" in to_json(Document("a", "“yes” 🦜"))


def test_a_surrogate_pair_of_two_code_points_is_refused() -> None:
    with pytest.raises(InputError, match="surrogate pair"):
        to_json(Document("a", "\ud83e\udd9c"))


@pytest.mark.parametrize(
    ("line", "document"),
    [
        ('{"text": "x"}', Document("", "x")),
        ('{"id": 7, "text": "x"}', Document("7", "x")),
        ('{"id": null, "text": "", "date": null}', Document("", "")),
        ('{"text": "x", "url": "u", "entities": []}', Document("", "x")),
        ('{"text": "Ada", "entities": [{"label": "P", "start": 0, "end": 3, "url": "u"}]}', None),
        (' {"text": "\\r\\n\\u0000"} \r\n', Document("", "\r\n\0")),
    ],
)
def test_short_and_long_records_are_read(line: str, document: Document | None) -> None:
    assert from_json(line) == (document or Document("", "Ada", entities=(Entity("P", Span(0, 3)),)))


def test_kind_is_not_read_but_follows_from_the_text() -> None:
    line = '{"text": "no", "quotes": [{"kind": "direct", "content": [{"start": 0, "end": 2}]}]}'
    assert json.loads(to_json(from_json(line)))["quotes"][0]["kind"] == "indirect"


def _record(**fields: object) -> str:
    return json.dumps({"text": "Ada", **fields})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "no valid JSON"),
        ("{", "no valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": NaN}', "NaN is no JSON number"),
        (b'{"text": "\xff"}', "no valid JSON: .*utf-8"),
        ("[1]", r"Expected `object`, got `array` - at `\$`"),
        ("{}", r"missing required field `text` - at `\$`"),
        ('{"text": 1}', r"Expected `str`, got `int` - at `\$\.text`"),
        ('{"text": "x", "\\ud800": 1}', "lone surrogate"),
        (_record(entities=[{"label": "P", "start": "0", "end": 3}]), r"at `\$\.entities\[0\]\.start`"),
        (_record(entities=[{"label": "P", "start": 0, "end": 3, "score": 2}]), r"at `\$\.entities\[0\]\.score`"),
        (_record(entities=[{"label": "P", "start": 3, "end": 3}]), r"3:3.*at `\$\.entities\[0\]`"),
        (_record(entities=[{"label": "P", "start": 0, "end": 9}]), "0:9 runs over"),
        (
            _record(entities=[{"label": "P", "start": 0, "end": 3, "text": "Eve"}]),
            r"'Eve', but .* 'Ada' .*\[0\]\.text`",
        ),
        (_record(entities=[{"label": "P", "start": 0, "end": 3, "country": 7}]), r"at `\$\.entities\[0\]\.country`"),
        (
            _record(entities=[{"label": "P", "start": 0, "end": 3, "country": c} for c in ("FRA", "GBR")]),
            r"'GBR'.*but elsewhere the same span has .*'FRA'.* at `\$\.entities\[1\]`",
        ),
        (_record(quotes=[{"content": []}]), r"at least one content span - at `\$\.quotes\[0\]\.content`"),
        (_record(quotes=[{"content": [{"start": 0}]}]), r"at `\$\.quotes\[0\]\.content\[0\]`"),
        (_record(events=[{"type": "T"}]), r"`trigger` - at `\$\.events\[0\]`"),
        (
            _record(events=[{"type": "T", "trigger": {"start": 0, "end": 3}, "who": "Ada"}]),
            r"at `\$\.events\[0\]\.who`",
        ),
        (
            _record(events=[{"type": "T", "trigger": {"start": 0, "end": 3}, "who": [{"start": 0, "end": "3"}]}]),
            r"at `\$\.events\[0\]\.who\[0\]\.end`",
        ),
    ],
)
def test_an_error_names_the_field(line: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_json(line)


def test_a_role_named_like_a_key_is_refused() -> None:
    document = Document("a", "Ada", events=(Event("T", Span(0, 3), None, {"status": (Span(0, 3),)}),))
    with pytest.raises(InputError, match="'status'"):
        to_json(document)


def test_a_broken_line_never_ends_the_run(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "one"}\r\n\n{"text": 2}\n\xff\n{"id": "d", "text": "a\xe2\x80\xa8b"}')
    first, second, third, last = iter_documents(path)
    assert first == Document("news:1", "one")
    assert second == Failure(str(path), 3, "Expected `str`, got `int` - at `$.text`")
    assert isinstance(third, Failure)
    assert (third.line, str(third).startswith(f"{path}:4: no valid JSON")) == (4, True)
    assert last == Document("d", "a\u2028b")


def test_a_missing_file_is_a_failure(tmp_path: Path) -> None:
    assert list(iter_documents(tmp_path / "no")) == [Failure(str(tmp_path / "no"), None, "No such file or directory")]


@given(documents())
def test_a_file_holds_one_document_a_line(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    path = tmp_path_factory.mktemp("out") / "x.jsonl"
    assert write_documents([document, document], path) == 2
    found = list(iter_documents(path))
    assert found[0] == (document if document.id else Document("x:1", *list_of(document)[1:]))
    assert len(found) == 2


def list_of(document: Document) -> list[object]:
    return [getattr(document, name) for name in ("id", "text", "date", "entities", "quotes", "events", "references")]


def test_writing_is_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("old")
    with pytest.raises(InputError, match="surrogate pair"):
        write_documents([Document("a", "fine"), Document("b", "\ud83e\udd9c")], path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    write_documents([Document("a", "x")], tmp_path / "link.jsonl")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert list(iter_documents(tmp_path / "real.jsonl")) == [Document("a", "x")]


def test_a_device_is_written_not_replaced() -> None:
    assert write_documents([Document("a", "x")], "/dev/null") == 1
    assert Path("/dev/null").is_char_device()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot write .*none.*No such file"):
        write_documents([], tmp_path / "none" / "x.jsonl")
