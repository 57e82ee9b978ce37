"""Co-operation and conflict, in words and in deeds: the quad classes that a scheme may give its event types."""

from dragoman.scheme import Scheme

#: The coding of a scheme's ``[events.codes]`` that is meant.
CODING = "quad_class"
#: Its codes, in the order of their numbers on the page.
QUADS = ("verbal co-operation", "material co-operation", "verbal conflict", "material conflict")


def quad_number(type: str, scheme: Scheme) -> int | None:
    """The number of an event type's quad class; None where the scheme gives it none."""
    codes = scheme.events.codes.get(type, {}) if scheme.events else {}
    quad = codes.get(CODING)
    return QUADS.index(quad) if quad in QUADS else None
