from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from dragoman.documents import Document, Entity, Quote, Span
from dragoman.errors import InputError
from dragoman.jsonl import write_documents
from dragoman_training.cli import app
from dragoman_training.evaluation.reference_agreement import agreement
from dragoman_training.evaluation.references import GoldReference, GoldResolution, read_gold
from dragoman_training.evaluation.resolution import score_resolution

#       0         1         2         3         4         5
#       0123456789012345678901234567890123456789012345678901234567
TEXT = "PARIS, 2 May 2023: French envoy Ada Low said on Monday yes."
DOCUMENT = Document(
    "d",
    TEXT,
    entities=(
        Entity("NORP", Span(19, 25)),
        Entity("PERSON", Span(32, 39)),
        Entity("DATE", Span(48, 54)),
    ),
    quotes=(Quote((Span(55, 58),), Span(40, 44), (Span(32, 39),)),),
)


ADA, PARIS = [(32, 39)], [(0, 5)]


def gold(
    country: str | None = "FRA", when: str | None = "2023-05-01", speaker: list[tuple[int, int]] | None = ADA
) -> GoldResolution:
    return GoldResolution("d", [GoldReference(19, 25, country=country), GoldReference(48, 54, when=when)], [speaker])


def test_what_is_right_counts() -> None:
    scores = score_resolution([gold()], [DOCUMENT])
    assert (scores.states.correct, scores.states.total) == (1, 1)
    assert (scores.dates.correct, scores.dates.total) == (1, 1)
    assert (scores.speakers.named.correct, scores.speakers.named.total) == (1, 1)
    assert scores.bodies.total == scores.no_state.total == scores.no_date.total == 0


def test_what_is_wrong_does_not() -> None:
    scores = score_resolution([gold("DEU", "2023-05-08", PARIS)], [DOCUMENT])
    assert scores.states.correct == scores.dates.correct == scores.speakers.named.correct == 0


def test_a_state_or_day_where_there_is_none_is_wrong() -> None:
    scores = score_resolution([gold(None, None)], [DOCUMENT])
    assert (scores.no_state.correct, scores.no_state.total) == (0, 1)
    assert (scores.no_date.correct, scores.no_date.total) == (0, 1)


def test_documents_without_gold_are_an_error() -> None:
    with pytest.raises(InputError, match="look at their ids"):
        score_resolution([gold()], [Document("other", "Text.")])


def test_a_line_that_is_no_gold_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "d", "references": [], "speakers": []}\n\n{"id": 3}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 3"):
        read_gold(path)


def test_agreement_is_counted_by_kind() -> None:
    found = agreement([gold()], [gold("DEU", speaker=PARIS)])
    assert (found.places.correct, found.places.total) == (0, 1)
    assert (found.dates.correct, found.dates.total) == (1, 1)
    assert (found.speakers.correct, found.speakers.total) == (0, 1)
    assert agreement([gold()], [gold()]).speakers.correct == 1


def test_agreement_needs_the_same_mentions() -> None:
    with pytest.raises(InputError, match="no document in common"):
        agreement([gold()], [])
    with pytest.raises(InputError, match=r"'d'.*same mentions"):
        agreement([gold()], [GoldResolution("d", [], [ADA])])


def test_both_commands_print_their_tables(tmp_path: Path) -> None:
    gold_file, documents = tmp_path / "gold.jsonl", tmp_path / "d.jsonl"
    gold_file.write_bytes(msgspec.json.encode(gold()))
    write_documents([DOCUMENT], documents)
    scored = CliRunner().invoke(app, ["evaluate-resolution", str(gold_file), str(documents)])
    assert [line.split()[:2] for line in scored.stdout.splitlines() if "dates" in line] == [["dates", "100.0"]]
    compared = CliRunner().invoke(app, ["compare-resolution", str(gold_file), str(gold_file), "--json"])
    assert msgspec.json.decode(compared.stdout)["places"]["total"] == 1
