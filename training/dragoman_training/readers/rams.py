"""RAMS, Roles Across Multiple Sentences: one event in each window of five sentences, with its arguments."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman_training.readers.mentions import EventMention, Mention, add_document, read_json_lines, words_of
from dragoman_training.readers.reading import Reading


def read_rams(path: Path) -> Reading:
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

    Raises:
        InputError: the file is missing or unreadable. A window that cannot be read is lost.
    """
    return read_json_lines(Path(path), _add)


def _add(reading: Reading, record: Mapping[str, Any]) -> None:
    sentences = [words_of(sentence) for sentence in record["sentences"]]
    links = list(record["gold_evt_links"])
    add_document(reading, str(record["doc_key"]), sentences, record["evt_triggers"], lambda item: _event(item, links))


def _event(item: Any, links: Sequence[Any]) -> EventMention:
    first, last, types = item
    arguments = [
        Mention(str(role), start, end + 1) for trigger, (start, end), role in links if trigger == [first, last]
    ]
    return EventMention(Mention(str(types[0][0]), first, last + 1), arguments)
