"""Corpora with one token and its tag on each line."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from dragoman.documents import Document, Entity, Span
from dragoman.errors import InputError
from dragoman_training.readers.columns import DOCUMENT_START, Row, read_rows, read_runs, read_sentences
from dragoman_training.readers.reading import Lost, Reading, files_in, read_text
from dragoman_training.readers.rebuilt import laid_out

SUFFIXES = (".bio", ".bioes", ".conll", ".iob", ".iob2", ".tsv", ".txt")

_Sentence = list[Row]


def read_conll(
    path: Path,
    *,
    token_column: int = 0,
    label_column: int = -1,
    documents: Literal["sentence", "file"] = "sentence",
) -> Reading:
    """Reads entities from columns parted by tabs or blanks, in BIO, IOB1, BIOES or BILOU.

    Fits CrossNER (zliucr/CrossNER), re3d and CAMEO (eventdata/ConfliBERT), the UN General Debates, CoNLL-2003 and their
    like. A blank line ends a sentence. The text is the tokens joined by blanks, its sentences by line breaks. A
    malformed tag counts as O and is reported as lost, with its line.

    Args:
        path: a file, or a folder whose files ending in one of ``SUFFIXES`` are read.
        token_column: counted from 0, or from the end if negative.
        label_column: as ``token_column``.
        documents: ``sentence`` makes each sentence a document, with the id ``STEM:NUMBER``. ``file`` makes each file
            one, with the id ``STEM``, or each part that a ``-DOCSTART-`` line begins, with the id ``STEM:NUMBER``.

    Raises:
        InputError: the file or folder is missing or unreadable, or ``documents`` is neither of the two.
    """
    if documents not in ("sentence", "file"):
        raise InputError(f"documents={documents!r} is unknown; it can be 'sentence' or 'file'")
    reading = Reading()
    for file in files_in(path, SUFFIXES) if path.is_dir() else [path]:
        sentences = read_sentences(read_rows(read_text(file), token_column, label_column))
        for name, group in _grouped(file.stem, sentences, documents):
            _add(reading, name, group)
    return reading


def _grouped(
    stem: str, sentences: Iterable[_Sentence], documents: Literal["sentence", "file"]
) -> Iterator[tuple[str, list[_Sentence]]]:
    if documents == "sentence":
        plain = (sentence for sentence in sentences if not _is_start(sentence))
        yield from ((f"{stem}:{number}", [sentence]) for number, sentence in enumerate(plain, 1))
        return
    groups = _parts(sentences)
    for number, group in enumerate(groups, 1):
        yield (stem if len(groups) == 1 else f"{stem}:{number}"), group


def _parts(sentences: Iterable[_Sentence]) -> list[list[_Sentence]]:
    parts: list[list[_Sentence]] = [[]]
    for sentence in sentences:
        if _is_start(sentence):
            parts.append([])
        else:
            parts[-1].append(sentence)
    return [part for part in parts if part]


def _is_start(sentence: _Sentence) -> bool:
    return sentence[0].token == DOCUMENT_START


def _add(reading: Reading, name: str, sentences: list[_Sentence]) -> None:
    entities: list[Entity] = []
    worded = [[row for row in sentence if row.token] for sentence in sentences]
    text, lines = laid_out([[row.token for row in words] for words in worded])
    for sentence, words, places in zip(sentences, worded, lines, strict=True):
        for run in read_runs(words):
            entities.append(Entity(run.label, Span(places[run.first].start, places[run.last].end)))
        reading.lost.extend(_problems(name, sentence, dict(zip(words, places, strict=True))))
    reading.documents.append(Document(name, text, entities=tuple(entities)))


def _problems(name: str, sentence: _Sentence, places: Mapping[Row, Span]) -> Iterator[Lost]:
    for row in sentence:
        if row.problem:
            place = places.get(row)
            start, end = (place.start, place.end) if place else (None, None)
            yield Lost(name, row.tag, start, end, row.token, row.problem)
