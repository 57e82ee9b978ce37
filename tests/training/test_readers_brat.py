import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman_training.readers import read_brat
from dragoman_training.readers.spans import fragments, snapped, trimmed
from dragoman_training.readers.standoff import read_annotations

TEXT = "Orla Venn met the Zemblan king in Dorvia. “We agree,” she said."


class Builder:
    """Writes brat lines for a text, finding the offsets itself."""

    def __init__(self, text: str = TEXT) -> None:
        self.text = text
        self.lines: list[str] = []

    def mark(self, label: str, *words: str) -> str:
        id = f"T{len(self.lines) + 1}"
        ranges = ";".join(f"{self.text.index(word)} {self.text.index(word) + len(word)}" for word in words)
        self.lines.append(f"{id}\t{label} {ranges}\t{' '.join(words)}")
        return id

    def add(self, *lines: str) -> "Builder":
        self.lines += lines
        return self

    def write(self, folder: Path, name: str = "a") -> Path:
        (folder / f"{name}.txt").write_bytes(self.text.encode())
        (folder / f"{name}.ann").write_bytes(("\n".join(self.lines) + "\n").encode())
        return folder


def shown(document: Document) -> dict[str, list[object]]:
    """The document's layers as words."""
    return {
        "entities": [(item.label, document.covered(item.span)) for item in document.entities],
        "quotes": [[(part, document.covered(span)) for part, span in item.parts()] for item in document.quotes],
        "events": [
            (
                item.type,
                document.covered(item.trigger),
                item.status,
                {role: [document.covered(span) for span in spans] for role, spans in item.arguments.items()},
            )
            for item in document.events
        ],
    }


def test_all_layers(tmp_path: Path) -> None:
    brat = Builder()
    orla, king, place = brat.mark("PERSON", "Orla Venn"), brat.mark("ROLE", "king"), brat.mark("GPE", "Dorvia")
    trigger, content, she, cue = (
        brat.mark("CONSULT", "met"),
        brat.mark("Content", "“We agree,”"),
        brat.mark("Source", "she"),
        brat.mark("Cue", "said"),
    )
    brat.add(
        f"E1\tCONSULT:{trigger} Actor:{orla} Actor2:{king} Location:{place}",
        "A1\tStatus E1 Actual",
        f"E2\tQuote:{cue} Content:{content} Source:{she}",
        f"#1\tAnnotatorNotes {she}\twho?",
        f"N1\tReference {orla} Wiki:1\tOrla",
        "",
    )
    reading = read_brat(brat.write(tmp_path))
    assert shown(reading.documents[0]) == {
        "entities": [("PERSON", "Orla Venn"), ("ROLE", "king"), ("GPE", "Dorvia")],
        "events": [("CONSULT", "met", "actual", {"actor": ["Orla Venn", "king"], "location": ["Dorvia"]})],
        "quotes": [[("source", "she"), ("cue", "said"), ("content", "“We agree,”")]],
    }
    assert reading.lost == []


def test_status_on_the_trigger_under_another_name(tmp_path: Path) -> None:
    brat = Builder()
    met, orla = brat.mark("Meet", "met"), brat.mark("Person", "Orla Venn")
    brat.add(f"E1\tMeet:{met} Who:{orla}", f"M1\tmodality {met} Planned", "A2\tNegated E1")
    [document] = read_brat(brat.write(tmp_path), status="Modality").documents
    assert document.events[0].status == "planned"
    assert read_brat(tmp_path).documents[0].events[0].status is None


def test_a_role_may_be_filled_by_an_event(tmp_path: Path) -> None:
    brat = Builder("They agreed to meet.")
    agreed, meet = brat.mark("Agree", "agreed"), brat.mark("Meet", "meet")
    brat.add(f"E1\tAgree:{agreed} Topic:E2", f"E2\tMeet:{meet}")
    [document] = read_brat(brat.write(tmp_path)).documents
    assert shown(document)["events"] == [("Agree", "agreed", None, {"topic": ["meet"]}), ("Meet", "meet", None, {})]


def test_relations_add_arguments_to_events_and_others_are_lost(tmp_path: Path) -> None:
    brat = Builder()
    orla, king, place, met = (
        brat.mark("PERSON", "Orla Venn"),
        brat.mark("ROLE", "king"),
        brat.mark("GPE", "Dorvia"),
        brat.mark("Meet", "met"),
    )
    brat.add(
        f"E1\tMeet:{met} Actor:{orla}",
        f"R1\tLocation Arg1:E1 Arg2:{place}",
        f"R2\tActor Arg1:{met} Arg2:{king}\t",
        f"R3\tKnows Arg1:{orla} Arg2:{king}",
        "R4\tKnows",
    )
    reading = read_brat(brat.write(tmp_path))
    [event] = shown(reading.documents[0])["events"]
    assert event == ("Meet", "met", None, {"actor": ["Orla Venn", "king"], "location": ["Dorvia"]})
    assert [lost.text for lost in reading.lost] == ["R3", "R4"]


def test_labels_that_name_roles_are_no_entities_unless_said(tmp_path: Path) -> None:
    linked, unlinked = Builder(), Builder()
    met, orla, place = linked.mark("Meet", "met"), linked.mark("Actor", "Orla Venn"), linked.mark("GPE", "Dorvia")
    linked.add(f"E1\tMeet:{met} Actor:{orla} Location:{place}").write(tmp_path, "a")
    unlinked.mark("Actor", "king")
    unlinked.write(tmp_path, "b")
    reading = read_brat(tmp_path)
    assert [shown(document)["entities"] for document in reading.documents] == [[("GPE", "Dorvia")], []]
    assert [(lost.document, lost.label, lost.text) for lost in reading.lost] == [("b", "Actor", "king")]
    said = read_brat(tmp_path, entities=["Actor"])
    assert [shown(document)["entities"] for document in said.documents] == [
        [("Actor", "Orla Venn")],
        [("Actor", "king")],
    ]
    assert said.lost == []


