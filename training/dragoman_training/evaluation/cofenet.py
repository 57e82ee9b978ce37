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

# A double mark is '' or `` in one and one character in the other. Whatever is not ASCII and not listed is
# dropped, because CofeNet's copy has some of it decoded wrongly.
_SPELLING = {
    **dict.fromkeys('"“”„«»', "''"),
    **dict.fromkeys("‘’`´", "'"),
    **dict.fromkeys("–—―", "-"),
    "…": ".",
}


class _Line(msgspec.Struct, frozen=True):
    id: str
    tokens: list[str]
    labels: list[str]

    def __post_init__(self) -> None:
        # msgspec makes a ValidationError of it, with the rest of the line's faults.
        if len(self.tokens) != len(self.labels):
            raise ValueError(f"{self.id} has {len(self.tokens)} tokens, but {len(self.labels)} labels in a line")


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
    raw = _Reduced([document.text])
    alignment.fragments[document.id] = set()
    bounds: list[tuple[int, int] | None] = []
    position = skipped = 0
    for line in lines:
        sentence = _Reduced([_BRACKETS.get(token, token) for token in line.tokens])
        start = raw.find(sentence.text, position, skipped + _SLACK)
        if start < 0:
            alignment.unaligned.append((document.id, " ".join(line.tokens)))
            bounds.append(None)
            skipped += len(sentence.text)
            continue
        position, skipped = start + len(sentence.text), 0
        bounds.append(raw.original(start, position))
        for part, first, end in _label_fragments(sentence.ends, line.labels):
            alignment.fragments[document.id].add((part, *raw.original(start + first, start + end)))
    alignment.sentences[document.id] = list(_filled(document.text, bounds))


class _Reduced:
    """Strings in the common spelling, joined, with the way back.

    Attributes:
        text: the common spelling.
        ends: for each string, where it ends in ``text``.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        letters: list[str] = []
        self.ends: list[int] = []
        self._spans: list[tuple[int, int]] = []
        for string in strings:
            for offset, character in enumerate(string):
                spelled = _SPELLING.get(character, character)
                if letters and spelled == letters[-1] and spelled in ".-":
                    # CoreNLP doubles the period where a sentence ends in an abbreviation; — and -- are one dash.
                    self._spans[-1] = (self._spans[-1][0], offset + 1)
                elif spelled.isascii() and not spelled.isspace():
                    letters += spelled
                    self._spans += [(offset, offset + 1)] * len(spelled)
            self.ends.append(len(letters))
        self.text = "".join(letters)

    def find(self, sentence: str, position: int, slack: int) -> int:
        """Where a sentence begins, at most ``slack`` characters after ``position``; -1 if nowhere or empty."""
        return self.text.find(sentence, position, position + len(sentence) + slack) if sentence else -1

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range in the original, of a single string, for a range of ``text``."""
        return self._spans[start][0], self._spans[end - 1][1]


def _label_fragments(ends: Sequence[int], labels: Sequence[str]) -> Iterator[Fragment]:
    """BIO labels as fragments; ``ends`` are those of the tokens."""
    part, start, end = "", 0, 0
    for label, before, after in zip([*labels, "O"], [0, *ends], [*ends, 0], strict=True):
        if part and label == f"I-{part}":
            end = after
            continue
        if part and start < end:
            yield part, start, end
        part, start, end = (label[2:] if label.startswith("B-") else ""), before, after


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
