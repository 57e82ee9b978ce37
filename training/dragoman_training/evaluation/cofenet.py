"""CofeNet's sentences, laid over the raw text of PolNeAR.

CofeNet (github.com/cofe-ai/CofeNet) keeps PolNeAR as JSONL: one sentence a line with ``tokens``, ``labels`` (BIO) and
``id``; consecutive lines of one id make a document. Its tokens are CoreNLP's, with brackets and quotation marks
rewritten as in the Penn Treebank, so both sides are reduced to one spelling before they are aligned.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import msgspec

from dragoman.documents import Document, Span
from dragoman.errors import InputError
from dragoman_training.evaluation.fragments import Fragment, trimmed

#: Characters of text, without white space, that may stand between two sentences and in neither (a picture's caption).
_SLACK = 400

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")

# A double mark is '' or `` in one and one character in the other; a dash is one or two hyphens. Whatever is not ASCII
# besides is dropped, because CofeNet's copy has some of it decoded wrongly.
_SPELLING = {
    **dict.fromkeys('"“”„«»', "''"),
    **dict.fromkeys("‘’`´", "'"),
    **dict.fromkeys("–—―", "--"),
    "…": "...",
}


class _Line(msgspec.Struct, frozen=True):
    id: str
    tokens: list[str]
    labels: list[str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """What CofeNet's file says about raw texts.

    Attributes:
        sentences: document id -> sentences in text order.
        fragments: document id -> CofeNet's own labels as fragments of the raw text, sentence by sentence.
        unaligned: (document id, tokens joined by blanks) of each sentence that was not found in the text. What stands
            between its neighbours is taken as the sentence; its labels are left out.
        missing: ids of documents that CofeNet's file does not hold.
    """

    sentences: dict[str, list[Span]] = field(default_factory=dict)
    fragments: dict[str, set[Fragment]] = field(default_factory=dict)
    unaligned: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def sentence_spans(path: Path, documents: Sequence[Document]) -> dict[str, list[Span]]:
    """The sentences of CofeNet's file in the raw text of documents, by document id.

    A document that the file does not hold is absent; see ``align`` for what fails.

    Raises:
        InputError: the file cannot be read.
    """
    return align(path, documents).sentences


def align(path: Path, documents: Sequence[Document]) -> Alignment:
    """Finds CofeNet's sentences and labels in the raw text of documents.

    Ids match with or without PolNeAR's annotator suffix (``_5fec``). Where the file holds several annotators' copies
    of a document whose id has no suffix, the first by id is taken.

    Raises:
        InputError: the file cannot be read.
    """
    lines = _read(path)
    exact = {name: list(group) for name, group in groupby(lines, key=lambda line: line.id)}
    by_text = {_ANNOTATOR.sub("", name): exact[name] for name in sorted(exact, reverse=True)}
    alignment = Alignment()
    for document in documents:
        sentences = exact.get(document.id) or by_text.get(_ANNOTATOR.sub("", document.id))
        if sentences is None:
            alignment.missing.append(document.id)
        else:
            _align_document(document, sentences, alignment)
    return alignment


def _read(path: Path) -> list[_Line]:
    try:
        return [msgspec.json.decode(line, type=_Line) for line in path.read_bytes().splitlines() if line.strip()]
    except OSError as error:
        raise InputError(f"cannot read CofeNet's file {path}: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise InputError(f"{path} is not CofeNet's JSONL with id, tokens and labels: {error}") from error


def _align_document(document: Document, lines: Sequence[_Line], alignment: Alignment) -> None:
    text, offsets = _reduced_text(document.text)
    alignment.fragments[document.id] = set()
    bounds: list[tuple[int, int] | None] = []
    position = skipped = 0
    for line in lines:
        tokens = [_reduced(_BRACKETS.get(token, token)) for token in line.tokens]
        sentence = "".join(tokens)
        start = text.find(sentence, position, position + len(sentence) + skipped + _SLACK) if sentence else -1
        if start < 0:
            alignment.unaligned.append((document.id, " ".join(line.tokens)))
            bounds.append(None)
            skipped += len(sentence)
            continue
        position, skipped = start + len(sentence), 0
        bounds.append((offsets[start], offsets[position - 1] + 1))
        alignment.fragments[document.id].update(_label_fragments(tokens, line.labels, offsets[start:position]))
    alignment.sentences[document.id] = list(_filled(document.text, bounds))


def _reduced(text: str) -> str:
    return "".join(_spelled(character) for character in text)


def _reduced_text(text: str) -> tuple[str, list[int]]:
    """A text in the common spelling, and for each character of it the offset in the original."""
    spelled = [(character, offset) for offset, original in enumerate(text) for character in _spelled(original)]
    return "".join(character for character, _ in spelled), [offset for _, offset in spelled]


def _spelled(character: str) -> str:
    if character in _SPELLING:
        return _SPELLING[character]
    return character if character.isascii() and not character.isspace() else ""


def _label_fragments(tokens: Sequence[str], labels: Sequence[str], offsets: Sequence[int]) -> Iterator[Fragment]:
    """BIO labels as fragments; ``offsets`` are those of the characters of all tokens in turn."""
    open_: tuple[str, int, int] | None = None
    position = 0
    for token, label in zip(tokens, labels, strict=True):
        first, position = position, position + len(token)
        if open_ and label == f"I-{open_[0]}":
            open_ = (open_[0], open_[1], position)
            continue
        yield from _closed(open_, offsets)
        open_ = (label[2:], first, position) if label.startswith("B-") else None
    yield from _closed(open_, offsets)


def _closed(fragment: Fragment | None, offsets: Sequence[int]) -> Iterator[Fragment]:
    if fragment and fragment[1] < fragment[2]:
        part, first, end = fragment
        yield part, offsets[first], offsets[end - 1] + 1


def _filled(text: str, bounds: Sequence[tuple[int, int] | None]) -> Iterator[Span]:
    """The sentences, with what stands between two of them as a sentence where some were not found there."""
    end, gap = 0, False
    for bound in [*bounds, (len(text), len(text))]:
        if bound is None:
            gap = True
            continue
        between = trimmed(text, end, bound[0]) if gap else None
        if between is not None:
            yield between
        if bound[0] < bound[1]:
            yield Span(*bound)
        end, gap = bound[1], False
