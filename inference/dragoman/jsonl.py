"""Documents as JSON, one line each: the public format.

    {"id": "a", "text": "Xi said ...", "date": "2023-03-21",
     "entities": [{"label": "PERSON", "start": 0, "end": 2, "text": "Xi", "score": 0.99}],
     "quotes":   [{"kind": "indirect", "content": [SPAN], "cue": SPAN, "source": [SPAN], "score": 0.97}],
     "events":   [{"type": "CONSULT", "trigger": SPAN, "status": "planned", "actor": [SPAN], "score": 0.88}]}

A SPAN is ``{"start", "end", "text"}``. In writing every key stands, with null or [] where there is nothing, except
``score``, which gold data lacks, roles of an event that were not found, and what resolution adds where it is known:
``entity``, ``country``, ``code`` and ``when`` in a SPAN or an entity, ``speaker`` in a quote. In reading only the
record's ``text`` is required; a span's ``text`` may be left out, but where it is given it must agree with the offsets;
``kind`` is ignored, since it follows from the text. Keys that are not named here are ignored in records, entities,
quotes and spans (newsrooms add some), but not in events, where each other key is a role and holds spans.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import msgspec

from dragoman.documents import Document, Entity, Event, Quote, Reference, Span
from dragoman.errors import InputError
from dragoman.files import whole_file

#: The keys of an event that are no roles.
EVENT_KEYS = frozenset({"type", "trigger", "status", "score"})

_SCORE_DIGITS = 4
# JSON knows a surrogate pair only as the one character that it stands for.
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

_T = TypeVar("_T")
_Score = Annotated[float, msgspec.Meta(ge=0, le=1)]


class _Span(msgspec.Struct):
    start: int
    end: int
    text: str | None = None
    entity: str | None = None
    country: str | None = None
    code: str | None = None
    when: str | None = None


class _Entity(_Span, kw_only=True):
    label: str
    score: _Score | None = None


class _Quote(msgspec.Struct):
    content: list[_Span]
    cue: _Span | None = None
    source: list[_Span] = []
    score: _Score | None = None
    speaker: str | None = None


class _Event(msgspec.Struct):
    type: str
    trigger: _Span
    status: str | None = None
    score: _Score | None = None


class _Record(msgspec.Struct):
    text: str
    id: str | int | None = None
    date: str | None = None
    entities: list[_Entity] = []
    quotes: list[_Quote] = []
    events: list[dict[str, Any]] = []


@dataclass(frozen=True, slots=True)
class Failure:
    """A record or file that could not be read.

    Attributes:
        file: its name as it was given.
        line: counted from 1; None where the whole file is meant.
        message: what is wrong.
        id: of the record, as far as it is known.
    """

    file: str
    line: int | None
    message: str
    id: str | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


def to_json(document: Document) -> str:
    """One line of JSON, without the line break.

    A lone surrogate, which UTF-8 cannot hold, is written as its escape, so that every code point comes back.

    Raises:
        InputError: an event has a role named like one of its own keys, or a string holds a surrogate *pair* as two
            code points, which JSON cannot tell from the one character it stands for.
    """
    record = to_record(document)
    try:
        return msgspec.json.encode(record).decode()
    except UnicodeEncodeError:
        return _escaped(record, document.id)


def from_json(line: str | bytes) -> Document:
    """Reads what ``to_json`` wrote, or any record that has at least a ``text``.

    Raises:
        InputError: it is no JSON object, or one of its fields is missing, ill-typed or contradicts the text. The
            message names the field as a path: ``$.entities[0].start``. Or it is the record of a failure, such as a
            bulk run writes, with ``error`` and no text; the message is that error.
    """
    record = parse_json(line)
    if isinstance(record, dict) and record.get("error") and not record.get("text"):
        raise InputError(str(record["error"]))
    return from_record(record)


def parse_json(line: str | bytes) -> object:
    """What a line of JSON holds.

    Raises:
        InputError: it is no JSON (NaN is none), or no UTF-8.
    """
    try:
        text = line if isinstance(line, str) else line.decode("utf-8")
        return json.loads(text, parse_constant=_no_constant)
    except ValueError as error:  # JSONDecodeError, UnicodeDecodeError, integers of thousands of digits
        raise InputError(f"no valid JSON: {error}") from error
    except RecursionError as error:
        raise InputError("no valid JSON: nested too deeply") from error


def iter_documents(path: str | Path) -> Iterator[Document | Failure]:
    """Reads a file of JSON lines. Raises nothing: what cannot be read comes as a Failure, and the rest follows.

    Blank lines are skipped. A record without an id gets ``STEM:LINE``.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            yield from iter_lines(file, str(path), path.stem)
    except OSError as error:
        yield Failure(str(path), None, error.strerror or str(error))


def iter_lines(lines: Iterable[bytes], file: str, stem: str) -> Iterator[Document | Failure]:
    """Reads JSON lines that come from anywhere. Raises nothing.

    Args:
        lines: as a binary file gives them. Only a line feed ends one: U+2028 and its like stand in texts.
        file: what a Failure calls it.
        stem: what ids are made of where a record has none.
    """
    for number, line in enumerate(lines, 1):
        content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if content.strip():
            yield _read_line(content, file, stem, number)


def write_documents(documents: Iterable[Document], path: str | Path) -> int:
    """Writes documents as JSON lines, whole or not at all, and returns how many.

    Raises:
        InputError: the file cannot be written, or a document has no JSON (see ``to_json``).
    """
    count = 0
    with whole_file(path) as file:
        for document in documents:
            file.write(to_json(document).encode() + b"\n")
            count += 1
    return count


