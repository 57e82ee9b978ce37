"""The annotation scheme as data: layers, labels and roles, each with its guideline.

A scheme file is TOML; ``schemes/dragoman.toml`` is the default, and a researcher trains on labels of his own by
pointing a config at another. No other module names a label.
"""

import difflib
import tomllib
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from dragoman.documents import QUOTE_PARTS, Document
from dragoman.errors import SchemeError

#: A label, role or status -> its guideline.
Guidelines = dict[str, str]


class EventScheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Event types, the roles of their arguments and the statuses of the act.

    Attributes:
        types: type -> guideline.
        roles: role -> guideline.
        statuses: status -> guideline.
        codes: type -> what it is called in other codings, coding -> code; columns of the table of events.

    Raises:
        SchemeError: a type that is no type has codes.
    """

    types: Guidelines
    roles: Guidelines = {}
    statuses: Guidelines = {}
    codes: dict[str, dict[str, str]] = {}

    def __post_init__(self) -> None:
        for type in self.codes:
            _require_known(type, self.types, f"codes for an event type {type!r} that the scheme lacks")

    @property
    def codings(self) -> list[str]:
        """The other codings, in the order in which they first come up."""
        return list(dict.fromkeys(coding for codes in self.codes.values() for coding in codes))


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is marked. A layer left empty is not marked at all.

    Attributes:
        name: of the scheme.
        entities: entity label -> guideline.
        quotes: quote part -> guideline; either empty or exactly source, cue and content.
        events: types, roles and statuses, or None.
    """

    name: str
    entities: Guidelines = {}
    quotes: Guidelines = {}
    events: EventScheme | None = None

    def __post_init__(self) -> None:
        if self.quotes and set(self.quotes) != set(QUOTE_PARTS):
            raise SchemeError(
                f"scheme {self.name!r}: quotes must have exactly the parts {', '.join(QUOTE_PARTS)}; "
                f"found {', '.join(self.quotes)}"
            )
        if not (self.entities or self.quotes or self.events):
            raise SchemeError(f"scheme {self.name!r} marks nothing: give it entities, quotes or events")

    def restricted(self, entities: Collection[str], *, quotes: bool, events: bool) -> "Scheme":
        """The scheme with only what a model has been taught: the entity labels named, quotes and events or not."""
        return Scheme(
            name=self.name,
            entities={label: text for label, text in self.entities.items() if label in entities},
            quotes=self.quotes if quotes else {},
            events=self.events if events else None,
        )

    def check(self, document: Document) -> None:
        """Raises SchemeError if a document uses a label, type, status or role that the scheme lacks."""
        for entity in document.entities:
            _require(entity.label, self.entities, "entity label", document.id)
        if document.quotes and not self.quotes:
            raise SchemeError(f"document {document.id!r} has quotes, but scheme {self.name!r} has no quote layer")
        if document.events and self.events is None:
            raise SchemeError(f"document {document.id!r} has events, but scheme {self.name!r} has no event layer")
        for event in document.events if self.events else ():
            assert self.events is not None
            _require(event.type, self.events.types, "event type", document.id)
            for role in event.arguments:
                _require(role, self.events.roles, "event role", document.id)
            if event.status is not None:
                _require(event.status, self.events.statuses, "event status", document.id)


def load_scheme(path: Path | str | None = None) -> Scheme:
    """Reads a scheme file; without a path, the default scheme.

    Raises:
        SchemeError: the file is missing, is no TOML, or has an unknown or ill-typed key.
    """
    file = Path(path) if path is not None else Path(__file__).with_name("schemes") / "dragoman.toml"
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Scheme)
    except OSError as error:
        raise SchemeError(f"cannot read the scheme file {file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SchemeError(f"{file} is no valid scheme: {error}") from error


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest known name: ``; did you mean 'X'?``, or all of them where none is close."""
    choices = list(known)
    close = difflib.get_close_matches(name, choices, n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(choices)}"


def _require_known(name: str, known: Guidelines, problem: str) -> None:
    if name not in known:
        raise SchemeError(f"{problem}{nearest(name, known)}")


def _require(name: str, known: Guidelines, what: str, document_id: str) -> None:
    _require_known(name, known, f"document {document_id!r}: unknown {what} {name!r}")
