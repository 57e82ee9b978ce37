"""PropBank's verbs over the English Web Treebank."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from dragoman.documents import Document, Event, Span
from dragoman.errors import InputError
from dragoman_training.readers.phrases import LEFT_OUT, with_plain
from dragoman_training.readers.reading import Lost, Reading, read_text
from dragoman_training.readers.rebuilt import laid_out, spans_of, unescaped

_Record = Mapping[str, Any]


def read_propbank_ewt(
    path: Path, *, documents: str | None = None, genres: Sequence[str] = (), plain: Sequence[str] = ()
) -> Reading:
    """Reads verb predicates with their numbered arguments and modifiers (propbank-release over UD English-EWT).

    Source: https://github.com/propbank/propbank-release, joined with the words of
    https://github.com/UniversalDependencies/UD_English-EWT: a JSON list of sentences with ``doc``, ``genre``,
    ``tokens`` and ``props``; each of these has ``roleset``, the token ``v`` and ``args``, ``[role, first, end]``.
    Each document becomes one, its sentences lines. Events are of the type of their roleset (``attack.01``).

    Traps: auxiliaries and copulas are predicates too; what a verb's subject would be if it had one is not marked
    (*promised to leave*); arguments are whole constituents, with prepositions, articles and relative clauses.

    Args:
        path: the file.
        documents: a file that lists the documents to read, one ``GENRE/FOLDER/NAME.xml`` a line; all if absent.
        genres: those to read; all if empty.
        plain: patterns of roles: only events stay that have one argument in each of them, which is a plain noun phrase;
            it is cut as ``phrases.with_plain`` says. All events stay if empty.

    Raises:
        InputError: a file is missing or unreadable, or the first is no JSON list.
    """
    path, reading = Path(path), Reading()
    listed = None if documents is None else _names(Path(documents))
    groups: dict[str, list[_Record]] = defaultdict(list)
    for record in _records(path, reading):
        if (listed is None or record["doc"] in listed) and (not genres or record["genre"] in genres):
            groups[record["doc"]].append(record)
    for name, records in groups.items():
        _add(reading, name, records, plain)
    return reading


def _names(listing: Path) -> set[str]:
    return {PurePosixPath(line.strip()).stem for line in read_text(listing).split("\n") if line.strip()}


def _records(path: Path, reading: Reading) -> Iterator[_Record]:
    try:
        records = json.loads(read_text(path))
    except ValueError as error:
        raise InputError(f"{path} is no JSON: {error}") from error
    if not isinstance(records, list):
        raise InputError(f"{path} is no JSON list of sentences; check the corpus's path")
    for number, record in enumerate(records, 1):
        if problem := _problem(record):
            reading.lost.append(Lost(f"{path.stem}:{number}", "", None, None, "", f"sentence {number}: {problem}"))
        else:
            yield record


def _problem(record: Any) -> str | None:
    if not isinstance(record, dict):
        return "it is no record"
    if not all(isinstance(record.get(key), str) for key in ("doc", "genre")):
        return "doc or genre is missing or no string"
    tokens = record.get("tokens")
    if not isinstance(tokens, list) or not all(isinstance(token, str) and token.strip() == token for token in tokens):
        return "tokens are missing or not all words"
    return None if tokens and all(tokens) else "a token is empty, or there is none"


def _add(reading: Reading, name: str, records: Sequence[_Record], plain: Sequence[str]) -> None:
    sentences = [unescaped(record["tokens"], reading.mended) for record in records]
    text, places = laid_out(sentences)
    events = [
        event
        for record, tokens, spans in zip(records, sentences, places, strict=True)
        for event in _events(reading, name, record, tokens, spans, plain)
    ]
    reading.documents.append(Document(name, text, events=tuple(events)))


def _events(
    reading: Reading, name: str, record: _Record, tokens: Sequence[str], places: Sequence[Span], plain: Sequence[str]
) -> Iterator[Event]:
    for item in record.get("props") or ():
        try:
            trigger, arguments = places[_token(item["v"], tokens)], _arguments(item["args"], tokens)
            roleset = str(item["roleset"])
        except (KeyError, TypeError, ValueError) as error:
            where = record.get("sent_id", "a sentence without id")
            reason = f"{where}: a field is missing or ill-typed, or no token is there ({type(error).__name__}: {error})"
            reading.lost.append(Lost(name, _label(item), None, None, "", reason))
            continue
        kept = with_plain(tokens, arguments, plain)
        if kept is None:
            reading.mended[LEFT_OUT] += 1
        else:
            yield Event(roleset, trigger, arguments=spans_of(places, kept))


def _arguments(items: Sequence[Any], tokens: Sequence[str]) -> dict[str, list[range]]:
    arguments: dict[str, list[range]] = defaultdict(list)
    for role, first, end in items:
        if _token(first, tokens) > _token(end - 1, tokens):
            raise ValueError(f"{role} is empty")
        arguments[role].append(range(first, end))
    return dict(arguments)


def _token(number: int, tokens: Sequence[str]) -> int:
    if not 0 <= number < len(tokens):
        raise ValueError(f"token {number} of {len(tokens)}")
    return number


def _label(item: Any) -> str:
    return str(item.get("roleset", "")) if isinstance(item, dict) else ""
