"""PLOVER's gold standard records: sentences of the CAMEO manual with the parts of one event marked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.documents import Document, Event, Span
from dragoman.errors import InputError
from dragoman_training.readers.reading import Lost, Reading, read_text
from dragoman_training.readers.spans import trimmed

#: The event of the record that describes the file.
DESCRIPTION = "DOCUMENT"

_PARTS = ("SRC", "TAR", "EVT", "LOC")
_BRACKET = re.compile(rf"\((?:((?:{'|'.join(_PARTS)})(?:/(?:{'|'.join(_PARTS)}))*): ?)?|\)")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
# What stands in an event's phrase and names no act.
_FUNCTION_WORD = re.compile(
    "a|after|against|all|an|and|as|at|be|been|being|between|by|can|could|during|for|from|had|has|have|if|in|into|is|it|"
    "its|may|might|must|of|on|or|out|over|several|should|that|the|their|they|to|under|unless|up|upon|was|were|will|"
    "with|would",
    re.IGNORECASE,
)


def read_plover_gsr(path: Path) -> Reading:
    """Reads the JSON list ``PLOVER_GSR_CAMEO.txt`` (https://github.com/openeventdata/PLOVER), a document a record.

    Each marks one event: its type in the names of 2016 (DEMAND, DISAPPROVE, INVESTIGATE and FIGHT among them), and in
    its ``markup`` the phrase of the event (EVT), source (SRC), target (TAR), both at once (SRC/TAR) and location (LOC).

    Traps: the phrase comes in pieces, and often names two acts (*agreed ... cooperate*) or a supporting verb and a noun
    (*held ... meeting*); so each of its words but function words becomes an event of its own, of the type
    ``TYPE:word`` (``AGREE:cooperate``), with all arguments, and the config says which are triggers of what. Sources and
    targets are the names of parties, without what follows them; places of all kinds are targets. Other events of the
    sentence are not marked. A record whose markup does not give back its text is lost.

    Raises:
        InputError: the file is missing or unreadable, or no JSON list.
    """
    path, reading = Path(path), Reading()
    try:
        records = json.loads(read_text(path), strict=False)
    except ValueError as error:
        raise InputError(f"{path} is no JSON: {error}") from error
    if not isinstance(records, list):
        raise InputError(f"{path} is no JSON list of records; check the corpus's path")
    for number, record in enumerate(records, 1):
        name = f"{path.stem}:{number}"
        try:
            if record["event"] != DESCRIPTION:
                name = str(record["id"])
                reading.documents.append(_document(name, record))
        except InputError as error:
            reading.lost.append(Lost(name, str(record["event"]), None, None, "", f"record {number}: {error}"))
        except (KeyError, TypeError, AttributeError) as error:
            reason = f"record {number}: a field is missing or ill-typed ({type(error).__name__}: {error})"
            reading.lost.append(Lost(name, "", None, None, "", reason))
    return reading


def _document(name: str, record: dict[str, Any]) -> Document:
    text, marks = _parse(record["textInfo"]["markup"])
    if text.split() != record["text"].split():
        raise InputError("its markup does not give back its text")
    arguments: dict[str, tuple[Span, ...]] = {}
    for part, span in marks:
        if part != "EVT":
            arguments[part] = (*arguments.get(part, ()), span)
    events = (
        Event(f"{record['event']}:{text[word.start : word.end].casefold()}", word, arguments=arguments)
        for part, span in marks
        if part == "EVT"
        for word in _words(text, span)
    )
    return Document(name, text, events=tuple(events))


def _parse(markup: str) -> tuple[str, list[tuple[str, Span]]]:
    """The text under the markup, and ``(part, span)`` in the order of their ends. Marks may nest."""
    text, opened, marks, position = "", list[tuple[str | None, int]](), list[tuple[str, Span]](), 0
    for bracket in _BRACKET.finditer(markup):
        text += markup[position : bracket.start()]
        position = bracket.end()
        if bracket.group() != ")":
            opened.append((bracket[1], len(text)))
            text += "" if bracket[1] else "("
            continue
        if not opened:
            raise InputError("a bracket in its markup is closed that was never opened")
        part, start = opened.pop()
        if part is None:
            text += ")"
        elif span := trimmed(text, start, len(text)):
            marks.append((part, span))
    if opened:
        raise InputError("a bracket in its markup is never closed")
    return text + markup[position:], marks


def _words(text: str, span: Span) -> Iterator[Span]:
    for word in _WORD.finditer(text, span.start, span.end):
        if not _FUNCTION_WORD.fullmatch(word.group()):
            yield Span(*word.span())
