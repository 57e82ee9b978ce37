"""The lines of a brat ``.ann`` file, and nothing of what they mean.

https://brat.nlplab.org/standoff.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

_MARK = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?")
_LINK = re.compile(r"([ER]\d+)\t(\S+)((?: \S+:\S+)*)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) (\S+)(?: (.+))?")
# Notes, normalisations and equivalences say nothing that a Document could hold.
_IGNORED = re.compile(r"(?:#|N\d|\*)")
_SUFFIX = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A T line: ranges of text with a label. Several ranges where it is discontinuous.

    Attributes:
        words: the text that the annotation tool saw there.
    """

    id: str
    label: str
    ranges: tuple[tuple[int, int], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """An E line (then ``anchor`` is its trigger), or an R line (then ``anchor`` is None).

    Attributes:
        arguments: ``(role, id)``; a role is folded: lower case, without brat's numbers (``Actor2`` is ``actor``).
    """

    id: str
    type: str
    anchor: str | None
    arguments: tuple[tuple[str, str], ...]

    def ids(self, role: str) -> list[str]:
        """What fills a role."""
        return [target for name, target in self.arguments if name == role]

    def roles(self) -> list[str]:
        """The roles that are filled, each once, in the order of the line."""
        return list(dict.fromkeys(name for name, _ in self.arguments))


@dataclass
class Annotations:
    """All that one file says.

    Attributes:
        marks: by id.
        events: by id.
        relations: in the order of the file.
        attributes: ``(id, name in lower case)`` -> value, None where it is a mere flag.
        broken: ``(line, what it says)`` of lines that cannot be read.
    """

    marks: dict[str, Mark] = field(default_factory=dict)
    events: dict[str, Link] = field(default_factory=dict)
    relations: list[Link] = field(default_factory=list)
    attributes: dict[tuple[str, str], str | None] = field(default_factory=dict)
    broken: list[tuple[int, str]] = field(default_factory=list)

    def linked(self) -> Iterator[str]:
        """The ids that events and relations point to, and the events' anchors."""
        for link in (*self.events.values(), *self.relations):
            yield from (target for _, target in link.arguments)
            if link.anchor:
                yield link.anchor


def read_annotations(content: str) -> Annotations:
    """Reads the lines of an ``.ann`` file. A line that cannot be read ends up in ``broken``."""
    annotations = Annotations()
    last: Mark | None = None
    for number, line in enumerate(content.removeprefix("\ufeff").split("\n"), 1):
        line = line.rstrip("\r")
        if last and _continues(last, line):
            last = annotations.marks[last.id] = replace(last, words=f"{last.words}\n{line}")
        elif line.strip():
            last = _read_line(annotations, number, line)
    return annotations


def _continues(mark: Mark, line: str) -> bool:
    """Whether a line is the rest of a mark's words: some tools write words that run over a line break as they are."""
    expected = sum(end - start for start, end in mark.ranges) + len(mark.ranges) - 1
    looks_own = _MARK.fullmatch(line) or _LINK.fullmatch(line) or _ATTRIBUTE.fullmatch(line)
    return bool(mark.words) and len(mark.words) < expected and not looks_own


def _read_line(annotations: Annotations, number: int, line: str) -> Mark | None:
    if match := _MARK.fullmatch(line):
        mark = _mark(*match.groups(default=""))
        annotations.marks[mark.id] = mark
        return mark
    if match := _ATTRIBUTE.fullmatch(line):
        name, target, value = match.groups()
        annotations.attributes[target, name.casefold()] = value
    elif match := _LINK.fullmatch(line):
        _add_link(annotations, *match.groups(default=""))
    elif not _IGNORED.match(line):
        annotations.broken.append((number, line))
    return None


def _mark(id: str, label: str, ranges: str, words: str) -> Mark:
    pairs = (pair.split() for pair in ranges.split(";"))
    return Mark(id, label, tuple((int(start), int(end)) for start, end in pairs), words)


def _add_link(annotations: Annotations, id: str, head: str, rest: str) -> None:
    arguments = tuple((folded(role), target) for role, target in (pair.rsplit(":", 1) for pair in rest.split()))
    if id.startswith("R"):
        annotations.relations.append(Link(id, head, None, arguments))
        return
    type, _, anchor = head.rpartition(":")
    annotations.events[id] = Link(id, type or anchor, anchor if type else None, arguments)


def folded(role: str) -> str:
    """A role in lower case without the number that brat puts behind a role that comes twice."""
    return _SUFFIX.sub("", role).casefold() or role.casefold()
