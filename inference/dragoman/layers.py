"""Which heads a scheme asks for: the layers of tags, and the links from an anchor to its parts.

entities   spans by label
quotes     source, cue and content          linked to the cue: source and content
events     triggers by type                 linked to the trigger: its arguments by role
statuses   one status for each trigger
"""

from dataclasses import dataclass

from dragoman.scheme import Scheme
from dragoman.tags import TagSet

ENTITIES, QUOTES, EVENTS = "entities", "quotes", "events"

#: The part of a quote that anchors its links, and the parts that are linked to it.
CUE, CONTENT = "cue", "content"
LINKED_PARTS = ("source", CONTENT)


@dataclass(frozen=True)
class Layers:
    """The tag layers, the link layers and the statuses of a scheme; layers that it lacks are left out.

    Attributes:
        tags: layer -> its tags.
        links: layer -> tags of the parts that are linked to an anchor of that layer.
        statuses: statuses of events.
    """

    tags: dict[str, TagSet]
    links: dict[str, TagSet]
    statuses: tuple[str, ...] = ()


def layers_of(scheme: Scheme) -> Layers:
    """The layers that a scheme asks for."""
    tags: dict[str, TagSet] = {}
    links: dict[str, TagSet] = {}
    if scheme.entities:
        tags[ENTITIES] = TagSet(tuple(scheme.entities))
    if scheme.quotes:
        tags[QUOTES] = TagSet(tuple(scheme.quotes))
        links[QUOTES] = TagSet(LINKED_PARTS)
    if scheme.events is None:
        return Layers(tags, links)
    tags[EVENTS] = TagSet(tuple(scheme.events.types))
    if scheme.events.roles:
        links[EVENTS] = TagSet(tuple(scheme.events.roles))
    return Layers(tags, links, tuple(scheme.events.statuses))
