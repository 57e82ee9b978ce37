from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman_training.readers.phrases import core, with_plain
from dragoman_training.readers.rebuilt import UNESCAPED, laid_out, spans_of, unescaped

TOKENS = st.lists(st.sampled_from(["by", "the", "envoys", "Orla", "'s", "of", ",", "a\u00a0b"]), min_size=1, max_size=8)


def plain(phrase: str) -> str | None:
    tokens = phrase.split()
    kept = with_plain(tokens, {"ARG0": [range(len(tokens))]}, ["ARG0"])
    return kept and " ".join(tokens[word] for word in kept["ARG0"][0])


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Orla", "Orla"),
        ("by the Dorvian envoys", "Dorvian envoys"),
        ("both Dorvia 's envoys", "Dorvia 's envoys"),
        ("Dorvia 's", "Dorvia"),
        ("envoys of Dorvia", None),
        ("Dorvia and Zembla", None),
        ("Orla , the envoy", None),
        ("who", None),
        ("The", None),
    ],
)
def test_a_phrase_is_cut_or_refused(phrase: str, expected: str | None) -> None:
    assert plain(phrase) == expected


def test_an_argument_must_be_there_and_alone() -> None:
    tokens = ["Orla", "left"]
    assert with_plain(tokens, {"ARG1": [range(1)]}, ["ARG0"]) is None
    assert with_plain(tokens, {"ARG0": [range(1), range(1, 2)]}, ["ARG0"]) is None
    assert with_plain(tokens, {"ARG0": [range(1)], "ARG0-X": [range(1)]}, ["ARG0*"]) is None


def test_other_arguments_stay_as_they_are() -> None:
    arguments = {"ARG0": [range(2)], "ARG1": [range(2, 6)]}
    kept = with_plain(["the", "envoys", "the", "parts", "of", "it"], arguments, ["ARG0"])
    assert kept == {"ARG0": [range(1, 2)], "ARG1": [range(2, 6)]}
    assert arguments["ARG0"] == [range(2)]


def test_marks_are_unescaped_and_counted() -> None:
    mended: Counter[str] = Counter()
    assert unescaped(["``", "we", "-LRB-", "''"], mended) == ['"', "we", "(", '"']
    assert mended == {UNESCAPED: 3}
    unescaped(["we"], mended)
    assert mended == {UNESCAPED: 3}


@given(st.lists(TOKENS, max_size=4))
def test_every_token_stands_where_it_is_said(sentences: list[list[str]]) -> None:
    text, places = laid_out(sentences)
    assert [[text[span.start : span.end] for span in spans] for spans in places] == sentences
    assert text.split("\n") == [" ".join(tokens) for tokens in sentences] or not sentences


@given(TOKENS)
def test_the_core_lies_within_and_is_its_own_core(tokens: list[str]) -> None:
    words = core(tokens, range(len(tokens)))
    assert core(tokens, words) == words
    assert set(words) <= set(range(len(tokens)))
    if words:
        text, [places] = laid_out([tokens])
        [span] = spans_of(places, {"x": [words]})["x"]
        assert text[span.start : span.end] == " ".join(tokens[words.start : words.stop])
