from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman_training.readers import read_conll
from dragoman_training.readers.columns import Row, read_runs

SENTENCE = "Lady B-PERSON\nOrla I-PERSON\nleft O\nZemblan B-NORP\nDorvia B-GPE\n"


def entities(document: Document) -> list[tuple[str, str]]:
    return [(entity.label, document.covered(entity.span)) for entity in document.entities]


def write(path: Path, content: str) -> Path:
    path.write_bytes(content.encode())
    return path


def test_sentences_become_documents(tmp_path: Path) -> None:
    reading = read_conll(write(tmp_path / "dev.txt", SENTENCE + "\n\n\nOrla B-PERSON\n"))
    assert [document.id for document in reading.documents] == ["dev:1", "dev:2"]
    assert reading.documents[0].text == "Lady Orla left Zemblan Dorvia"
    assert entities(reading.documents[0]) == [("PERSON", "Lady Orla"), ("NORP", "Zemblan"), ("GPE", "Dorvia")]
    assert reading.lost == []


def test_a_file_becomes_a_document(tmp_path: Path) -> None:
    [document] = read_conll(write(tmp_path / "dev.txt", SENTENCE + "\n" + SENTENCE), documents="file").documents
    assert document.id == "dev"
    assert document.text == "Lady Orla left Zemblan Dorvia\nLady Orla left Zemblan Dorvia"
    assert entities(document)[3:] == entities(document)[:3]


def test_document_starts_part_a_file(tmp_path: Path) -> None:
    start = "-DOCSTART- -X- -X- O\n\n"
    path = write(
        tmp_path / "eng.train", start + "Orla NNP B-NP B-PER\n\nleft VBD B-VP O\n" + start + "Dorvia X X I-LOC\n"
    )
    assert [document.id for document in read_conll(path).documents] == ["eng:1", "eng:2", "eng:3"]
    whole = read_conll(path, documents="file").documents
    assert [(document.id, document.text) for document in whole] == [("eng:1", "Orla\nleft"), ("eng:2", "Dorvia")]
    assert entities(whole[1]) == [("LOC", "Dorvia")]


def test_a_folder_is_read_in_order_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.bio", "README.md", "LICENSE"):
        write(tmp_path / name, "Orla B-PER\n")
    assert [document.id for document in read_conll(tmp_path).documents] == ["a:1", "b:1"]


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", "1\tOrla\tB-PER\tB-ORG\n2\tleft\tO\tO\n")
    [document] = read_conll(path, token_column=1, label_column=2).documents
    assert document.text == "Orla left"
    assert entities(document) == [("PER", "Orla")]


@pytest.mark.parametrize(
    ("tags", "runs"),
    [
        ("B-X I-X O B-X", ["X0-1", "X3-3"]),
        ("I-X I-X O I-X I-Y", ["X0-1", "X3-3", "Y4-4"]),  # IOB1
        ("I-X B-X I-X", ["X0-0", "X1-2"]),  # IOB1: B only between neighbours
        ("B-X I-X E-X S-X S-X", ["X0-2", "X3-3", "X4-4"]),  # BIOES
        ("B-X L-X U-Y B-Y L-Y", ["X0-1", "Y2-2", "Y3-4"]),  # BILOU
        ("B-X E-X I-X E-X", ["X0-1", "X2-3"]),  # E ends
        ("E-X O L-Y", ["X0-0", "Y2-2"]),
        ("B-X I-Y", ["X0-0", "Y1-1"]),
        ("B-X 0 I-X", ["X0-0", "X2-2"]),
        ("B-date-time I-date-time", ["date-time0-1"]),
        ("O O", []),
    ],
)
def test_every_tagging_is_read_by_one_rule(tags: str, runs: list[str]) -> None:
    rows = [Row(number, "word", tag) for number, tag in enumerate(tags.split(), 1)]
    assert [f"{label}{first}-{last}" for label, first, last in read_runs(rows)] == runs


@pytest.mark.parametrize("tag", ["0", "I-", "VMISC", "I-I-MISC", "B", "o", "B_PER", "-PER"])
def test_a_malformed_tag_is_outside_and_reported(tmp_path: Path, tag: str) -> None:
    reading = read_conll(write(tmp_path / "a.txt", f"we\tO\nmet\t{tag}\nOrla\tB-PER\n"))
    assert entities(reading.documents[0]) == [("PER", "Orla")]
    [lost] = reading.lost
    assert (lost.document, lost.label, lost.start, lost.end, lost.text) == ("a:1", tag, 3, 6, "met")
    assert lost.reason.startswith("line 2")


