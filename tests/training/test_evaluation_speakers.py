import pytest

from dragoman.documents import Document, Entity, Quote, Span
from dragoman.errors import InputError
from dragoman_training.evaluation.speakers import nearest_name, same_speaker, score_speakers

#       0         1         2         3         4
#       0123456789012345678901234567890123456789012345
TEXT = "Ada Low met Bob Roe. She said yes. All cheered."
SHE = Quote((Span(30, 33),), None, (Span(21, 24),))
NOBODY = Quote((Span(35, 38),))
PEOPLE = (Entity("PERSON", Span(0, 7)), Entity("PERSON", Span(12, 19)))
DOCUMENT = Document("d", TEXT, entities=PEOPLE, quotes=(SHE, NOBODY))


def test_the_baseline_takes_the_nearest_name() -> None:
    assert nearest_name(DOCUMENT, SHE) == "Bob Roe"


def test_names_are_compared_without_articles_and_case() -> None:
    assert same_speaker("the United  Nations", "united nations")
    assert same_speaker("Ada Low & Bob Roe", "Bob Roe & Ada Low")
    assert not same_speaker("Ada Low & Bob Roe", "Ada Low")
    assert not same_speaker(None, "Ada Low")


def test_only_quotes_with_a_source_count() -> None:
    scores = score_speakers([DOCUMENT], {"d": ["Ada Low", "Bob Roe"]}, {"d": ["Ada Low", None]})
    assert (scores.named.correct, scores.named.total, scores.named.percent) == (1, 1, 100.0)
    assert (scores.baseline.correct, scores.baseline.total) == (0, 1)
    assert scores.named.interval == (100.0, 100.0)


def test_an_unnamed_speaker_is_right_as_none() -> None:
    scores = score_speakers([DOCUMENT], {"d": [None, None]}, {"d": [None, None]})
    assert (scores.named.total, scores.all.correct, scores.all.total) == (0, 1, 1)


@pytest.mark.parametrize("found", [{}, {"d": ["Ada Low"]}])
def test_missing_speakers_are_told(found: dict[str, list[str | None]]) -> None:
    with pytest.raises(InputError, match="'d' has 2 quotes"):
        score_speakers([DOCUMENT], {"d": [None, None]}, found)
    with pytest.raises(InputError, match="without a document"):
        score_speakers([], {}, {})
