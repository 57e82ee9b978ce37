"""Any corpus in brat standoff."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dragoman.documents import QUOTE_PARTS, Document, Entity, Event
from dragoman.errors import InputError
from dragoman_training.readers.placing import Placer
from dragoman_training.readers.reading import Lost, Reading, files_in, read_text
from dragoman_training.readers.standoff import Annotations, Link, Mark, folded, read_annotations

_QUOTE_TYPES = ("quote", "attribution")


class _Article(NamedTuple):
    id: str
    text: str
    annotations: Annotations


def read_brat(folder: Path, *, entities: Collection[str] | None = None, status: str = "Status") -> Reading:
    """Reads a folder of brat annotations (https://brat.nlplab.org/standoff.html), ``NAME.txt`` beside ``NAME.ann``.

    What becomes what:

    - An E line is a **quote** if its type is Quote or Attribution, or if it has a Content and no roles but Source, Cue
      and Content. The cue is the Cue, or else the trigger, unless that is the content or the source.
    - Any other E line is an **event** of that type. Roles are in lower case without brat's numbers (``Actor``,
      ``Actor2`` are both ``actor``); a role filled by an event takes that event's trigger.
    - ``A1 Status E1 planned`` (or on the trigger, ``T1``) gives an event's **status**, in lower case. Other attributes
      are ignored, and so are notes (#), normalisations (N) and equivalences (*).
    - ``R1 Location Arg1:E1 Arg2:T7`` (or Arg1 the trigger) adds an argument to an event, with the relation's type as
      its role. A Document has no place for other relations: they are lost.
    - A T line is an **entity**, unless its label names triggers or a role in some file of the folder (then it is read
      as part of an event or quote only, and lost if nothing points to it). ``entities`` says it explicitly.

    Pieces of a discontinuous mark that only blanks part are joined. What is still in pieces is several spans as a
    content, source or argument; of a trigger or cue the longest piece is kept; an entity is lost.

    Args:
        folder: not searched recursively; a text without ``.ann`` is not annotated and left out.
        entities: labels of T lines that are entities.
        status: name of the attribute that gives the status, whatever its letter case.

    Raises:
        InputError: the folder is missing or holds no ``.ann`` file. A single text that cannot be read is lost.
    """
    reading = Reading()
    articles: list[_Article] = []
    for file in files_in(Path(folder), (".ann",)):
        try:
            text, annotations = read_text(file.with_suffix(".txt")), read_annotations(read_text(file))
            articles.append(_Article(file.stem, text, annotations))
        except InputError as error:
            reading.lost.append(Lost(file.stem, "", None, None, "", str(error)))
    chosen = _entity_labels(articles) if entities is None else set(entities)
    for article in articles:
        _add(reading, article, chosen, status.casefold())
    return reading


def _entity_labels(articles: Iterable[_Article]) -> set[str]:
    """The labels of marks that name no trigger and no role. Asked of the whole folder, so that its documents agree."""
    labels: set[str] = set()
    others: set[str] = set()
    for _, _, annotations in articles:
        labels.update(mark.label for mark in annotations.marks.values())
        for event in annotations.events.values():
            others.update({event.type.casefold(), *event.roles()})
            if event.anchor in annotations.marks:
                others.add(annotations.marks[event.anchor].label.casefold())
    return {label for label in labels if folded(label) not in others and label.casefold() not in others}


def _add(reading: Reading, article: _Article, entity_labels: Collection[str], status: str) -> None:
    placer = Placer(article.id, article.text, article.annotations)
    links = _with_relations(placer)
    quotes = [placer.quote(link) for link in links if _is_quote(link)]
    events = [_event(placer, link, status) for link in links if not _is_quote(link)]
    entities = [_entity(placer, mark) for mark in article.annotations.marks.values() if mark.label in entity_labels]
    _lose_unlinked(placer, entity_labels)
    reading.documents.append(
        Document(
            article.id,
            article.text,
            entities=tuple(entity for entity in entities if entity),
            quotes=tuple(quote for quote in quotes if quote),
            events=tuple(event for event in events if event),
        )
    )
    reading.lost.extend(placer.lost)


def _with_relations(placer: Placer) -> list[Link]:
    """The event lines, each with the arguments that relations give it."""
    events = dict(placer.annotations.events)
    owners = {event.anchor: id for id, event in events.items() if event.anchor}
    for relation in placer.annotations.relations:
        ends = [target for _, target in relation.arguments]
        owner = owners.get(ends[0], ends[0]) if ends else None
        if owner in events and len(ends) == 2:
            argument = (folded(relation.type), ends[1])
            events[owner] = replace(events[owner], arguments=(*events[owner].arguments, argument))
        else:
            placer.lose(relation.id, f"relation {relation.type} between marks that are no events")
    return list(events.values())


def _is_quote(link: Link) -> bool:
    roles = set(link.roles())
    return link.type.casefold() in _QUOTE_TYPES or ("content" in roles and roles <= set(QUOTE_PARTS))


def _event(placer: Placer, link: Link, status: str) -> Event | None:
    trigger = placer.place_one(link.anchor) if link.anchor else None
    if trigger is None:
        placer.lose(link.anchor or link.id, f"event {link.type} without a trigger in the text")
        return None
    arguments = {role: placer.place_all(link.ids(role)) for role in link.roles()}
    return Event(
        link.type,
        trigger,
        _status(placer.annotations, link, status),
        {role: spans for role, spans in arguments.items() if spans},
    )


def _status(annotations: Annotations, link: Link, name: str) -> str | None:
    value = annotations.attributes.get((link.id, name)) or annotations.attributes.get((link.anchor or "", name))
    return value.casefold() if value else None


def _entity(placer: Placer, mark: Mark) -> Entity | None:
    spans = placer.place(mark.id)
    if len(spans) > 1:
        placer.lose(mark.id, "a discontinuous entity")
    return Entity(mark.label, spans[0]) if len(spans) == 1 else None


def _lose_unlinked(placer: Placer, entity_labels: Collection[str]) -> None:
    linked = set(placer.annotations.linked())
    for mark in placer.annotations.marks.values():
        if mark.id not in linked and mark.label not in entity_labels:
            placer.lose(mark.id, "no event or quote points to it, and its label is not taken for an entity's")
