"""Exports of Label Studio, doccano and Prodigy: the same marks and links, each in its own JSON.

What the marks and links mean is said in ``dragoman_training.graph``; the writers of the same names make files that the
tools import.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.errors import InputError
from dragoman_training.graph import Graph, Link, Mark, from_graph, placed
from dragoman_training.readers.reading import Lost, Reading, read_text

#: id (None where the record has none), text, date, marks and links of a record.
_Record = tuple[str | None, str, str | None, Graph]


def read_label_studio(path: Path) -> Reading:
    """Reads Label Studio's JSON export (https://labelstud.io/guide/export): a list of tasks.

    Of a task with several annotations the last one that was not cancelled counts; a task without one is lost.

    Raises:
        InputError: the file is missing, unreadable, or no list of tasks.
    """
    try:
        tasks = json.loads(read_text(Path(path)))
    except ValueError as error:
        raise InputError(f"{path} is no JSON: {error}") from error
    if not isinstance(tasks, list):
        raise InputError(f"{path} is no list of tasks; export from Label Studio as JSON, not JSON-MIN")
    return _read(Path(path), enumerate(tasks, 1), _label_studio, "task")


def read_doccano(path: Path) -> Reading:
    """Reads doccano's JSONL export of a sequence labelling project with relations.

    Raises:
        InputError: the file is missing or unreadable.
    """
    return _read(Path(path), _lines(Path(path)), _doccano, "line")


def read_prodigy(path: Path) -> Reading:
    """Reads Prodigy's JSONL (``db-out``); examples that were rejected or ignored are lost.

    Raises:
        InputError: the file is missing or unreadable.
    """
    return _read(Path(path), _lines(Path(path)), _prodigy, "line")


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                yield number, InputError(f"no JSON: {error}")


def _read(path: Path, items: Iterator[tuple[int, Any]], parse: Callable[[Any], _Record], what: str) -> Reading:
    reading = Reading()
    for number, item in items:
        name = f"{path.stem}:{number}"
        try:
            if isinstance(item, InputError):
                raise item
            id, text, date, graph = parse(item)
            document, lost = from_graph(id or name, text, date, graph)
            reading.documents.append(document)
            reading.lost += lost
        except InputError as error:
            reading.lost.append(Lost(name, "", None, None, "", f"{what} {number}: {error}"))
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            reason = f"{what} {number}: a field is missing or ill-typed ({type(error).__name__}: {error})"
            reading.lost.append(Lost(name, "", None, None, "", reason))
    return reading


def _label_studio(task: Mapping[str, Any]) -> _Record:
    done = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")]
    if not done:
        raise InputError("the task has no annotation")
    data, graph, numbers = task["data"], Graph(), dict[str, list[int]]()
    for item in done[-1]["result"]:
        if item["type"] == "labels":
            value = item["value"]
            start, end = placed(data["text"], value["start"], value["end"], value.get("text"))
            for label in value["labels"]:
                numbers.setdefault(item["id"], []).append(len(graph.marks))
                graph.marks.append(Mark(label, start, end))
    for item in done[-1]["result"]:
        if item["type"] == "relation":
            label = (item.get("labels") or [""])[0]
            graph.links.append(Link(label, numbers[item["from_id"]][0], numbers[item["to_id"]][0]))
    return _name(data.get("id", task.get("id"))), data["text"], data.get("date"), graph


def _doccano(record: Mapping[str, Any]) -> _Record:
    text, graph, numbers = record["text"], Graph(), dict[Any, int]()
    for item in record.get("entities") or []:
        numbers[item["id"]] = len(graph.marks)
        graph.marks.append(Mark(item["label"], int(item["start_offset"]), int(item["end_offset"])))
    for item in record.get("relations") or []:
        graph.links.append(Link(item["type"], numbers[item["from_id"]], numbers[item["to_id"]]))
    return _name(record.get("name", record.get("id"))), text, record.get("date"), graph


def _prodigy(record: Mapping[str, Any]) -> _Record:
    if record.get("answer", "accept") != "accept":
        raise InputError(f"the answer was {record['answer']!r}")
    graph, meta = Graph(), record.get("meta") or {}
    for item in record.get("spans") or []:
        graph.marks.append(Mark(item["label"], int(item["start"]), int(item["end"])))
    for item in record.get("relations") or []:
        head, child = (_number(graph, item[f"{side}_span"]) for side in ("head", "child"))
        graph.links.append(Link(item["label"], head, child))
    return _name(meta.get("id")), record["text"], meta.get("date"), graph


def _number(graph: Graph, span: Mapping[str, Any]) -> int:
    """The number of a span that Prodigy repeats in a relation."""
    return graph.marks.index(Mark(span["label"], int(span["start"]), int(span["end"])))


def _name(value: object) -> str | None:
    return None if value is None else str(value)
