"""A model that finds each wren: as fast as can be, and made in any process."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from strategies import SCHEME

from dragoman.bulk.run import Totals
from dragoman.documents import Document, Entity, Event, Span


class Birdwatcher:
    scheme = SCHEME

    def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            if "cuckoo" in document.text:
                raise ValueError("no bird of ours")
            at = document.text.find("wren")
            found = (Entity("BIRD", Span(at, at + 4), 0.9),) if at >= 0 else ()
            flights = (Event("FLY", Span(at, at + 4), "done"),) if at >= 0 else ()
            yield replace(document, entities=found, events=flights)


@dataclass
class Notes:
    """Who is told of a run, and keeps it."""

    failures: list[str] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    def failed(self, message: str) -> None:
        self.failures.append(message)

    def advanced(self, totals: Totals) -> None:
        self.shares.append(totals.share)


class Sleepy(Birdwatcher):
    """One that takes its time."""

    def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in super().stream(documents):
            time.sleep(0.02)
            yield document
