"""Events that point at tokens by number, as RAMS, WikiEvents, M2E2 and GENEVA give them."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.documents import Document, Event, Span
from dragoman_training.readers.reading import Lost, Reading, read_text
from dragoman_training.readers.rebuilt import laid_out

#: What reading an ill-made record raises.
BROKEN = (KeyError, IndexError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True)
class Mention:
    """A trigger or an argument.

    Attributes:
        label: the event's type, or the argument's role.
        first: number of its first token in the document.
        end: number of the token after it.
    """

    label: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event as a corpus gives it.

    Attributes:
        trigger: its type and place.
        arguments: their roles and places.
    """

    trigger: Mention
    arguments: Sequence[Mention] = ()


def read_json_lines(path: Path, add: Callable[[Reading, Any], None]) -> Reading:
    """Reads a file of JSON lines.

    Args:
        path: the file.
        add: adds a line's record to the reading; may raise one of ``BROKEN``, and the record is reported as lost.

    Raises:
        InputError: the file is missing, unreadable or not UTF-8.
    """
    reading = Reading()
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            try:
                add(reading, json.loads(line))
            except BROKEN as error:
                reading.lost.append(lost_record(path, number, error))
    return reading


def event_of(item: Mapping[str, Any], places: Mapping[str, tuple[int, int]]) -> EventMention:
    """An event in OneIE's format, whose arguments name entities.

    Args:
        item: the event.
        places: id of an entity -> its tokens, half-open.

    Raises:
        KeyError: a field or an entity is missing.
    """
    trigger = item["trigger"]
    return EventMention(
        Mention(str(item["event_type"]), trigger["start"], trigger["end"]),
        [Mention(str(argument["role"]), *places[argument["entity_id"]]) for argument in item["arguments"]],
    )


def lost_record(path: Path, number: int, error: Exception) -> Lost:
    """A whole record that could not be read."""
    return Lost(f"{path.stem}:{number}", "", None, None, "", f"record {number}: {_told(error)}")


def words_of(value: Any) -> list[str]:
    """A sentence's tokens.

    Raises:
        ValueError: they are no list of words without blanks at their edges or line breaks in them.
    """
    if not isinstance(value, list) or not all(isinstance(word, str) and _is_word(word) for word in value):
        raise ValueError("the tokens are no list of words")
    return value


def _is_word(word: str) -> bool:
    return bool(word) and word == word.strip() and len(word.splitlines()) == 1


def add_document(
    reading: Reading,
    name: str,
    sentences: Sequence[Sequence[str]],
    items: Iterable[Any],
    parse: Callable[[Any], EventMention],
) -> None:
    """Adds a document to a reading: its sentences as lines, its events placed, what cannot be placed reported.

    Args:
        reading: to which it is added.
        name: the document's id.
        sentences: their tokens.
        items: the corpus's events.
        parse: turns one of them into an event; may raise one of ``BROKEN``.
    """
    text, lines = laid_out(sentences)
    placer = _Placer(reading, name, [span for line in lines for span in line])
    events = [event for number, item in enumerate(items, 1) if (event := placer.event(number, item, parse))]
    # An event that stands twice in the file is one.
    distinct = [event for number, event in enumerate(events) if event not in events[:number]]
    reading.documents.append(Document(name, text, events=tuple(distinct)))


@dataclass(frozen=True, slots=True)
class _Placer:
    reading: Reading
    name: str
    places: Sequence[Span]

    def event(self, number: int, item: Any, parse: Callable[[Any], EventMention]) -> Event | None:
        try:
            return self._placed(parse(item))
        except BROKEN as error:
            self._lose("", f"event {number}: {_told(error)}")
            return None

    def _placed(self, mention: EventMention) -> Event | None:
        trigger = self._span(mention.trigger)
        if trigger is None:
            return None
        arguments: dict[str, list[Span]] = {}
        for argument in mention.arguments:
            span = self._span(argument)
            if span and span not in arguments.setdefault(argument.label, []):
                arguments[argument.label].append(span)
        filled = {role: tuple(spans) for role, spans in arguments.items() if spans}
        return Event(mention.trigger.label, trigger, arguments=filled)

    def _span(self, mention: Mention) -> Span | None:
        if 0 <= mention.first < mention.end <= len(self.places):
            return Span(self.places[mention.first].start, self.places[mention.end - 1].end)
        self._lose(mention.label, f"tokens {mention.first} to {mention.end} of {len(self.places)}")
        return None

    def _lose(self, label: str, reason: str) -> None:
        self.reading.lost.append(Lost(self.name, label, None, None, "", reason))


def _told(error: Exception) -> str:
    return f"a field is missing or ill-typed ({type(error).__name__}: {error})"
