"""Tags chunks of records in this process or in several, in order."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import TypeVar

from dragoman.bulk.formats import Format, encoded
from dragoman.bulk.parts import Item
from dragoman.bulk.tagging import Tagger, tag_each
from dragoman.errors import DragomanError

# Chunks that wait for each worker, so that none stands idle and memory stays small.
_AHEAD = 3

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk, tagged and encoded.

    Attributes:
        data: a piece of a part's file.
        documents: tagged.
        errors: what is wrong with each of the others.
        words, characters: of the texts tagged; words are what blanks stand between.
    """

    data: bytes
    documents: int
    errors: list[str]
    words: int
    characters: int


def tag_chunk(items: list[Item], model: Tagger, format: Format) -> Piece:
    """Tags a chunk."""
    outcomes = tag_each(items, model)
    texts = [outcome.document.text for outcome in outcomes if outcome.error is None]
    return Piece(
        data=encoded(outcomes, format, model.scheme),
        documents=len(texts),
        errors=[outcome.error for outcome in outcomes if outcome.error is not None],
        words=sum(len(text.split()) for text in texts),
        characters=sum(map(len, texts)),
    )


class Workers:
    """Processes that tag, each with a model of its own; for a count of 1, this process.

    Args:
        load: makes a model; is sent to the processes, so it must be picklable where there are several.
        format: of the pieces.
        count: of the processes.

    Raises:
        DragomanError: what ``load`` raises; in ``map``, a process has died.
    """

    def __init__(self, load: Callable[[], Tagger], format: Format, count: int) -> None:
        self._format, self._count = format, count
        self._model = load() if count == 1 else None
        # Started afresh, since a fork would copy the threads' locks of the model's libraries as they happen to be.
        context = multiprocessing.get_context("spawn")
        self._pool = None if count == 1 else ProcessPoolExecutor(count, context, _begin, (load, format))

    def map(self, chunks: Iterable[tuple[_Key, list[Item]]]) -> Iterator[tuple[_Key, Piece]]:
        """Yields for each chunk its key and its piece, in order; takes only a few chunks ahead."""
        if self._model is not None:
            for key, items in chunks:
                yield key, tag_chunk(items, self._model, self._format)
        elif self._pool is not None:
            yield from self._map(chunks, self._pool)

    def _map(
        self, chunks: Iterable[tuple[_Key, list[Item]]], pool: ProcessPoolExecutor
    ) -> Iterator[tuple[_Key, Piece]]:
        waiting: deque[tuple[_Key, Future[Piece]]] = deque()
        try:
            for key, items in chunks:
                waiting.append((key, pool.submit(_work, items)))
                if len(waiting) > _AHEAD * self._count:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        except BrokenProcessPool as error:
            raise DragomanError(
                "a worker died, perhaps for lack of memory; go on with --resume, and with fewer --workers"
            ) from error

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


# Of a worker process: there is one for each, and the pool gives no other place to keep it.
_model: Tagger
_format: Format


def _begin(load: Callable[[], Tagger], format: Format) -> None:
    global _model, _format
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent decides
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # each would take all cores for what is soon done
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _model, _format = load(), format


def _end_with_parent() -> None:
    """A pool's processes would wait for work for ever where their parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _work(items: list[Item]) -> Piece:
    return tag_chunk(items, _model, _format)
