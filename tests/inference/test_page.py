import base64
import gzip
import hashlib
import json
import re
import tomllib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SCHEME, documents

from dragoman.documents import Document, Entity, Event, Quote, Reference, Span
from dragoman.page import names, notebook_html, to_html
from dragoman.page.article import Article
from dragoman.page.html import ARTICLE, OVERVIEW, packed
from dragoman.page.overview import facts
from dragoman.page.pieces import cut, marks_of, paragraphs
from dragoman.page.quads import QUADS
from dragoman.scheme import load_scheme

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "inference" / "dragoman" / "page"
TEXT = "Old feud\nOruvia's King Bel met the Tasks envoy. “We agreed,” he said. Tasks denied it."


def place(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


HE = Span(TEXT.index("he said"), TEXT.index(" said"))
DOCUMENT = Document(
    "a/1",
    TEXT,
    "2031-04-05",
    entities=(Entity("GPE", place("Oruvia"), 0.9), Entity("ROLE", place("King")), Entity("ODD", place("Bel"))),
    quotes=(Quote((place("“We agreed,”"),), place("said"), (HE,), 0.75),),
    events=(
        Event("CONSULT", place("met"), "actual", {"actor": (place("King Bel"),), "recipient": (place("Tasks envoy"),)}),
        Event("REJECT", place("denied"), "negated", {"actor": (place("Tasks"),)}, 0.5),
        Event("WALTZ", place("agreed")),
    ),
)


class Texts(HTMLParser):
    """The paragraphs of an article's HTML, and what elements there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.elements: set[str] = set()
        self.ids: list[str] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag == "section":
            self._text = dict(attrs).get("class") == "text"
        if tag == "p":
            self._open = getattr(self, "_text", False)
            self.found += [""] * self._open

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


@given(documents())
def test_pieces_are_the_text_and_carry_just_the_marks_that_cover_them(document: Document) -> None:
    marks = list(marks_of(document))
    pieces = list(cut(document.text, marks))
    assert "".join(document.covered(piece.span) for piece in pieces) == document.text
    for mark in marks:
        carrying = [piece.span for piece in pieces if mark in piece.marks]
        assert (carrying[0].start, carrying[-1].end) == (mark.span.start, mark.span.end)
    for piece in pieces:
        assert all(mark.span.overlaps(piece.span) for mark in piece.marks)


@given(documents())
def test_paragraphs_leave_out_blank_lines_alone(document: Document) -> None:
    found = paragraphs(document.text, cut(document.text, list(marks_of(document))))
    lines = ["".join(document.covered(piece.span) for piece in pieces) for pieces in found]
    assert lines == [line for line in re.split("[\r\n\u2028\u2029]", document.text) if line.strip()]


@given(documents())
@settings(max_examples=30)
def test_an_article_shows_its_whole_text_and_each_id_once(document: Document) -> None:
    parsed = Texts(Article(document, SCHEME, "d7-").html())
    shown = re.sub(r"\s|\ufffd", "", "".join(parsed.found))
    assert len(parsed.ids) == len(set(parsed.ids))
    assert all(id.startswith("d7-") for id in parsed.ids)
    assert shown == re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd-\uffff]|\s", "", document.text)


@given(st.lists(documents(), max_size=3))
@settings(max_examples=20)
def test_any_documents_make_a_page_that_utf8_holds(found: list[Document]) -> None:
    page = to_html(found, scheme=SCHEME)
    assert page.encode().startswith(b"<!doctype html>")
    assert page.count("<script>") == 1


def test_an_article_has_lists_of_quotes_and_events() -> None:
    article = Article(DOCUMENT, load_scheme())
    assert {speaker: [n for n, _, _ in quotes] for speaker, quotes in article.speakers().items()} == {"he": [0]}
    met, denied, waltz = article.rows()
    assert (met.type, met.status, met.roles["actor"], met.roles["recipient"]) == (
        "CONSULT",
        "actual",
        "King Bel",
        "Tasks envoy",
    )
    assert [row.quad for row in (met, denied, waltz)] == [0, 2, None]
    assert [label.name for label in article.legend["e"]] == ["ROLE", "GPE", "ODD"]
    assert [head for head, _ in article.paragraphs()] == [True, False]


def test_speakers_are_one_however_their_name_begins() -> None:
    said = Document("d", "The king spoke. Then the king.", quotes=(_said_by(Span(0, 8)), _said_by(Span(21, 29))))
    assert {name: len(quotes) for name, quotes in Article(said, SCHEME).speakers().items()} == {"The king": 2}


def _said_by(source: Span) -> Quote:
    return Quote((Span(9, 14),), None, (source,))


def test_facts_name_parties_but_no_pronoun() -> None:
    found = facts([DOCUMENT, replace(DOCUMENT, id="b", date=None)], load_scheme())
    assert found["parties"] == ["King Bel", "Tasks envoy", "Tasks"]
    assert found["events"][0] == [0, 0, found["types"].index("CONSULT"), 0, [0], [1], 0]
    assert found["sentences"][0] == "Oruvia's King Bel met the Tasks envoy."
    assert [quote[2] for quote in found["quotes"]] == [[], []]
    assert found["quads"][found["types"].index("REJECT")] == QUADS.index("verbal conflict")
    assert found["quads"][found["types"].index("WALTZ")] is None


@pytest.mark.parametrize(
    ("words", "name"),
    [("the\n Duma", "Duma"), ("An envoy", "envoy"), ("A", "A"), ("Them", None), ("its", None), ("theatre", "theatre")],
)
def test_a_party_goes_without_its_article(words: str, name: str | None) -> None:
    assert names.party(Document("d", words), Span(0, len(words))) == name


@pytest.mark.parametrize(
    ("known", "name"),
    [
        (Reference(entity="Bel II"), "Bel II"),
        (Reference(country="FRA"), "FRA"),
        (Reference(country="FRA", code="FRA"), "FRA"),
        (Reference(country="FRA", code="FRAMIL"), "French army"),
    ],
)
def test_a_resolved_party_has_its_name_or_its_state(known: Reference, name: str) -> None:
    words = "the French army"
    span = Span(0, len(words))
    document = Document("d", words, entities=(Entity("ORG", span),), references={span: known})
    assert names.party(document, span) == name


def test_a_resolved_speaker_is_named() -> None:
    quote = replace(_said_by(Span(0, 2)), speaker="Bel II")
    assert names.speaker(Document("d", "he spoke at noon", quotes=(quote,)), quote) == "Bel II"


def test_a_headline_is_short() -> None:
    assert names.headline(Document("d", " \n The  news \nmore")) == "The news"
    assert names.headline(Document("d", "  ")) == "d"
    long = names.headline(Document("d", "word " * 99))
    assert long.endswith("word …")
    assert len(long) <= 112


def test_what_runs_is_named_by_its_hash_and_nothing_is_fetched() -> None:
    for found in ([DOCUMENT], [DOCUMENT, DOCUMENT]):
        page = to_html(found)
        [script] = re.findall(r"<script>(.*?)</script>", page, re.S)
        [policy] = re.findall(r'Security-Policy" content="([^"]*)"', page)
        hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src &#39;sha256-{hashed}&#39;" in policy
        assert policy.startswith("default-src &#39;none&#39;")
        assert not re.search(r"""(?:src|href|action)=["']?(?:https?:|//)|url\(|@import|\son\w+=|\sstyle=""", page)


@pytest.mark.parametrize("name", sorted({*ARTICLE, *OVERVIEW, "assets/page.css", "assets/article.css"}))
def test_scripts_and_styles_cannot_end_their_element(name: str) -> None:
    assert not re.search(r"</(?:script|style)|<!--", (PACKAGE / name).read_text(encoding="utf-8"), re.I)


def test_text_that_looks_like_markup_stays_text() -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028'\"&amp;"
    document = Document(evil, evil, evil, (Entity(evil, Span(0, 9)),), events=(Event(evil, Span(0, 9), evil),))
    for page in (to_html([document]), to_html([document, document]), notebook_html(document)):
        assert "<img" not in page
        assert page.count("</script>") == page.count("<script")
        assert "alert(1)</script>" not in page
    article = Texts(Article(document, load_scheme()).html())
    assert not article.elements & {"script", "img"}
    data = re.search(r'id="facts">(.*?)</script>', to_html([document, document]), re.S)
    assert data
    assert json.loads(data[1])["docs"][0]["id"] == evil


def test_a_notebook_gets_a_sealed_frame() -> None:
    html = DOCUMENT._repr_html_()
    assert html.startswith("<iframe")
    assert 'sandbox="allow-scripts"' in html
    assert "<" not in html.removeprefix("<iframe").removesuffix("</iframe>").split('srcdoc="')[1]
    assert DOCUMENT.to_html() == to_html([DOCUMENT])


def test_packing_is_gzip_and_always_the_same() -> None:
    assert gzip.decompress(base64.b64decode(packed("<p>é</p>"))).decode() == "<p>é</p>"
    assert packed("x") == packed("x")


def test_an_article_of_usual_length_is_small() -> None:
    text = (ROOT / "examples" / "wire_report.txt").read_text(encoding="utf-8")
    words = [Span(*found.span()) for found in re.finditer(r"\w+", text)]
    document = Document(
        "wire",
        text,
        entities=tuple(Entity("GPE", span, 0.5) for span in words[::5]),
        quotes=tuple(Quote((span,), None, (words[0],)) for span in words[::20]),
        events=tuple(Event("CONSULT", span, "actual", {"actor": (words[3],)}) for span in words[1::9]),
    )
    assert len(document.to_html().encode()) < 200_000


def test_the_wheel_holds_what_the_page_is_made_of() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert "inference/dragoman" in build["targets"]["wheel"]["packages"]
    assert all((PACKAGE / name).is_file() for name in OVERVIEW)
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for file in (PACKAGE / "vendor" / "d3").glob("*.min.js"):
        version = re.search(r"/(d3-\w+)/ v([\d.]+)", file.read_text(encoding="utf-8"))
        assert version
        assert f"{version[1]} {version[2]}" in notice
