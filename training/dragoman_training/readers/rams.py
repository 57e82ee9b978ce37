"""RAMS, Roles Across Multiple Sentences: one event in each window of five sentences, with its arguments."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import accumulate
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

#: What an argument of a ``local`` role that is not kept is called in ``Reading.mended``.
PASSED = "argument outside the trigger's sentence passed over"


def read_rams(path: Path, *, plain: Sequence[str] = (), local: Sequence[str] = ()) -> Reading:
    """Reads one part of RAMS (Ebner et al., 2020, "Multi-Sentence Argument Linking"), a file of JSON lines.

    It marks one event of 139 types in each window of up to five sentences of English news, and its arguments, which may
    stand in any of them. A window becomes a document, its sentences lines. Types are the corpus's
    (``conflict.attack.invade``), and so are roles, which name the type by its number and then the role
    (``evt037arg01attacker``); a pattern such as ``*attacker`` fits a role of all types.

    Traps: all other events of a window are unmarked. The same window comes more than once, with a type of another
    depth. Annotators were many and untrained: a *recipient* may be what was asked for, a *place* any name nearby, and
    an argument three sentences away where a pronoun beside the trigger is the party. No dates.

    Args:
        path: the file.
        plain: patterns of roles. If given, only events stay that have an argument in one of them, all of them plain
            noun phrases in the trigger's sentence, cut as ``phrases.with_plain`` says; other roles are dropped.
        local: patterns of roles whose arguments outside the trigger's sentence are passed over, and counted.

    Raises:
        InputError: the file is missing or unreadable. A window that cannot be read is lost.
    """
    path, reading = Path(path), Reading()
    for number, record in json_lines(path, reading):
        try:
            _add(reading, record, plain, local)
        except BROKEN as error:
            reading.lost.append(lost_record(path, number, error))
    return reading


def _add(reading: Reading, record: Mapping[str, Any], plain: Sequence[str], local: Sequence[str]) -> None:
    sentences = [words_of(sentence) for sentence in record["sentences"]]
    tokens = [word for sentence in sentences for word in sentence]
    links = list(record["gold_evt_links"])

    def parse(item: Any) -> EventMention | None:
        event = _event(item, links)
        far = _far(event, sentences)
        passed = [argument for argument in far if any(fnmatchcase(argument.label, role) for role in local)]
        reading.mended.update(PASSED for _ in passed)
        event = replace(event, arguments=[argument for argument in event.arguments if argument not in passed])
        if not plain:
            return event
        left = with_plain_arguments(event, tokens, plain) if len(passed) == len(far) else None
        reading.mended.update([LEFT_OUT] if left is None else [])
        return left

    add_document(reading, str(record["doc_key"]), sentences, record["evt_triggers"], parse)


def _far(event: EventMention, sentences: Sequence[Sequence[str]]) -> list[Mention]:
    """The arguments outside the trigger's sentence."""
    ends = list(accumulate(map(len, sentences)))
    home = bisect_right(ends, event.trigger.first)
    return [argument for argument in event.arguments if bisect_right(ends, argument.first) != home]


def _event(item: Any, links: Sequence[Any]) -> EventMention:
    first, last, types = item
    arguments = [
        Mention(str(role), start, end + 1) for trigger, (start, end), role in links if trigger == [first, last]
    ]
    return EventMention(Mention(str(types[0][0]), first, last + 1), arguments)
