import json
from pathlib import Path

import pytest

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.errors import ConfigError, InputError
from dragoman.jsonl import write_documents
from dragoman.scheme import load_scheme
from dragoman_training.config import Config, CorpusConfig
from dragoman_training.corpora import paragraphs_of, read_corpus

TEXT = "Ada said:\n\n“Go.”\nBob left Ada.\n"
DOCUMENT = Document(
    "d",
    TEXT,
    entities=(Entity("PERSON", Span(0, 3)), Entity("PERSON", Span(17, 20))),
    quotes=(Quote((Span(11, 16),), Span(4, 8), (Span(0, 3),)),),
    events=(Event("RETREAT", Span(21, 25), "actual", {"actor": (Span(17, 20),), "recipient": (Span(26, 29),)}),),
)


def config(folder: Path, **keys: object) -> tuple[Config, CorpusConfig]:
    write_documents([DOCUMENT, Document("e", "Nothing.")], folder / "a.jsonl")
    corpus = CorpusConfig(name="a", reader="jsonl", path="a.jsonl", **keys)  # type: ignore[arg-type]
    return Config(name="c", train=[corpus], dev=[corpus], folder=str(folder)), corpus


def read(folder: Path, **keys: object) -> list[str]:
    run, corpus = config(folder, **keys)
    return [document.id for document in read_corpus(run, corpus, load_scheme()).documents]


def test_paragraphs_stand_alone_with_what_lies_in_them() -> None:
    first, second, third = paragraphs_of(DOCUMENT)
    assert [part.text for part in (first, second, third)] == ["Ada said:", "“Go.”", "Bob left Ada."]
    assert first.entities == (Entity("PERSON", Span(0, 3)),)
    assert not any(part.quotes for part in (first, second, third))  # it runs over two paragraphs
    [event] = third.events
    assert third.covered(event.trigger) == "left"
    assert third.covered(event.arguments["recipient"][0]) == "Ada"


def test_a_corpus_can_be_cut_into_paragraphs(tmp_path: Path) -> None:
    assert read(tmp_path, cut="paragraph") == ["d:1", "d:2", "d:3", "e:1"]


def test_what_was_lost_is_told_of_paragraphs_too(tmp_path: Path) -> None:
    run, _ = config(tmp_path)
    unlinked = {"label": "quote:source", "start": 0, "end": 3}
    (tmp_path / "p.jsonl").write_text(json.dumps({"text": "Ada ran.", "spans": [unlinked], "meta": {"id": "p"}}))
    corpus = CorpusConfig(name="p", reader="prodigy", path="p.jsonl", cut="paragraph")
    assert [lost.document for lost in read_corpus(run, corpus, load_scheme()).lost] == ["p"]


def test_documents_can_be_left_out_by_name(tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("d\n")
    assert read(tmp_path, without="ids.txt") == ["e"]
    with pytest.raises(ConfigError, match=r"none\.txt"):
        read(tmp_path, without="none.txt")


def test_options_name_folders_by_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "texts").mkdir()
    run, _ = config(tmp_path)
    (tmp_path / "b.jsonl").write_text('{"id": "b", "file": "b.txt", "sha256": "0", "start": 0, "end": 1}\n')
    corpus = CorpusConfig(name="a", reader="detached", path="b.jsonl", options={"texts": "$HERE/texts"})
    with pytest.raises(ConfigError, match="HERE"):
        read_corpus(run, corpus, load_scheme())
    monkeypatch.setenv("HERE", str(tmp_path))
    with pytest.raises(InputError, match="nothing of it could be read"):  # there is the folder, but no such text
        read_corpus(run, corpus, load_scheme())
