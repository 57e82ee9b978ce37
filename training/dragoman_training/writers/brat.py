"""Folders that the brat annotation tool opens; ``read_brat`` takes them back."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote as escaped

from dragoman.documents import Document, Span
from dragoman.files import whole_file
from dragoman.scheme import Scheme

_PARAGRAPH = re.compile(r"[^\r\n]+")


def write_brat(documents: Sequence[Document], path: Path, scheme: Scheme) -> None:
    """Writes ``NAME.txt`` and ``NAME.ann`` for each document, and ``annotation.conf`` for the scheme.

    NAME is the document's id with what a file name cannot hold escaped as in a URL. brat has no place for dates and
    scores.
    """
    path.mkdir(parents=True, exist_ok=True)
    for document in documents:
        name = escaped(document.id, safe=" ")
        with whole_file(path / f"{name}.txt") as file:
            file.write(document.text.encode("utf-8", "replace"))
        with whole_file(path / f"{name}.ann") as file:
            file.write("".join(f"{line}\n" for line in _Lines(document).all()).encode("utf-8", "replace"))
    with whole_file(path / "annotation.conf") as file:
        file.write(configuration(scheme).encode())


def configuration(scheme: Scheme) -> str:
    """The ``annotation.conf`` for a scheme (https://brat.nlplab.org/configuration.html)."""
    roles = [role.capitalize() for role in scheme.events.roles] if scheme.events else []
    types = list(scheme.events.types) if scheme.events else []
    statuses = "|".join(scheme.events.statuses) if scheme.events else ""
    parts = ["Source", "Content"] if scheme.quotes else []
    lines = ["[entities]", *scheme.entities, *parts, *roles, "", "[relations]", "", "[events]"]
    lines += [f"Quote {', '.join(f'{part}*:{part}' for part in parts)}"] if parts else []
    lines += [f"{type} {', '.join(f'{role}*:{role}' for role in roles)}" for type in types]
    lines += ["", "[attributes]", *([f"Status Arg:<EVENT>, Value:{statuses}"] if statuses else [])]
    return "\n".join(lines) + "\n"


class _Lines:
    """The lines of one ``.ann`` file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.marks: dict[tuple[str, Span], str] = {}
        self.links: list[str] = []

    def all(self) -> Iterator[str]:
        document = self.document
        for entity in document.entities:
            self._mark(entity.label, entity.span)
        for quote in document.quotes:
            contents = [("Content", span) for span in quote.content]
            anchor = self._mark("Cue", quote.cue) if quote.cue else self._mark(*contents[0])
            self._link("Quote", anchor, [*contents, *(("Source", span) for span in quote.source)])
        for event in document.events:
            spans = [(role.capitalize(), span) for role, found in event.arguments.items() for span in found]
            self._link(event.type, self._mark(event.type, event.trigger), spans)
            if event.status is not None:
                number = len(self.links)
                self.links.append(f"A{number}\tStatus {self.links[-1].split(chr(9))[0]} {event.status}")
        for (label, span), id in self.marks.items():
            yield f"{id}\t{label} {self._ranges(span)}\t{' '.join(document.covered(span).split())}"
        yield from self.links

    def _mark(self, label: str, span: Span) -> str:
        return self.marks.setdefault((label, span), f"T{len(self.marks) + 1}")

    def _link(self, type: str, anchor: str, spans: Sequence[tuple[str, Span]]) -> None:
        counts: dict[str, int] = {}
        arguments: list[str] = []
        for role, span in spans:
            counts[role] = counts.get(role, 0) + 1
            name = role if counts[role] == 1 else f"{role}{counts[role]}"
            arguments.append(f"{name}:{self._mark(role, span)}")
        self.links.append(f"E{len(self.links) + 1}\t{type}:{anchor} {' '.join(arguments)}".rstrip())

    def _ranges(self, span: Span) -> str:
        """No mark of brat's runs over a line break: such a span is several ranges."""
        pieces = (found.span() for found in _PARAGRAPH.finditer(self.document.text, span.start, span.end))
        return ";".join(f"{start} {end}" for start, end in pieces)
