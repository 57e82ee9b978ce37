"""Files that Label Studio, doccano and Prodigy import; the readers of the same names take back what they export."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.files import whole_file
from dragoman.scheme import Scheme
from dragoman_training.graph import ARGUMENT, CONTENT, CUE, EVENT, SOURCE, STATUS, to_graph

# Prodigy's relations join tokens; any cutting will do that does not glue two words together.
_WORD = re.compile(r"\w+|[^\w\s]")


def write_label_studio(documents: Sequence[Document], path: Path, scheme: Scheme) -> None:
    """Writes tasks, and beside them ``NAME.xml``, the labelling interface to paste into the project's settings.

    Documents with scores become predictions, which an annotator accepts and corrects; gold ones become annotations.
    """
    with whole_file(path) as file:
        file.write(json.dumps([_task(document) for document in documents], ensure_ascii=False, indent=1).encode())
    with whole_file(path.with_suffix(".xml")) as file:
        file.write(interface(scheme).encode())


def write_doccano(documents: Sequence[Document], path: Path, scheme: Scheme) -> None:
    """Writes JSON lines for a sequence labelling project that allows overlapping spans and relations."""
    _write_lines(path, (_doccano(document) for document in documents))


def write_prodigy(documents: Sequence[Document], path: Path, scheme: Scheme) -> None:
    """Writes JSON lines for the recipe ``rel.manual``."""
    _write_lines(path, (_prodigy(document) for document in documents))


def interface(scheme: Scheme) -> str:
    """Label Studio's labelling interface for a scheme."""
    labels = list(scheme.entities)
    links: list[str] = []
    if scheme.quotes:
        labels += [SOURCE, CUE, CONTENT]
        links += ["source", "content"]
    if scheme.events:
        labels += [*(EVENT + type for type in scheme.events.types), ARGUMENT]
        labels += [STATUS + status for status in scheme.events.statuses]
        links += list(scheme.events.roles)
    label_lines = "".join(f"    <Label value={quoteattr(label)}/>\n" for label in labels)
    link_lines = "".join(f"    <Relation value={quoteattr(link)}/>\n" for link in links)
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{label_lines}  </Labels>\n'
        f'  <Relations>\n{link_lines}  </Relations>\n  <Text name="text" value="$text"/>\n</View>\n'
    )


def _write_lines(path: Path, records: Iterator[dict[str, Any]]) -> None:
    with whole_file(path) as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def _task(document: Document) -> dict[str, Any]:
    graph = to_graph(document)
    result: list[dict[str, Any]] = [
        {
            "id": f"m{number}",
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": {
                "start": mark.start,
                "end": mark.end,
                "text": document.text[mark.start : mark.end],
                "labels": [mark.label],
            },
        }
        for number, mark in enumerate(graph.marks)
    ]
    result += [
        {
            "type": "relation",
            "from_id": f"m{link.head}",
            "to_id": f"m{link.child}",
            "direction": "right",
            "labels": [link.label],
        }
        for link in graph.links
    ]
    kind = "predictions" if _is_scored(document) else "annotations"
    return {"data": {"id": document.id, "text": document.text, "date": document.date}, kind: [{"result": result}]}


def _is_scored(document: Document) -> bool:
    items: tuple[Entity | Quote | Event, ...] = (*document.entities, *document.quotes, *document.events)
    return any(item.score is not None for item in items)


def _doccano(document: Document) -> dict[str, Any]:
    graph = to_graph(document)
    return {
        "name": document.id,
        "date": document.date,
        "text": document.text,
        "entities": [
            {"id": number, "label": mark.label, "start_offset": mark.start, "end_offset": mark.end}
            for number, mark in enumerate(graph.marks)
        ],
        "relations": [
            {"id": number, "from_id": link.head, "to_id": link.child, "type": link.label}
            for number, link in enumerate(graph.links)
        ],
    }


def _prodigy(document: Document) -> dict[str, Any]:
    graph = to_graph(document)
    words = [Span(*found.span()) for found in _WORD.finditer(document.text)]
    spans = [
        {
            "label": mark.label,
            "start": mark.start,
            "end": mark.end,
            "token_start": next(n for n, word in enumerate(words) if word.end > mark.start),
            "token_end": max(n for n, word in enumerate(words) if word.start < mark.end),
        }
        for mark in graph.marks
    ]
    edges = [word.start for word in words[1:]] + [len(document.text)]
    return {
        "text": document.text,
        "tokens": [
            {
                "text": document.covered(word),
                "start": word.start,
                "end": word.end,
                "id": number,
                "ws": word.end < edge,
            }
            for number, (word, edge) in enumerate(zip(words, edges, strict=True))
        ],
        "spans": spans,
        "relations": [
            {
                "label": link.label,
                "head": spans[link.head]["token_end"],
                "child": spans[link.child]["token_end"],
                "head_span": spans[link.head],
                "child_span": spans[link.child],
            }
            for link in graph.links
        ],
        "meta": {"id": document.id, "date": document.date},
    }