def test_discontinuous_marks(tmp_path: Path) -> None:
    brat = Builder("“We,” Orla\nVenn did, he said, “agree.”")
    brat.mark("PERSON", "Orla", "Venn")
    brat.mark("ORG", "We", "agree")
    content, cue = brat.mark("Content", "“We,”", "“agree.”"), brat.mark("Cue", "did", "said")
    reading = read_brat(brat.add(f"E1\tQuote:{cue} Content:{content}").write(tmp_path))
    [document] = reading.documents
    assert shown(document)["quotes"] == [[("cue", "said"), ("content", "“We,”"), ("content", "“agree.”")]]
    assert document.entities == ()
    assert [(lost.label, lost.text) for lost in reading.lost] == [
        ("Cue", "did"),
        ("PERSON", "Orla Venn"),
        ("ORG", "We agree"),
    ]


def test_the_trigger_is_the_cue_unless_it_is_another_part(tmp_path: Path) -> None:
    brat = Builder()
    content, said, she = brat.mark("Content", "“We agree,”"), brat.mark("Quote", "said"), brat.mark("Source", "she")
    brat.add(
        f"E1\tQuote:{content} Content:{content}",
        f"E2\tReport:{said} Content:{content} Source:{she}",
        f"E3\tQuote:{said} Content:{content} Cue:{said} Cue2:{she} Reader:{she}",
    )
    reading = read_brat(brat.write(tmp_path))
    assert [quote.cue is None for quote in reading.documents[0].quotes] == [True, False, False]
    assert [lost.reason for lost in reading.lost] == ["a second cue of one quote", "a quote has no part 'reader'"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T9\tPERSON 0 4", "other"),
        ("T9\tPERSON 0 4\tKing", "other words"),
        ("T9\tPERSON 60 99\tKing", "over the end"),
        ("T9\tPERSON 4 5\t ", "white space"),
        ("T9\tPERSON 4 4\t", "white space"),
        ("T9 PERSON 0 4 Orla", "line 1"),
        ("T9\tPERSON x y\tOrla", "line 1"),
        ("E9\tQuote:T8 Content:T7", "not in the file"),
        ("E9\tMeet:T8 Actor:T7", "not in the file"),
        ("E9\tMeet", "without a trigger"),
        ("E9\tQuote:E9 Content:E9", "not in the file"),
        ("nonsense", "line 1"),
        ("X\t", "line 1"),
    ],
)
def test_a_bad_line_is_lost_and_the_rest_stays(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.ann").write_bytes(f"{line}\nT1\tGPE 34 40\tDorvia\n".encode())
    reading = read_brat(tmp_path)
    assert ("GPE", "Dorvia") in shown(reading.documents[0])["entities"]
    if line.endswith("0 4"):  # words left out are no contradiction
        assert reading.lost == []
    else:
        assert reason in " ".join(lost.reason for lost in reading.lost)


def test_line_ends_and_byte_order_marks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffOrla\r\nDorvia".encode())
    (tmp_path / "a.ann").write_bytes("\ufeffT1\tPERSON 1 5\tOrla\r\nT2\tGPE 7 13\tDorvia\r\n".encode())
    reading = read_brat(tmp_path)
    assert shown(reading.documents[0])["entities"] == [("PERSON", "Orla"), ("GPE", "Dorvia")]
    assert reading.lost == []


def test_one_bad_text_does_not_end_the_run(tmp_path: Path) -> None:
    Builder().write(tmp_path, "b")
    (tmp_path / "a.ann").write_bytes(b"")
    (tmp_path / "unannotated.txt").write_bytes(b"Orla")
    reading = read_brat(tmp_path)
    assert [document.id for document in reading.documents] == ["b"]
    assert [lost.document for lost in reading.lost] == ["a"]


def test_a_missing_or_empty_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="check"):
        read_brat(tmp_path / "gone")
    with pytest.raises(InputError, match=r"no \.ann"):
        read_brat(tmp_path)


@given(st.text("TERA019\t :;#*x\n\r", max_size=60))
def test_no_file_raises(content: str) -> None:
    read_annotations(content)


@given(st.text("ab \n\u00a0", max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4))
def test_fragments_are_valid_ordered_and_apart(text: str, ranges: list[tuple[int, int]]) -> None:
    spans = fragments(text, ranges)
    for span in spans:
        covered = text[span.start : span.end]
        assert covered == covered.strip()
        assert "\n" not in covered
    assert all(left.end < right.start for left, right in itertools.pairwise(spans))
    inside = {i for start, end in ranges for i in range(start, min(end, len(text))) if not text[i].isspace()}
    assert inside <= {i for span in spans for i in range(span.start, span.end)}


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("The Federal court", 5, 17, "Federal court"),
        ("The Federal court", 4, 14, "Federal court"),
        ("at 9PMOrla spoke", 6, 10, "Orla"),  # glued by the page's layout
        ("he spokeOrla left", 3, 8, "spoke"),
        ("U.S.-led", 0, 4, "U.S."),
        ("Orla", 0, 4, "Orla"),
        ("It’s", 0, 1, "It"),
    ],
)
def test_edges_inside_words_move_outwards(text: str, start: int, end: int, expected: str) -> None:
    start, end = snapped(text, start, end)
    assert text[start:end] == expected


def test_trimming_leaves_nothing_of_blanks() -> None:
    assert trimmed("a  b", 1, 3) is None
    assert trimmed("a  b", 3, 3) is None
