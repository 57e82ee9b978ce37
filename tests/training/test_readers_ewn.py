from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.documents import Document, Span
from dragoman.errors import InputError
from dragoman_training.readers import Reading, read_ewn
from dragoman_training.readers.alignment import align

ADDRESS = "https://news.example/dorvia-talks"
RAW = f"{ADDRESS}\r\n\r\nOrla Venn’s envoy left Dorvia.\r\n\r\nThe Zemblan envoy  left Dorvia at 3:30 p.m.\r\n"
TSV = f"""{ADDRESS}\tO

Orla\tB-Person
Venn\tI-Person
’s\tO
envoy\tO
left\tO
Dorvia\tB-Location
.\tO

The\tO
Zemblan\tB-NORP\tB-Organization
envoy\tO
left\tO
Dorvia\tB-Location
at\tO
3:30 p.m.\tB-Date
"""


def corpus(folder: Path, raw: str, tsv: str, name: str = "zz_news_1") -> Path:
    for part in ("original_articles", "processed_annotated"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "original_articles" / f"{name}.txt").write_bytes(raw.encode())
    (folder / "processed_annotated" / f"{name}.txt.tsv").write_bytes(tsv.encode())
    return folder


def entities(document: Document) -> list[tuple[str, str]]:
    return [(entity.label, document.covered(entity.span)) for entity in document.entities]


def only(reading: Reading) -> Document:
    [document] = reading.documents
    return document


def test_spans_point_into_the_raw_article_without_its_address(tmp_path: Path) -> None:
    reading = read_ewn(corpus(tmp_path, RAW, TSV))
    document = only(reading)
    assert document.id == "zz_news_1"
    assert document.text == RAW.removeprefix(f"{ADDRESS}\r\n\r\n")
    assert entities(document) == [
        ("Person", "Orla Venn"),
        ("Location", "Dorvia"),
        ("NORP", "Zemblan"),
        ("Location", "Dorvia"),
        ("Date", "3:30 p.m."),
    ]
    assert document.entities[1].span.start < document.text.index("\r\n\r\n") < document.entities[3].span.start
    assert reading.lost == []


@pytest.mark.parametrize(
    ("raw", "tsv"),
    [
        (f"{ADDRESS}\nOrla left.", f"{ADDRESS}\tO\nOrla\tB-Person\nleft\tO\n.\tO\n"),
        (
            f"{ADDRESS}?a=1&b=Orla\nOrla left.",
            f"{ADDRESS}?a=1\tO\n&\tO\nb=\tO\nOrla\tB-Person\n\nOrla\tB-Person\nleft\tO\n",
        ),
        ("www.news.example%2Fdorvia\nOrla left.", "www\tO\n.news.example\tO\n%2Fdorvia\tO\nOrla\tB-Person\nleft\tO\n"),
        ("Orla left.", "Orla\tB-Person\nleft\tO\n.\tO\n"),
    ],
)
def test_the_address_is_left_out_however_it_was_cut(tmp_path: Path, raw: str, tsv: str) -> None:
    document = only(read_ewn(corpus(tmp_path, raw, tsv)))
    assert document.text == "Orla left."
    assert entities(document) == [("Person", "Orla")]


def test_an_address_glued_to_the_first_word_takes_that_word_alone(tmp_path: Path) -> None:
    document = only(
        read_ewn(
            corpus(tmp_path, f"{ADDRESS}Police seized Dorvia.", f"{ADDRESS}Police\tO\nseized\tO\nDorvia\tB-Location\n")
        )
    )
    assert document.text == "seized Dorvia."
    assert entities(document) == [("Location", "Dorvia")]


def test_entities_in_the_address_are_counted(tmp_path: Path) -> None:
    reading = read_ewn(
        corpus(
            tmp_path,
            "https://n.example/in-Dorvia Orla",
            "https://n.example/in-\tO\nDorvia\tB-Location\nOrla\tB-Person\n",
        )
    )
    assert entities(only(reading)) == [("Person", "Orla")]
    assert sum(reading.mended.values()) == 1


def test_a_span_that_ends_inside_a_word_takes_the_word(tmp_path: Path) -> None:
    reading = read_ewn(corpus(tmp_path, "in the 2030s.", "in\tO\nthe\tO\n2030\tB-Date\ns\tO\n.\tO\n"))
    assert entities(only(reading)) == [("Date", "2030s")]
    assert sum(reading.mended.values()) == 1


def test_an_entity_ends_with_its_paragraph(tmp_path: Path) -> None:
    document = only(read_ewn(corpus(tmp_path, "Dorvia\n\nZemblan", "Dorvia\tB-Misc\n\nZemblan\tI-Misc\n")))
    assert entities(document) == [("Misc", "Dorvia"), ("Misc", "Zemblan")]


