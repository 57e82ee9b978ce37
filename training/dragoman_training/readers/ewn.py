"""English Worldwide Newswire: named entities in the English press of five continents."""

import re
from collections.abc import Iterator
from pathlib import Path

from dragoman.documents import Document, Entity, Span
from dragoman.errors import InputError
from dragoman_training.readers.alignment import align
from dragoman_training.readers.columns import Row, read_rows, read_runs, read_sentences
from dragoman_training.readers.reading import Lost, Reading, files_in, read_text
from dragoman_training.readers.spans import SNAPPED, snapped

_ANNOTATED = "processed_annotated"
_RAW = "original_articles"

# One article's address runs into its first word, so that the line as a whole is not the address.
_ADDRESS = re.compile(r"\ufeff?\s*(?:https?://|www\.)\S+\s*")
_RTF = "{\\rtf"


def read_ewn(folder: Path) -> Reading:
    """Reads English Worldwide Newswire (stanfordnlp/en-worldwide-newswire): nine kinds of entities in whole articles.

    A document's text is the raw article, line ends included, without the address in its first line and what white space
    follows that; entities in the address go with it and are counted as mended. A span that ends inside a word (the
    corpus tags *1990* of *1990s*) is widened to the word. Nested entities (the third column) are left out. An article
    saved as RTF is lost, since its text is half markup.

    Args:
        folder: holds ``processed_annotated/NAME.txt.tsv`` and ``original_articles/NAME.txt``.

    Raises:
        InputError: the folder is missing or holds no annotated article. A single article that cannot be read is lost.
    """
    reading = Reading()
    for file in files_in(Path(folder) / _ANNOTATED, (".tsv",)):
        raw_file = Path(folder) / _RAW / file.stem
        try:
            _add(reading, raw_file.stem, read_text(raw_file), read_text(file))
        except InputError as error:
            reading.lost.append(Lost(raw_file.stem, "", None, None, "", str(error)))
    return reading


def _add(reading: Reading, name: str, raw: str, annotated: str) -> None:
    if raw.startswith(_RTF):
        raise InputError(f"article {name!r} is RTF markup; save it as plain text")
    address = _ADDRESS.match(raw)
    start = address.end() if address else 0
    entities: list[Entity] = []
    for label, place, words in _labelled(reading, name, raw, annotated):
        if place is None:
            reading.lost.append(Lost(name, label, None, None, words, "the raw article lacks its first or last word"))
        elif place.start < start:
            reading.mended["entity in the article's address left out"] += 1
        else:
            first, last = snapped(raw, place.start, place.end)
            reading.mended[SNAPPED] += (first, last) != (place.start, place.end)
            entities.append(Entity(label, Span(first - start, last - start)))
    reading.documents.append(Document(name, raw[start:], entities=tuple(entities)))


def _labelled(reading: Reading, name: str, raw: str, annotated: str) -> Iterator[tuple[str, Span | None, str]]:
    """Yields ``(label, place in the raw article, words)`` for each entity, and reports broken lines."""
    sentences = [_words(reading, name, sentence) for sentence in read_sentences(read_rows(annotated, 0, 1))]
    places = iter(align([row.token for sentence in sentences for row in sentence], raw))
    for sentence in sentences:
        placed = [next(places) for _ in sentence]
        for label, first, last in read_runs(sentence):
            words = " ".join(row.token for row in sentence[first : last + 1])
            yield label, _between(placed[first], placed[last]), words


def _words(reading: Reading, name: str, sentence: list[Row]) -> list[Row]:
    for row in sentence:
        if row.problem:
            reading.lost.append(Lost(name, row.tag, None, None, row.token, row.problem))
    return [row for row in sentence if row.token]


def _between(first: Span | None, last: Span | None) -> Span | None:
    return Span(first.start, last.end) if first and last else None
