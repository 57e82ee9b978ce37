"""``dragoman-train evaluate``: a checkpoint against gold documents."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import msgspec

import dragoman
from dragoman.device import Device
from dragoman.documents import Document
from dragoman.errors import ConfigError
from dragoman.layers import ENTITIES, EVENTS, QUOTES
from dragoman.scheme import nearest
from dragoman_training.config import CorpusConfig, load_config
from dragoman_training.corpora import Corpus, read_corpus
from dragoman_training.evaluation.cofenet import sentence_spans
from dragoman_training.evaluation.errors import list_errors
from dragoman_training.evaluation.pairing import marked_layers
from dragoman_training.evaluation.report import Report, evaluate_documents
from dragoman_training.readers import read_jsonl


def evaluate(
    checkpoint: str,
    corpus: str,
    *,
    sentences: Path | None = None,
    errors: Path | None = None,
    device: str = "auto",
) -> dict[str, Report]:
    """Tags gold documents anew and scores what comes.

    Args:
        checkpoint: a folder, or ``default``.
        corpus: a Document JSONL file, a config (all its dev corpora), or ``CONFIG:NAME`` for one of them.
        sentences: CofeNet's JSONL of the corpus; fragments are then cut at its sentences before they are scored.
        errors: a file to which every error is written, one JSON object a line.
        device: as ``dragoman.load`` takes it.

    Returns:
        Corpus name -> its report.

    Raises:
        CheckpointError, ConfigError, InputError: what was named cannot be read.
    """
    reader = dragoman.load(None if checkpoint == "default" else checkpoint, device=cast(Device, device))
    reports: dict[str, Report] = {}
    listed: list[bytes] = []
    for found in _corpora(corpus, reader.scheme):
        gold, predicted = found.documents, list(reader.stream(found.documents))
        bounds = sentence_spans(sentences, gold) if sentences and found.config.quotes else None
        reports[found.name] = evaluate_documents(gold, predicted, labels=found.config.entities, sentences=bounds)
        listed.extend(_error_lines(gold, predicted, found.config.entities))
    if errors is not None:
        errors.write_bytes(b"".join(line + b"\n" for line in listed))
    return reports


def _corpora(name: str, scheme: dragoman.Scheme) -> list[Corpus]:
    path, _, part = name.partition(":")
    if not path.endswith(".toml"):
        reading = read_jsonl(Path(name))
        entry = CorpusConfig(name=Path(name).stem, reader="jsonl", path=name)
        return [Corpus(entry, reading.documents, reading.lost)]
    config = load_config(path)
    chosen = [entry for entry in config.dev if part in ("", entry.name)]
    if not chosen:
        raise ConfigError(f"{path} has no dev corpus {part!r}{nearest(part, [entry.name for entry in config.dev])}")
    return [read_corpus(config, entry, scheme) for entry in chosen]


def _error_lines(
    gold: Sequence[Document], predicted: Sequence[Document], labels: Mapping[str, Sequence[str]] | None
) -> list[bytes]:
    unmarked: dict[str, Any] = {layer: () for layer in (ENTITIES, QUOTES, EVENTS) if layer not in marked_layers(gold)}
    # References belong to spans of all layers, and are judged elsewhere.
    judged = [replace(document, **unmarked, references={}) for document in predicted]
    return [msgspec.json.encode(item) for item in list_errors(gold, judged, labels=labels)]
