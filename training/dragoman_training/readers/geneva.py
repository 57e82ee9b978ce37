"""GENEVA: sentences of FrameNet with events of 115 types."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dragoman_training.readers.mentions import add_document, event_of, read_json_lines, words_of
from dragoman_training.readers.reading import Reading


def read_geneva(path: Path) -> Reading:
    """Reads one part of GENEVA (Parekh et al., 2023, PlusLabNLP/GENEVA), a file of JSON lines in OneIE's format.

    It marks events of 115 types that stand for frames of FrameNet, with arguments in roles that stand for frame
    elements. Each sentence becomes a document; its id is the corpus's ``wnd_id``.

    Traps: many types are no acts (*easy*, *hard*: ``Confronting_problem``); a trigger may be an agent noun
    (*terrorist*) or part of a name (*Gulf War*). Arguments are whole constituents, with prepositions, articles and
    relative clauses. Tokens part *'* and *s*, and some arguments' texts, but not their places, differ from the tokens.

    Args:
        path: the file.

    Raises:
        InputError: the file is missing or unreadable. A sentence that cannot be read is lost.
    """
    return read_json_lines(Path(path), _add)


def _add(reading: Reading, record: Mapping[str, Any]) -> None:
    tokens = words_of(record["tokens"])
    places = {item["id"]: (item["start"], item["end"]) for item in record["entity_mentions"]}
    add_document(
        reading, str(record["wnd_id"]), [tokens], record["event_mentions"], lambda item: event_of(item, places)
    )
