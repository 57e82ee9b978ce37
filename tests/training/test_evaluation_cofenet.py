import json
from pathlib import Path

import pytest

from dragoman.documents import Document, Span
from dragoman.errors import InputError
from dragoman_training.evaluation.cofenet import align, sentence_spans

NAME = "gazette_2020-01-01_rain"
TEXT = "“It rains,” said Ada’s aunt in the U.S.\n\nBob (her friend) — nobody’s fool… — wrote “no”. The café closed."
LINES = [
    (
        "`` It rains , '' said Ada 's aunt in the U.S. .",
        "B-content I-content I-content I-content I-content B-cue B-source I-source I-source O O O O",
    ),
    (
        "Bob -LRB- her friend -RRB- -- nobody 's fool ... -- wrote `` no '' .",
        "B-source I-source I-source I-source I-source O O O O O O B-cue B-content I-content I-content O",
    ),
    ("The cafÃ © closed .", "O O O O O"),
]
SENTENCES = ["“It rains,” said Ada’s aunt in the U.S.", TEXT[41:88], "The café closed."]


def write(path: Path, lines: list[tuple[str, str]], name: str = f"{NAME}_5fec") -> Path:
    records = [
        json.dumps({"tokens": tokens.split(" "), "labels": labels.split(), "id": name, "pos": []})
        for tokens, labels in lines
    ]
    path.write_text("\n".join(records) + "\n", encoding="utf-8")
    return path


def covered(document: Document, spans: list[Span]) -> list[str]:
    return [document.covered(span) for span in spans]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "valid.txt", LINES)


@pytest.mark.parametrize("name", [NAME, f"{NAME}_5fec"])
def test_sentences_are_found_in_the_raw_text(file: Path, name: str) -> None:
    document = Document(name, TEXT)
    assert covered(document, sentence_spans(file, [document])[name]) == SENTENCES


def test_labels_are_fragments_of_the_raw_text(file: Path) -> None:
    alignment = align(file, [Document(NAME, TEXT)])
    assert {(part, TEXT[start:end]) for part, start, end in alignment.fragments[NAME]} == {
        ("content", "“It rains,”"),
        ("cue", "said"),
        ("source", "Ada’s aunt"),
        ("source", "Bob (her friend)"),
        ("cue", "wrote"),
        ("content", "“no”"),
    }
    assert alignment.unaligned == []


def test_a_sentence_that_is_not_found_is_reported_and_filled(tmp_path: Path) -> None:
    strange = ("Robert denies everything .", "B-source B-cue B-content O")
    file = write(tmp_path / "valid.txt", [LINES[0], strange, LINES[2]])
    document = Document(NAME, TEXT)
    alignment = align(file, [document])
    assert alignment.unaligned == [(NAME, "Robert denies everything .")]
    # What stands between its neighbours is taken as one sentence.
    assert covered(document, alignment.sentences[NAME]) == SENTENCES
    assert len(alignment.fragments[NAME]) == 3


def test_a_document_that_is_not_held_is_reported(file: Path) -> None:
    alignment = align(file, [Document("other", TEXT)])
    assert (alignment.missing, alignment.sentences) == (["other"], {})


def test_of_several_annotators_the_first_is_taken(tmp_path: Path) -> None:
    write(tmp_path / "two", LINES[:1], f"{NAME}_ffff")
    both = (tmp_path / "two").read_text(encoding="utf-8") + write(
        tmp_path / "one", [(LINES[0][0], " ".join("O" * len(LINES[0][0].split())))], f"{NAME}_0000"
    ).read_text(encoding="utf-8")
    (tmp_path / "both").write_text(both, encoding="utf-8")
    assert align(tmp_path / "both", [Document(NAME, TEXT)]).fragments[NAME] == set()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read CofeNet's file"):
        sentence_spans(tmp_path / "nowhere", [])


@pytest.mark.parametrize("content", ["no json", '{"id": "x"}', '{"id": "x", "tokens": ["a"], "labels": []}'])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "valid.txt").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="not CofeNet's JSONL"):
        sentence_spans(tmp_path / "valid.txt", [])
