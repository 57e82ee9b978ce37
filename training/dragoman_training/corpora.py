"""The corpora of a config, read: documents with the corpus's own labels, and what the corpus observes."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from dragoman.documents import Document, Span
from dragoman.errors import ConfigError, InputError
from dragoman.scheme import Scheme, nearest
from dragoman.tokens import PARAGRAPH
from dragoman_training.config import Config, CorpusConfig
from dragoman_training.label_map import LabelMap
from dragoman_training.readers import READERS
from dragoman_training.readers.reading import Lost

log = logging.getLogger(__name__)


class _Reader(Protocol):
    def __call__(self, path: Any, **options: Any) -> Any: ...


@dataclass(frozen=True)
class Corpus:
    """A corpus as read.

    Attributes:
        config: its entry in the config.
        documents: of the part asked for.
        lost: gold spans that its reader could not place.
    """

    config: CorpusConfig
    documents: list[Document]
    lost: list[Lost]

    @property
    def name(self) -> str:
        """The name under which it is reported."""
        return self.config.name


def read_corpus(config: Config, corpus: CorpusConfig, scheme: Scheme) -> Corpus:
    """Reads a corpus.

    Raises:
        ConfigError: its reader, an option or a label in its map is unknown.
        InputError: its files cannot be read.
    """
    if corpus.reader not in READERS:
        raise ConfigError(f"corpus {corpus.name!r}: unknown reader {corpus.reader!r}{nearest(corpus.reader, READERS)}")
    _check_labels(corpus, scheme)
    reader: _Reader = READERS[corpus.reader]
    try:
        reading = reader(config.resolve(corpus.path), **_options(config, corpus))
    except TypeError as error:
        raise ConfigError(f"corpus {corpus.name!r}: options of reader {corpus.reader!r}: {error}") from error
    if reading.lost and not reading.documents:
        raise InputError(f"corpus {corpus.name!r}: nothing of it could be read; {reading.lost[0].reason}")
    left_out = _ids(config, corpus)
    documents = [
        document for document in part_of(reading.documents, corpus.held_out, corpus.part) if document.id not in left_out
    ]
    others = {document.id for document in reading.documents} - {document.id for document in documents}
    if corpus.cut == "paragraph":
        documents = [part for document in documents for part in paragraphs_of(document)]
    log.info("%s: %d documents, %d spans lost", corpus.name, len(documents), len(reading.lost))
    return Corpus(corpus, documents, [lost for lost in reading.lost if lost.document not in others])


def paragraphs_of(document: Document) -> Iterator[Document]:
    """Each paragraph as a document of its own, with the items that lie in it as a whole."""
    for number, found in enumerate(PARAGRAPH.finditer(document.text), 1):
        if found.group().strip():
            yield _part(document, number, *found.span())


def _part(document: Document, number: int, start: int, end: int) -> Document:
    def inside(*spans: Span) -> bool:
        return all(start <= span.start and span.end <= end for span in spans)

    def moved(spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(Span(span.start - start, span.end - start) for span in spans)

    def moved_or_none(span: Span | None) -> Span | None:
        return moved([span])[0] if span else None

    entities = (replace(item, span=moved([item.span])[0]) for item in document.entities if inside(item.span))
    quotes = (
        replace(item, content=moved(item.content), cue=moved_or_none(item.cue), source=moved(item.source))
        for item in document.quotes
        if inside(*(span for _, span in item.parts()))
    )
    events = (
        replace(
            item,
            trigger=moved([item.trigger])[0],
            arguments={role: moved(spans) for role, spans in item.arguments.items()},
        )
        for item in document.events
        if inside(item.trigger, *(span for spans in item.arguments.values() for span in spans))
    )
    name = f"{document.id}:{number}"
    return Document(name, document.text[start:end], document.date, tuple(entities), tuple(quotes), tuple(events))


def _options(config: Config, corpus: CorpusConfig) -> dict[str, Any]:
    return {
        name: str(config.resolve(value)) if isinstance(value, str) and "$" in value else value
        for name, value in corpus.options.items()
    }


def _ids(config: Config, corpus: CorpusConfig) -> set[str]:
    if corpus.without is None:
        return set()
    try:
        return set(config.resolve(corpus.without).read_text(encoding="utf-8").split("\n")) - {""}
    except OSError as error:
        raise ConfigError(
            f"corpus {corpus.name!r}: cannot read {corpus.without}, which names what is left out: {error.strerror}"
        ) from error


def part_of(documents: Sequence[Document], held_out: int, part: str) -> list[Document]:
    """The documents held out, or the rest, in their order. The choice hangs on the ids alone."""
    ranked = sorted(documents, key=lambda document: hashlib.sha256(document.id.encode()).digest())
    chosen = {document.id for document in ranked[:held_out]}
    return [document for document in documents if (document.id in chosen) == (part == "held_out")]


def _check_labels(corpus: CorpusConfig, scheme: Scheme) -> None:
    LabelMap(corpus.name, "entities", tuple(scheme.entities), corpus.entities).check()
    if scheme.events and isinstance(corpus.events, dict):
        LabelMap(corpus.name, "events", tuple(scheme.events.types), corpus.events).check()
    if scheme.events:
        LabelMap(corpus.name, "roles", tuple(scheme.events.roles), corpus.roles).check()


def taught_scheme(scheme: Scheme, corpora: Sequence[CorpusConfig]) -> Scheme:
    """The scheme without what no corpus marks: a label that is never seen cannot be learned, only guessed."""
    taught = {label for corpus in corpora for labels in (corpus.entities or {}).values() for label in labels}
    missing = [label for label in scheme.entities if label not in taught]
    if missing:
        log.warning("no corpus marks %s: left out of the checkpoint", ", ".join(missing))
    return scheme.restricted(
        taught, quotes=any(corpus.quotes for corpus in corpora), events=any(bool(corpus.events) for corpus in corpora)
    )
