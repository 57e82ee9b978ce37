from pathlib import Path

import pytest

from dragoman.documents import Document, Quote
from dragoman.errors import InputError
from dragoman_training.readers import Reading, read_polnear

NAME = "daily-zembla_2031-04-05_orla-venn-says-no"


def read(folder: Path, text: str, *lines: str, name: str = NAME, annotator: str = "a1b2") -> Reading:
    add(folder, text, *lines, name=name, annotator=annotator)
    return read_polnear(folder)


def add(folder: Path, text: str, *lines: str, name: str = NAME, annotator: str = "a1b2") -> None:
    for part in ("text", "attributions"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "text" / f"{name}.txt").write_bytes(text.encode())
    (folder / "attributions" / f"{name}_{annotator}.ann").write_bytes("\n".join(lines).encode())


def mark(id: int, label: str, text: str, *words: str) -> str:
    ranges = ";".join(f"{text.index(word)} {text.index(word) + len(word)}" for word in words)
    return f"T{id}\t{label} {ranges}\t{' '.join(words)}"


def parts(document: Document, quote: Quote) -> list[tuple[str, str]]:
    return [(part, document.covered(span)) for part, span in quote.parts()]


def only(reading: Reading) -> list[tuple[str, str]]:
    [document] = reading.documents
    [quote] = document.quotes
    return parts(document, quote)


SIMPLE = "Orla Venn said the lake is hers."
SIMPLE_LINES = [
    mark(1, "Source", SIMPLE, "Orla Venn"),
    mark(2, "Cue", SIMPLE, "said"),
    mark(3, "Content", SIMPLE, "the lake is hers"),
    mark(4, "Attribution", SIMPLE, "said"),
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
]


def test_an_attribution_becomes_a_quote(tmp_path: Path) -> None:
    reading = read(tmp_path, SIMPLE, *SIMPLE_LINES)
    assert only(reading) == [("source", "Orla Venn"), ("cue", "said"), ("content", "the lake is hers")]
    assert (reading.documents[0].id, reading.documents[0].date) == (NAME, "2031-04-05")
    assert reading.documents[0].text == SIMPLE
    assert reading.lost == []


def test_a_source_may_be_missing(tmp_path: Path) -> None:
    lines = [*SIMPLE_LINES[1:3], mark(4, "Attribution-no-source", SIMPLE, "said")]
    reading = read(tmp_path, SIMPLE, *lines, "E1\tAttribution-no-source:T4 Cue:T2 Content:T3")
    assert only(reading) == [("cue", "said"), ("content", "the lake is hers")]


def test_without_a_cue_the_anchor_is_the_cue(tmp_path: Path) -> None:
    reading = read(tmp_path, SIMPLE, *SIMPLE_LINES[:4], "E1\tAttribution:T4 Source:T1 Content:T3")
    assert only(reading)[1] == ("cue", "said")
    assert [lost.label for lost in reading.lost] == ["Cue"]


@pytest.mark.parametrize("as_one", [True, False])
def test_content_in_pieces(tmp_path: Path, as_one: bool) -> None:
    text = "''We,'' said Orla,  ''will go.''  ''Soon.''"
    words = ["''We,''", "''will go.''", "''Soon.''"]
    contents = (
        [mark(1, "Content", text, *words)]
        if as_one
        else [mark(5, "Content", text, *words[1:]), mark(1, "Content", text, words[0])]
    )
    event = "E1\tAttribution:T2 Content:T1 Cue:T3" + ("" if as_one else " Content2:T5")
    lines = [*contents, mark(2, "Attribution", text, "said"), mark(3, "Cue", text, "said"), event]
    reading = read(tmp_path, text, *lines)
    assert only(reading)[1:] == [("content", "''We,''"), ("content", "''will go.''  ''Soon.''")]
    assert reading.documents[0].quotes[0].kind(text) == "direct"


def test_content_is_cut_at_paragraphs_even_where_the_words_run_over_lines(tmp_path: Path) -> None:
    text = "Orla said: “One.\n\nTable two.\nThree.”"
    content = "“One.\n\nTable two.\nThree.”"
    lines = [
        f"T1\tContent {text.index('“')} {len(text)}\t{content}",
        mark(2, "Attribution", text, "said"),
        "E1\tAttribution:T2 Content:T1",
    ]
    reading = read(tmp_path, text, *lines)
    assert only(reading)[1:] == [("content", "“One."), ("content", "Table two."), ("content", "Three.”")]
    assert reading.lost == []