def test_a_line_without_a_tag_keeps_its_word(tmp_path: Path) -> None:
    reading = read_conll(write(tmp_path / "a.txt", "we O\nmet\nOrla B-PER\n"))
    assert reading.documents[0].text == "we met Orla"
    assert [lost.reason for lost in reading.lost] == ["line 2 has no tag"]


def test_a_tag_without_a_word_is_reported(tmp_path: Path) -> None:
    reading = read_conll(write(tmp_path / "a.txt", "we\tO\n\u00a0\tB-PER\nOrla\tI-PER\n \tO\n"))
    assert reading.documents[0].text == "we Orla"
    assert entities(reading.documents[0]) == [("PER", "Orla")]
    assert [(lost.start, lost.reason) for lost in reading.lost] == [(None, "line 2 has a tag, but no token")]


def test_line_ends_byte_order_mark_and_odd_blanks(tmp_path: Path) -> None:
    content = "\ufeffOrla\tB-PER\r\n\u00a0of\u00a0\tI-PER\r\n12\u00a0Dorvia\tI-PER\r\n \r\na\u0085b\u2028c\tB-X\r\n"
    first, second = read_conll(write(tmp_path / "a.txt", content)).documents
    assert first.text == "Orla of 12\u00a0Dorvia"
    assert entities(first) == [("PER", first.text)]
    assert entities(second) == [("X", "a\u0085b\u2028c")]


@pytest.mark.parametrize("content", ["", "\n\n", "-DOCSTART- O\n\n", "\ufeff"])
@pytest.mark.parametrize("documents", ["sentence", "file"])
def test_an_empty_file_has_no_documents(tmp_path: Path, content: str, documents: str) -> None:
    reading = read_conll(write(tmp_path / "a.txt", content), documents=documents)  # type: ignore[arg-type]
    assert reading.documents == []
    assert reading.lost == []


def test_what_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt.*check"):
        read_conll(tmp_path / "gone.txt")
    with pytest.raises(InputError, match="holds no"):
        read_conll(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"Orla\xff O\n")
    with pytest.raises(InputError, match="not UTF-8"):
        read_conll(tmp_path / "a.txt")
    with pytest.raises(InputError, match="paragraph"):
        read_conll(tmp_path / "a.txt", documents="paragraph")  # type: ignore[arg-type]


LABELS = st.sampled_from(["PER", "ORG", "date-time"])
TOKENS = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=4)
SEGMENTS = st.lists(st.tuples(st.lists(TOKENS, min_size=1, max_size=3), st.none() | LABELS), min_size=1, max_size=6)
Segments = list[tuple[list[str], str | None]]


def tagged(segments: Segments, encoding: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    before: str | None = None
    for tokens, label in segments:
        rows += zip(tokens, tags_of(len(tokens), label, encoding, before), strict=True)
        before = label
    return rows


def tags_of(length: int, label: str | None, encoding: str, before: str | None) -> list[str]:
    if label is None:
        return ["O"] * length
    tags = ["B"] + ["I"] * (length - 1)
    if encoding == "IOB1" and label != before:
        tags[0] = "I"
    if encoding in ("BIOES", "BILOU"):
        tags[-1] = {"BIOES": "ES", "BILOU": "LU"}[encoding][length == 1]
    return [f"{tag}-{label}" for tag in tags]


@settings(max_examples=60, deadline=None)
@given(
    sentences=st.lists(SEGMENTS, min_size=1, max_size=3), encoding=st.sampled_from(["BIO", "IOB1", "BIOES", "BILOU"])
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[Segments], encoding: str
) -> None:
    lines = ["\n".join("\t".join(row) for row in tagged(segments, encoding)) for segments in sentences]
    path = write(tmp_path_factory.mktemp("conll") / "a.txt", "\n\n".join(lines))
    reading = read_conll(path)
    expected = [[(label, " ".join(tokens)) for tokens, label in segments if label] for segments in sentences]
    assert [entities(document) for document in reading.documents] == expected
    assert reading.lost == []
    [whole] = read_conll(path, documents="file").documents
    assert entities(whole) == [entity for group in expected for entity in group]
