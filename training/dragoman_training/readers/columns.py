"""Tokens in columns with a tag each, as CoNLL's tasks made usual."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: The first token of a line that begins a new document; its other columns mean nothing.
DOCUMENT_START = "-DOCSTART-"

_BLANKS = re.compile(r"[ \t]+")
# A label that begins with a prefix itself (I-I-MISC) was mistyped.
_TAG = re.compile(r"([BIESLU])-((?![BIESLU]-)\S.*)")


@dataclass(frozen=True, slots=True)
class Row:
    """One line.

    Attributes:
        line: counted from 1.
        token: without white space at its edges.
        tag: as written.
    """

    line: int
    token: str
    tag: str

    @property
    def problem(self) -> str | None:
        """What is wrong with it, if anything."""
        if self.tag != "O" and not self.token:
            return f"line {self.line} has a tag, but no token"
        if self.tag == "O" or _TAG.fullmatch(self.tag):
            return None
        return f"line {self.line}: {self.tag!r} is no tag" if self.tag else f"line {self.line} has no tag"


class Run(NamedTuple):
    """A tagged entity: rows ``[first, last]``, both included."""

    label: str
    first: int
    last: int


def read_rows(content: str, token_column: int, label_column: int) -> Iterator[Row | None]:
    """The rows of a file, and None for each blank line.

    Only line feeds end a line: a token may hold U+0085 or U+2028. A line with a tab is parted by tabs alone.
    """
    for number, line in enumerate(content.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            yield None
            continue
        columns = line.rstrip().split("\t") if "\t" in line.rstrip() else _BLANKS.split(line.strip(" \t\r"))
        token, tag = _column(columns, token_column), _column(columns, label_column)
        alone = token_column % len(columns) == label_column % len(columns)
        yield Row(number, token, "" if alone else tag)


def _column(columns: Sequence[str], index: int) -> str:
    return columns[index].strip() if -len(columns) <= index < len(columns) else ""


def read_sentences(rows: Iterable[Row | None]) -> Iterator[list[Row]]:
    """Rows between blank lines; a document's start is a sentence of its own."""
    sentence: list[Row] = []
    for row in rows:
        if row is None or row.token == DOCUMENT_START:
            if sentence:
                yield sentence
            sentence = []
            if row:
                yield [row]
        else:
            sentence.append(row)
    if sentence:
        yield sentence


def read_runs(rows: Sequence[Row]) -> list[Run]:
    """The entities of one sentence, by one rule for BIO, IOB1, BIOES and BILOU; a malformed tag counts as O.

    B, S and U begin an entity. I, E and L continue one of the same label, or else begin one. S, U, E and L end it.
    """
    runs: list[Run] = []
    open_label: str | None = None
    for index, row in enumerate(rows):
        match = _TAG.fullmatch(row.tag)
        if not match:
            open_label = None
            continue
        prefix, label = match.groups()
        if prefix in "IEL" and label == open_label:
            runs[-1] = runs[-1]._replace(last=index)
        else:
            runs.append(Run(label, index, index))
        open_label = None if prefix in "SUEL" else label
    return runs