def test_a_broken_word_is_found_and_a_broken_stretch_is_lost(tmp_path: Path) -> None:
    raw = "In Café Orla we said “Old Dorvia” and left."
    tsv = """In\tO
CafÃ\tB-Facility
©\tI-Facility
Orla\tI-Facility
we\tO
said\tO
â\tB-Misc
€œ\tI-Misc
Oldd\tI-Misc
Dorviaâ\tI-Misc
€\tO
and\tO
left\tO
.\tO
"""
    reading = read_ewn(corpus(tmp_path, raw, tsv))
    assert entities(only(reading)) == [("Facility", "Café Orla")]
    [lost] = reading.lost
    assert (lost.document, lost.label, lost.text) == ("zz_news_1", "Misc", "â €œ Oldd Dorviaâ")


def test_columns_parted_by_blanks_and_malformed_tags(tmp_path: Path) -> None:
    reading = read_ewn(
        corpus(tmp_path, "from Dorvia to Zembla", "from    O\nDorvia    B-Location\nto\t0\nZembla\tB-Location\n")
    )
    assert entities(only(reading)) == [("Location", "Dorvia"), ("Location", "Zembla")]
    assert [lost.reason for lost in reading.lost] == ["line 3: '0' is no tag"]


def test_one_bad_article_does_not_end_the_run(tmp_path: Path) -> None:
    corpus(tmp_path, "{\\rtf1 Orla}", "{\tO\n\\\tO\nrtf1\tO\nOrla\tB-Person\n}\tO\n", "a")
    corpus(tmp_path, "gone", "gone\tO\n", "b")
    (tmp_path / "original_articles" / "b.txt").unlink()
    corpus(tmp_path, "Orla", "Orla\tB-Person\n", "c")
    corpus(tmp_path, "Orla", "Orla\tB-Person\n", "d")
    (tmp_path / "original_articles" / "d.txt").write_bytes(b"\xff\xfe")
    corpus(tmp_path, "Orla stays", "", "e")
    reading = read_ewn(tmp_path)
    assert [document.id for document in reading.documents] == ["c", "e"]
    reasons = [(lost.document, lost.reason) for lost in reading.lost]
    assert [document for document, _ in reasons] == ["a", "b", "d"]
    assert ["RTF" in reasons[0][1], "b.txt" in reasons[1][1], "UTF-8" in reasons[2][1]] == [True] * 3


def test_a_missing_corpus_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"processed_annotated.*check"):
        read_ewn(tmp_path)
    (tmp_path / "processed_annotated").mkdir()
    with pytest.raises(InputError, match=r"holds no \.tsv"):
        read_ewn(tmp_path)


@given(
    st.lists(
        st.tuples(st.text("abé”.", min_size=1, max_size=3), st.sampled_from(["", " ", "\n\n", "\u00a0"])), max_size=12
    )
)
def test_tokens_cut_from_a_text_are_found_again(pieces: list[tuple[str, str]]) -> None:
    text = "".join(token + blank for token, blank in pieces)
    places = align([token for token, _ in pieces], text)
    assert [text[place.start : place.end] for place in places if place] == [token for token, _ in pieces]
    starts = [place.start for place in places if place]
    assert starts == sorted(set(starts))


@given(
    st.lists(st.text("abcé ", min_size=1, max_size=4).filter(lambda token: not token.isspace()), max_size=10),
    st.text("abc é”\n", max_size=40),
)
def test_alignment_holds_for_any_text(tokens: list[str], text: str) -> None:
    places = align(tokens, text)
    assert len(places) == len(tokens)
    found = [place for place in places if place]
    assert found == sorted(found)
    assert all(place.end <= len(text) for place in found)


@pytest.mark.parametrize(
    ("tokens", "text", "expected"),
    [
        (["Orla", "met", "Orla"], "Orla met Orla", ["Orla", "met", "Orla"]),
        (["Orla", "went", "home", "today"], "Orla wen t home today", ["Orla", "wen t", "home", "today"]),
        (["in", "Dorvia", "we", "met"], "[in] Dorvia we met", ["in", "Dorvia", "we", "met"]),
        (
            ["Orla", "quite", "rightly", "left", "us", "there"],
            "Orla left us there",
            ["Orla", None, None, "left", "us", "there"],
        ),
        (["nothing", "fits"], "Orla", [None, None]),
        (["Orla", "left"], "Orla", ["Orla", None]),
        (["Orla", "left"], "Orla leaves", ["Orla", None]),
    ],
)
def test_misfits(tokens: list[str], text: str, expected: list[str | None]) -> None:
    assert [place and text[place.start : place.end] for place in align(tokens, text)] == expected


def test_one_misfit_far_from_any_meeting_gives_up_the_rest() -> None:
    assert align(["a", "b"], "x" * 500 + " a b") == [None, None]
    assert align(["a"], "  a") == [Span(2, 3)]
