"""What a document says of events, for tests to compare."""

from dragoman.documents import Document


def events_of(document: Document) -> list[tuple[str, str, dict[str, list[str]]]]:
    """Type, trigger, and arguments by role, as they stand in the text."""
    return [
        (
            event.type,
            document.covered(event.trigger),
            {role: [document.covered(span) for span in spans] for role, spans in event.arguments.items()},
        )
        for event in document.events
    ]
