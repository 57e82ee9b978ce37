"""Hypothesis strategies: documents over any text that Python can hold."""

import re
from dataclasses import replace

from hypothesis import strategies as st

from dragoman.documents import Document, Entity, Event, Quote, Reference, Span
from dragoman.scheme import EventScheme, Scheme

SCHEME = Scheme(
    name="toy",
    entities={"BIRD": "A bird.", "FISH": "A fish."},
    quotes={"source": "Who.", "cue": "How.", "content": "What."},
    events=EventScheme(
        types={"FLY": "Flying."}, roles={"who": "Who.", "whither": "Whither."}, statuses={"done": "Done."}
    ),
)

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ALPHABET = st.one_of(
    st.characters(exclude_categories=[]),
    st.sampled_from("ab \t\r\n\0\x1b\u2028\ufeff“”\"'«»[]\\/🦜\ud800\udfff"),
)

#: No two code points that make up a surrogate pair: JSON cannot hold them apart.
texts = st.text(_ALPHABET, max_size=60).filter(lambda text: not _PAIR.search(text))
#: As they stand in JSON: four digits.
scores = st.none() | st.integers(0, 10_000).map(lambda number: number / 10_000)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document of SCHEME."""
    text = draw(texts)
    everywhere = spans_of(text)
    layers = (draw(st.lists(layer(text), max_size=3)) if everywhere else [] for layer in (entities, quotes, events))
    date = draw(st.none() | st.sampled_from(["2023-03-21", "yesterday"]))
    document = Document(draw(texts), text, date, *map(tuple, layers))
    return replace(document, references=draw(references(document)))


def spans_of(text: str) -> list[Span]:
    """All spans that a document of this text may have, up to a length of 8."""
    return [
        Span(start, end)
        for start in range(len(text))
        for end in range(start + 1, min(start + 9, len(text) + 1))
        if text[start:end] == text[start:end].strip()
    ]


def entities(text: str) -> st.SearchStrategy[Entity]:
    return st.builds(Entity, st.sampled_from(["BIRD", "FISH"]), _spans(text), scores)


def quotes(text: str) -> st.SearchStrategy[Quote]:
    source, speaker = _several(text), st.none() | texts
    return st.builds(Quote, _several(text, least=1), st.none() | _spans(text), source, scores, speaker)


def events(text: str) -> st.SearchStrategy[Event]:
    arguments = st.dictionaries(st.sampled_from(["who", "whither"]), _several(text, least=1))
    return st.builds(Event, st.just("FLY"), _spans(text), st.sampled_from([None, "done"]), arguments, scores)


def references(document: Document) -> st.SearchStrategy[dict[Span, Reference]]:
    spans = sorted(set(document.spans()))
    known = st.lists(st.none() | texts, min_size=4, max_size=4).filter(lambda fields: fields != [None] * 4)
    reference = known.map(lambda fields: Reference(*fields))
    return st.dictionaries(st.sampled_from(spans), reference, max_size=2) if spans else st.just({})


def _spans(text: str) -> st.SearchStrategy[Span]:
    return st.sampled_from(spans_of(text))


def _several(text: str, *, least: int = 0) -> st.SearchStrategy[tuple[Span, ...]]:
    return st.lists(_spans(text), min_size=least, max_size=2).map(tuple)
