"""From mentions to facts: which person, state or body a span means, which day, and who speaks.

Each part is optional, adds to ``Document.references`` and ``Quote.speaker``, and never changes a span.
"""

from collections.abc import Mapping
from dataclasses import replace

from dragoman.documents import Document, Reference, Span
from dragoman.resolve.actors import person_codes, phrase_codes
from dragoman.resolve.countries import resolve_countries
from dragoman.resolve.dates import resolve_dates
from dragoman.resolve.people import resolve_people


def resolve(
    document: Document,
    *,
    people: bool = True,
    countries: bool = True,
    dates: bool = True,
) -> Document:
    """The document with what its spans refer to; what it said of them before holds where nothing new is known.

    Args:
        document: of the default scheme, annotated or tagged.
        people: whether to find who is meant by names, offices and pronouns, and who speaks.
        countries: whether to find states, intergovernmental bodies and actor codes.
        dates: whether to find days; needs the document's date, or a dateline with a year, for most of them.
    """
    found: dict[Span, Reference] = {}  # from the text alone, so that to resolve again changes nothing
    if countries:
        _add(found, resolve_countries(document))
        _add(found, person_codes(document, found))
        _add(found, phrase_codes(document, found))
    if dates:
        _add(found, resolve_dates(document))
    quotes = document.quotes
    if people:
        known = resolve_people(document)
        named = {span: name for span, name in known.references.items() if not _is_state(found, span)}
        _add(found, {span: Reference(entity=name) for span, name in named.items()})
        _share_codes(found)
        spoken = zip(quotes, known.speakers, strict=True)
        quotes = tuple(replace(quote, speaker=name or quote.speaker) for quote, name in spoken)
    references = dict(document.references)
    _add(references, found)
    return replace(document, quotes=quotes, references=references)


def _add(found: dict[Span, Reference], new: Mapping[Span, Reference]) -> None:
    for span, reference in new.items():
        old = found[span].known() if span in found else {}
        found[span] = Reference(**(old | reference.known()))


def _is_state(found: Mapping[Span, Reference], span: Span) -> bool:
    """Whether a span names a state as a whole, which its code says better than one of its many names."""
    known = found.get(span)
    return known is not None and known.country is not None and known.code == known.country


def _share_codes(found: dict[Span, Reference]) -> None:
    """Gives every span of a person or body the code that one of them has."""
    codes = {item.entity: item.code for item in found.values() if item.entity and item.code}
    for span, reference in found.items():
        if reference.code is None and reference.entity in codes:
            found[span] = replace(reference, code=codes[reference.entity])
