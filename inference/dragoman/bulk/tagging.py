"""Tags records, whatever they hold: the heart of a bulk run, which knows no files, processes or engines."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from dragoman.documents import Document
from dragoman.jsonl import Failure
from dragoman.scheme import Scheme

_LOG = logging.getLogger(__name__)


class Tagger(Protocol):
    """What is needed of a model."""

    @property
    def scheme(self) -> Scheme:
        """What it was taught."""

    def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Tags documents in their order."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record.

    Attributes:
        document: tagged; of a record that failed, its id alone.
        error: why it failed, and where it stands; None where it did not.
    """

    document: Document
    error: str | None = None


def tag_each(items: Sequence[Document | Failure], model: Tagger) -> list[Outcome]:
    """One outcome for each item, in order. A document that the model cannot tag costs no other."""
    documents = [item for item in items if isinstance(item, Document)]
    tagged = iter(_tag(documents, model))
    return [next(tagged) if isinstance(item, Document) else _failed(item) for item in items]


def _tag(documents: Sequence[Document], model: Tagger) -> list[Outcome]:
    try:
        return [Outcome(document) for document in model.stream(documents)]
    except Exception as error:  # whatever it is, it must not end a run of a million
        if len(documents) != 1:
            return [outcome for document in documents for outcome in _tag([document], model)]
        [document] = documents
        _LOG.debug("document %r cannot be tagged", document.id, exc_info=True)
        reason = f"document {document.id!r} cannot be tagged: {type(error).__name__}: {error}"
        return [Outcome(Document(document.id, ""), reason)]


def _failed(failure: Failure) -> Outcome:
    return Outcome(Document(failure.id or "", ""), str(failure))