def to_record(document: Document) -> dict[str, Any]:
    """The document as plain dicts and lists, in the shape of its JSON.

    Raises:
        InputError: an event has a role named like one of its own keys.
    """
    return {
        "id": document.id,
        "text": document.text,
        "date": document.date,
        "entities": [
            {"label": item.label, **_of_span(item.span, document), **_scored(item.score)} for item in document.entities
        ],
        "quotes": [_of_quote(quote, document) for quote in document.quotes],
        "events": [_of_event(event, document) for event in document.events],
    }


def from_record(record: object) -> Document:
    """Reads the shape that ``to_record`` gives.

    Raises:
        InputError: as ``from_json`` does.
    """
    raw = _convert(record, _Record, "$")
    draft = _Draft(raw.text)
    return Document(
        id="" if raw.id is None else str(raw.id),
        text=raw.text,
        date=raw.date,
        entities=tuple(
            Entity(item.label, _span(item, draft, f"$.entities[{i}]"), item.score)
            for i, item in enumerate(raw.entities)
        ),
        quotes=tuple(_quote(item, draft, f"$.quotes[{i}]") for i, item in enumerate(raw.quotes)),
        events=tuple(_event(item, draft, f"$.events[{i}]") for i, item in enumerate(raw.events)),
        references=draft.references,  # filled by now: arguments are evaluated in order
    )


def _scored(score: float | None) -> dict[str, float]:
    return {} if score is None else {"score": round(score, _SCORE_DIGITS)}


def _of_span(span: Span, document: Document) -> dict[str, Any]:
    place = {"start": span.start, "end": span.end, "text": document.covered(span)}
    return place | document.references[span].known() if span in document.references else place


def _of_quote(quote: Quote, document: Document) -> dict[str, Any]:
    return {
        "kind": quote.kind(document.text),
        "content": [_of_span(span, document) for span in quote.content],
        "cue": None if quote.cue is None else _of_span(quote.cue, document),
        "source": [_of_span(span, document) for span in quote.source],
        **({} if quote.speaker is None else {"speaker": quote.speaker}),
        **_scored(quote.score),
    }


def _of_event(event: Event, document: Document) -> dict[str, Any]:
    if taken := EVENT_KEYS.intersection(event.arguments):
        raise InputError(f"an event's role cannot be named {min(taken)!r}: its JSON has a key of that name already")
    arguments = {role: [_of_span(span, document) for span in spans] for role, spans in event.arguments.items()}
    head = {"type": event.type, "trigger": _of_span(event.trigger, document), "status": event.status}
    return head | arguments | _scored(event.score)


def _escaped(record: Mapping[str, Any], document_id: str) -> str:
    if _SURROGATE_PAIR.search(json.dumps(record, ensure_ascii=False)):
        raise InputError(
            f"document {document_id!r} holds a surrogate pair as two code points, which JSON cannot keep apart from "
            "the character it stands for; join it: text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')"
        )
    return json.dumps(record, separators=(",", ":"))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _read_line(line: bytes, file: str, stem: str, number: int) -> Document | Failure:
    try:
        document = from_json(line)
    except InputError as error:
        return Failure(file, number, str(error))
    return document if document.id else replace(document, id=f"{stem}:{number}")


def _convert(value: object, type: type[_T], at: str) -> _T:
    """``msgspec.convert`` with its path put behind the one where ``value`` stands."""
    try:
        return msgspec.convert(value, type)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise InputError(f"{message} - at `{at}{path or '`'}") from error
    except UnicodeEncodeError as error:
        raise InputError(f"a key holds a lone surrogate - at `{at}`") from error


@dataclass(frozen=True, slots=True)
class _Draft:
    """What of a document is known while its layers are read."""

    text: str
    references: dict[Span, Reference] = field(default_factory=dict)

    def refer(self, span: Span, raw: _Span, at: str) -> None:
        """Notes what a span refers to; it may stand in several layers, but must mean the same in all."""
        if (raw.entity, raw.country, raw.code, raw.when) == (None, None, None, None):
            return
        reference = Reference(raw.entity, raw.country, raw.code, raw.when)
        if self.references.setdefault(span, reference) != reference:
            known = self.references[span].known()
            raise InputError(f"{reference.known()}, but elsewhere the same span has {known} - at `{at}`")


def _span(raw: _Span, draft: _Draft, at: str) -> Span:
    try:
        span = Span(raw.start, raw.end)
    except InputError as error:
        raise InputError(f"{error} - at `{at}`") from error
    covered = draft.text[span.start : span.end]
    if raw.text is not None and raw.text != covered:
        raise InputError(f"{raw.text!r}, but characters {span.start}:{span.end} are {covered!r} - at `{at}.text`")
    draft.refer(span, raw, at)
    return span


def _spans(raw: Iterable[_Span], draft: _Draft, at: str) -> tuple[Span, ...]:
    return tuple(_span(item, draft, f"{at}[{i}]") for i, item in enumerate(raw))


def _quote(raw: _Quote, draft: _Draft, at: str) -> Quote:
    content = _spans(raw.content, draft, f"{at}.content")
    if not content:
        raise InputError(f"a quote needs at least one content span - at `{at}.content`")
    cue = None if raw.cue is None else _span(raw.cue, draft, f"{at}.cue")
    return Quote(content, cue, _spans(raw.source, draft, f"{at}.source"), raw.score, raw.speaker)


def _event(raw: Mapping[str, Any], draft: _Draft, at: str) -> Event:
    head = _convert(raw, _Event, at)
    arguments = {
        role: _spans(_convert(value, list[_Span], f"{at}.{role}"), draft, f"{at}.{role}")
        for role, value in raw.items()
        if role not in EVENT_KEYS
    }
    return Event(head.type, _span(head.trigger, draft, f"{at}.trigger"), head.status, arguments, head.score)
