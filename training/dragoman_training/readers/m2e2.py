"""M2E2: sentences of Voice of America with events of eight ACE types."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.errors import InputError
from dragoman_training.readers.mentions import BROKEN, EventMention, Mention, add_document, lost_record, words_of
from dragoman_training.readers.reading import Reading, files_in, read_text


def read_m2e2(path: Path, *, empty: bool = True) -> Reading:
    """Reads the texts of M2E2 (Li et al., 2020, "Cross-media Structured Common Space", limanling/m2e2), JSON lists.

    It marks events of eight ACE types (``Conflict:Attack``), with arguments, in news and captions. Each sentence
    becomes a document; its id is the corpus's ``sentence_id``, after the file's name.

    Traps: arguments are heads (*soldiers* of *three Pakistani soldiers*) but for names. Wounding, threats, talks about
    talks and all else that is none of the eight types are unmarked, and even of these not all that stands in a
    sentence is. ``Contact:Meet`` holds rallies, lectures and *walks with*; ``Contact:Phone-Write`` holds *speaks to the
    media*. Sentences whose events pictures show too stand in a file of their own, 38 of them in both, with other
    events. No dates.

    Args:
        path: a file, or a folder whose ``.json`` files are read.
        empty: whether to keep the sentences without an event, five in six.

    Raises:
        InputError: the file or folder is missing or unreadable, or a file is no JSON list. A sentence that cannot be
            read is lost.
    """
    path, reading = Path(path), Reading()
    for file in files_in(path, (".json",)) if path.is_dir() else [path]:
        for number, record in enumerate(_records(file), 1):
            try:
                if empty or record["golden-event-mentions"]:
                    _add(reading, file.stem, record)
            except BROKEN as error:
                reading.lost.append(lost_record(file, number, error))
    return reading


def _records(file: Path) -> Iterator[Any]:
    try:
        records = json.loads(read_text(file))
    except ValueError as error:
        raise InputError(f"{file} is no JSON: {error}") from error
    if not isinstance(records, list):
        raise InputError(f"{file} is no JSON list of sentences; check the corpus's path")
    yield from records


def _add(reading: Reading, stem: str, record: Mapping[str, Any]) -> None:
    name = f"{stem}:{record['sentence_id']}"
    add_document(reading, name, [words_of(record["words"])], record["golden-event-mentions"], _event)


def _event(item: Mapping[str, Any]) -> EventMention:
    trigger = item["trigger"]
    return EventMention(
        Mention(str(item["event_type"]), trigger["start"], trigger["end"]),
        [Mention(str(found["role"]), found["start"], found["end"]) for found in item["arguments"]],
    )
