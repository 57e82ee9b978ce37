"""Dragoman: reads text, returns documents with entities, quotes and events."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

from tokenizers import Tokenizer

from dragoman.backends import Backend, OnnxBackend, TorchBackend, load_network
from dragoman.checkpoint import Checkpoint, default_folder, special_pieces
from dragoman.decode import Decoder, DecodingOptions, Outputs
from dragoman.documents import Document
from dragoman.errors import CheckpointError, InputError
from dragoman.scheme import Scheme
from dragoman.tokens import Tokens, tokenise
from dragoman.windows import Window, WindowSize, windows

Device = Literal["auto", "cpu", "cuda"]

# Documents tagged together by ``stream``: enough to keep all cores busy, few enough to hold in memory.
_CHUNK_DOCUMENTS = 64
_CHUNK_CHARACTERS = 1_000_000


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
        iterator = iter(documents)
        while chunk := list(_chunk(iterator)):
            yield from self._tag(chunk)

    def _tag(self, documents: Sequence[Document]) -> Iterator[Document]:
        tokens = [tokenise(self._tokenizer, document.text) for document in documents]
        cut = [list(windows(found, self._size)) for found in tokens]
        items = [(found, window) for found, of_text in zip(tokens, cut, strict=True) for window in of_text]
        outputs = iter(self._backend.run(items))
        for document, found, of_text in zip(documents, tokens, cut, strict=True):
            parts: list[tuple[Window, Outputs]] = list(zip(of_text, islice(outputs, len(of_text)), strict=True))
            yield self._decoder.decode(document, found, parts)

    def tokenise(self, text: str) -> Tokens:
        """The pieces, words and paragraphs of a text as the model sees them."""
        return tokenise(self._tokenizer, text)


def load(path: Path | str | None = None, *, device: Device = "auto") -> Dragoman:
    """Loads a checkpoint.

    Args:
        path: its folder; without one, the default checkpoint that ships with the package.
        device: ``cpu`` runs int8 on ONNX Runtime; ``cuda`` runs torch in bfloat16; ``auto`` takes ``cuda`` where torch
            is installed and sees a GPU.

    Raises:
        CheckpointError: the checkpoint is incomplete or damaged, or there is no such device.
        MissingExtraError: ``cuda`` is asked for without torch.
    """
    checkpoint = Checkpoint(path if path is not None else default_folder())
    decoder = Decoder(
        checkpoint.layers, checkpoint.config.calibration, DecodingOptions(checkpoint.config.link_threshold)
    )
    return Dragoman(
        checkpoint.config.scheme, checkpoint.tokenizer, checkpoint.window_size, _backend(checkpoint, device), decoder
    )


def _backend(checkpoint: Checkpoint, device: Device) -> Backend:
    if device not in ("auto", "cpu", "cuda"):
        raise CheckpointError(f"unknown device {device!r}; use auto, cpu or cuda")
    if device == "cpu" or (device == "auto" and not _sees_gpu()):
        return OnnxBackend(checkpoint)
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


def _chunk(documents: Iterator[Document]) -> Iterator[Document]:
    characters = 0
    for document in islice(documents, _CHUNK_DOCUMENTS):
        yield document
        characters += len(document.text)
        if characters >= _CHUNK_CHARACTERS:
            return
