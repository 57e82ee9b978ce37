"""GENEVA: sentences of FrameNet with events of 115 types."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman_training.readers.mentions import (
    BROKEN,
    EventMention,
    Mention,
    add_document,
    json_lines,
    lost_record,
    with_plain_arguments,
    words_of,
)
from dragoman_training.readers.phrases import LEFT_OUT
from dragoman_training.readers.reading import Reading


def read_geneva(path: Path, *, plain: Sequence[str] = ()) -> Reading:
    """Reads one part of GENEVA (Parekh et al., 2023, PlusLabNLP/GENEVA), a file of JSON lines in OneIE's format.

    It marks events of 115 types that stand for frames of FrameNet, with arguments in roles that stand for frame
    elements. Each sentence becomes a document; its id is the corpus's ``wnd_id``.

    Traps: many types are no acts (*easy*, *hard*: ``Confronting_problem``); a trigger may be an agent noun
    (*terrorist*) or part of a name (*Gulf War*). Arguments are whole constituents, with prepositions, articles and
    relative clauses. Tokens part *'* and *s*, and some arguments' texts, but not their places, differ from the tokens.

    Args:
        path: the file.
        plain: patterns of roles. If given, only events stay that have an argument in one of them, all of them plain
            noun phrases, cut as ``phrases.with_plain`` says; other roles are dropped.

    Raises:
        InputError: the file is missing or unreadable. A sentence that cannot be read is lost.
    """
    path, reading = Path(path), Reading()
    for number, record in json_lines(path, reading):
        try:
            _add(reading, record, plain)
        except BROKEN as error:
            reading.lost.append(lost_record(path, number, error))
    return reading


def _add(reading: Reading, record: Mapping[str, Any], plain: Sequence[str]) -> None:
    tokens = words_of(record["tokens"])
    places = {item["id"]: (item["start"], item["end"]) for item in record["entity_mentions"]}

    def parse(item: Any) -> EventMention | None:
        event = event_of(item, places)
        if not plain:
            return event
        left = with_plain_arguments(event, tokens, plain)
        reading.mended.update([LEFT_OUT] if left is None else [])
        return left

    add_document(reading, str(record["wnd_id"]), [tokens], record["event_mentions"], parse)


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
