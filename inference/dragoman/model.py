"""Dragoman: reads text, returns documents with entities, quotes and events."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from tokenizers import Tokenizer

from dragoman.backends import Backend, OnnxBackend, TorchBackend, load_network
from dragoman.checkpoint import Checkpoint, default_folder, special_pieces
from dragoman.decode import Decoder, DecodingOptions, Item
from dragoman.device import Device
from dragoman.documents import Document
from dragoman.errors import CheckpointError, InputError
from dragoman.scheme import Scheme
from dragoman.tokens import Tokens, tokenise
from dragoman.windows import Window, WindowSize, windows

# What ``stream`` tags together: enough to keep all cores busy, few enough to hold in memory. The network's outputs take
# some 7 kB a word. A document of more characters is tagged alone, so many windows at a time.
_CHUNK_DOCUMENTS = 64
_CHUNK_CHARACTERS = 100_000
_CHUNK_WINDOWS = 128


class Dragoman:
    """A trained model. Make one with ``dragoman.load``.

    Args:
        scheme: what it was taught.
        tokenizer: of its encoder.
        size: of its windows.
        backend: what runs its network.
        decoder: what turns scores into spans.
    """

    def __init__(
        self, scheme: Scheme, tokenizer: Tokenizer, size: WindowSize, backend: Backend, decoder: Decoder
    ) -> None:
        self.scheme = scheme
        self._tokenizer = tokenizer
        self._size = size
        self._backend = backend
        self._decoder = decoder

    def read(self, text: str, *, id: str = "", date: str | None = None) -> Document:
        """Tags one text.

        Args:
            text: of any length, empty too; all of it is read.
            id: passed through.
            date: the day it appeared, ISO 8601, passed through.

        Raises:
            InputError: the text is no string.
        """
        return next(self.stream([_document(id, text, date)]))

    def read_many(
        self, texts: Sequence[str], *, ids: Sequence[str] | None = None, dates: Sequence[str | None] | None = None
    ) -> list[Document]:
        """Tags several texts; results are in their order. Ids are "0", "1", … where none are given.

        Raises:
            InputError: ``texts`` is a single string, or ids or dates are not as many as the texts.
        """
        if isinstance(texts, str):
            raise InputError("read_many takes a list of texts; for a single one use read")
        numbers = [str(number) for number in range(len(texts))]
        columns = (ids if ids is not None else numbers, dates if dates is not None else [None] * len(texts))
        if any(len(column) != len(texts) for column in columns):
            raise InputError(
                f"{len(texts)} texts need as many ids and dates; found {len(columns[0])}, {len(columns[1])}"
            )
        return list(self.stream(_document(*item) for item in zip(columns[0], texts, columns[1], strict=True)))

    def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Tags documents as they come, in their order, holding only a few in memory.

        What a document already holds beside id, text and date is left behind.
        """
        iterator = (Document(document.id, document.text, document.date) for document in documents)
        for chunk in _chunks(iterator):
            yield from self._tag(chunk)

    def _tag(self, documents: Sequence[Document]) -> Iterator[Document]:
        tokens = [tokenise(self._tokenizer, document.text) for document in documents]
        cut = [list(windows(found, self._size)) for found in tokens]
        if len(documents[0].text) > _CHUNK_CHARACTERS:
            yield self._tag_long(documents[0], tokens[0], cut[0])
        else:
            yield from self._decoder.decode(self._run(documents, tokens, cut))

    def _tag_long(self, document: Document, tokens: Tokens, cut: Sequence[Window]) -> Document:
        """Tags a text some windows at a time, so that memory does not grow with it."""
        for first in range(0, len(cut), _CHUNK_WINDOWS):
            run = self._run([document], [tokens], [cut[first : first + _CHUNK_WINDOWS]])
            [found] = self._decoder.decode(run)
            document = replace(
                document,
                entities=document.entities + found.entities,
                quotes=document.quotes + found.quotes,
                events=document.events + found.events,
            )
        return document

    def _run(
        self, documents: Sequence[Document], tokens: Sequence[Tokens], cut: Sequence[Sequence[Window]]
    ) -> list[Item]:
        """Runs the network over windows; the documents with its outputs."""
        items = [(found, window) for found, of_text in zip(tokens, cut, strict=True) for window in of_text]
        outputs = iter(self._backend.run(items))
        parts = [list(zip(of_text, islice(outputs, len(of_text)), strict=True)) for of_text in cut]
        return list(zip(documents, tokens, parts, strict=True))

    def tokenise(self, text: str) -> Tokens:
        """The pieces, words and paragraphs of a text as the model sees them."""
        return tokenise(self._tokenizer, text)


def load(path: Path | str | None = None, *, device: Device = "auto", threads: int | None = None) -> Dragoman:
    """Loads a checkpoint.

    Args:
        path: its folder; without one, the default checkpoint that ships with the package.
        device: ``cpu`` runs int8 on ONNX Runtime; ``cuda`` runs torch in bfloat16; ``auto`` takes ``cuda`` where torch
            is installed and sees a GPU.
        threads: on the CPU, how many cores to use; all by default.

    Raises:
        CheckpointError: the checkpoint is incomplete or damaged, or there is no such device.
        MissingExtraError: ``cuda`` is asked for without torch.
    """
    checkpoint = Checkpoint(path if path is not None else default_folder())
    decoder = Decoder(
        checkpoint.layers, checkpoint.config.calibration, DecodingOptions(checkpoint.config.link_threshold)
    )
    backend = _backend(checkpoint, device, threads)
    return Dragoman(checkpoint.config.scheme, checkpoint.tokenizer, checkpoint.window_size, backend, decoder)


def _backend(checkpoint: Checkpoint, device: Device, threads: int | None) -> Backend:
    if device not in ("auto", "cpu", "cuda"):
        raise CheckpointError(f"unknown device {device!r}; use auto, cpu or cuda")
    if device == "cpu" or (device == "auto" and not _sees_gpu()):
        return OnnxBackend(checkpoint, threads=threads)
    if not _sees_gpu():
        network = load_network(checkpoint, "cpu")  # names the missing extra, where that is the reason
        del network
        raise CheckpointError("device 'cuda' was asked for, but torch sees no GPU; use device='cpu'")
    return TorchBackend(load_network(checkpoint, "cuda"), special_pieces(checkpoint.tokenizer))


def _sees_gpu() -> bool:
    try:
        import torch
    except ImportError:
        return False
    return torch.cuda.is_available()


def _document(id: str, text: str, date: str | None) -> Document:
    if not isinstance(text, str):
        raise InputError(f"a text must be a string; found {type(text).__name__}")
    return Document(id, text, date)


def _chunks(documents: Iterator[Document]) -> Iterator[list[Document]]:
    """Yields what is tagged together: several documents, or a long one by itself."""
    chunk: list[Document] = []
    characters = 0
    for document in documents:
        if chunk and (len(chunk) == _CHUNK_DOCUMENTS or characters + len(document.text) > _CHUNK_CHARACTERS):
            yield chunk
            chunk, characters = [], 0
        chunk.append(document)
        characters += len(document.text)
    if chunk:
        yield chunk