def test_several_sources_in_one_mark(tmp_path: Path) -> None:
    text = "Orla, 40, and Timo said it rains."
    lines = [
        mark(1, "Source", text, "Orla", "Timo"),
        mark(2, "Attribution", text, "said"),
        mark(3, "Content", text, "it rains"),
        "E1\tAttribution:T2 Source:T1 Content:T3",
    ]
    assert only(read(tmp_path, text, *lines))[:2] == [("source", "Orla"), ("source", "Timo")]


def test_loose_edges_are_mended_and_counted(tmp_path: Path) -> None:
    text = "The Federal court said no to them."
    lines = [
        "T1\tSource 5 18\tederal court ",
        "T2\tCue 18 22\tsaid",
        "T3\tContent 22 31\t no to th",
        "T4\tAttribution 18 22\tsaid",
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
    ]
    reading = read(tmp_path, text, *lines)
    assert only(reading) == [("source", "Federal court"), ("cue", "said"), ("content", "no to them")]
    assert reading.mended["edge inside a word moved to the word's edge"] == 2


def test_an_attribution_without_content_is_lost_but_not_its_empty_double(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        SIMPLE,
        *SIMPLE_LINES,
        "E2\tAttribution:T4",
        mark(5, "Attribution", SIMPLE, "is"),
        "E3\tAttribution:T5",
    )
    assert len(reading.documents[0].quotes) == 1
    assert [(lost.label, lost.text) for lost in reading.lost] == [("Attribution", "is")]
    assert reading.mended["empty double of an attribution left out"] == 1


def test_the_same_attribution_twice_is_one_quote(tmp_path: Path) -> None:
    assert len(only(read(tmp_path, SIMPLE, *SIMPLE_LINES, "E2\tAttribution:T4 Content:T3 Cue:T2 Source:T1"))) == 3


def test_parts_outside_attributions_are_lost_and_doubts_are_passed_over(tmp_path: Path) -> None:
    others = [mark(5, "Cue", SIMPLE, "is"), mark(6, "Discuss", SIMPLE, "said"), mark(7, "Discard", SIMPLE, "hers")]
    reading = read(tmp_path, SIMPLE, *SIMPLE_LINES, *others)
    assert len(reading.documents[0].quotes) == 1
    assert [(lost.label, lost.start, lost.text) for lost in reading.lost] == [("Cue", 24, "is")]


def test_only_the_first_annotator_is_taken(tmp_path: Path) -> None:
    add(tmp_path, SIMPLE, annotator="ffff")
    add(tmp_path, SIMPLE, *SIMPLE_LINES, annotator="0abc")
    add(tmp_path, SIMPLE, name=f"{NAME}_2", annotator="0abc")
    documents = read_polnear(tmp_path).documents
    assert [(document.id, len(document.quotes)) for document in documents] == [(NAME, 1), (f"{NAME}_2", 0)]


def test_one_bad_article_does_not_end_the_run(tmp_path: Path) -> None:
    add(tmp_path, SIMPLE, *SIMPLE_LINES, name="a")
    add(
        tmp_path,
        SIMPLE,
        *SIMPLE_LINES[:3],
        "E1\tAttribution:T4 Content:T3",
        "T4\tAttribution 900 904\tsaid",
        "???",
        name="b",
    )
    add(tmp_path, SIMPLE, *SIMPLE_LINES, name="c")
    (tmp_path / "text" / "c.txt").unlink()
    reading = read_polnear(tmp_path)
    assert [(document.id, document.date) for document in reading.documents] == [("a", None), ("b", None)]
    assert {lost.document for lost in reading.lost} == {"b", "c"}
    assert [quote.cue for quote in reading.documents[1].quotes] == [None]
    assert {"line 6 of the annotations cannot be read", "runs over the end of the text"} <= {
        lost.reason for lost in reading.lost
    }


def test_a_missing_corpus_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"attributions.*check"):
        read_polnear(tmp_path)
