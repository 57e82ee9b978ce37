"""What is settled on dev data once the weights stand: what a link must be worth, and the calibration.

It is done with the checkpoint as it ships, int8 on the CPU, since that is what its users run.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

import dragoman
from dragoman.calibration import Calibration, Platt
from dragoman.checkpoint import Checkpoint, CheckpointConfig
from dragoman.documents import Document
from dragoman.layers import ENTITIES, EVENTS, QUOTES
from dragoman_training.corpora import Corpus
from dragoman_training.evaluation.calibration import PlattScaling, expected_calibration_error
from dragoman_training.evaluation.events import exact_keys
from dragoman_training.evaluation.labels import translate
from dragoman_training.evaluation.quotes import exact_key, score_fragments, score_linked
from dragoman_training.export import write_config

log = logging.getLogger(__name__)

_LINK_THRESHOLDS = (0.02, 0.1, 0.2, 0.35, 0.5)

#: A document's hash, a confidence, and whether the item was right.
Outcome = tuple[str, float, bool]


def tune(folder: Path, dev: Sequence[Corpus]) -> None:
    """Chooses the decoding options and fits the calibration on dev corpora; rewrites the checkpoint's config.

    The calibration error that is noted in its scores was measured on every other document after a fit on the rest; the
    calibration that is kept was then fitted on all.
    """
    plain = msgspec.structs.replace(Checkpoint(folder).config, calibration=Calibration())
    best = max(_LINK_THRESHOLDS, key=lambda weight: _quote_score(folder, plain, weight, dev)) if _marks_quotes(dev) else 0.1
    plain = msgspec.structs.replace(plain, link_threshold=best)
    write_config(folder, plain)
    outcomes = _outcomes(dragoman.load(folder, device="cpu"), dev)
    errors = {f"{layer}.{name}": error for layer in outcomes for name, error in _errors(outcomes[layer]).items()}
    calibration = Calibration({layer: _fit(found) for layer, found in outcomes.items()})
    scores = {**plain.scores, "calibration": errors}
    write_config(folder, msgspec.structs.replace(plain, calibration=calibration, scores=scores))


def _marks_quotes(dev: Sequence[Corpus]) -> bool:
    return any(corpus.config.quotes for corpus in dev)


def _quote_score(folder: Path, config: CheckpointConfig, weight: float, dev: Sequence[Corpus]) -> float:
    write_config(folder, msgspec.structs.replace(config, link_threshold=weight))
    reader = dragoman.load(folder, device="cpu")
    figures: list[float] = []
    for corpus in (corpus for corpus in dev if corpus.config.quotes):
        predicted = list(reader.stream(corpus.documents))
        figures.append(score_linked(corpus.documents, predicted).f1)
        figures.extend(score.f1 for score in score_fragments(corpus.documents, predicted).values())
    log.info("link_threshold %.2f: %s", weight, " ".join(f"{figure:.2f}" for figure in figures))
    return sum(figures) / len(figures)


def _outcomes(reader: dragoman.Dragoman, dev: Sequence[Corpus]) -> dict[str, list[Outcome]]:
    outcomes: dict[str, list[Outcome]] = {}
    for corpus in dev:
        predicted = list(reader.stream(corpus.documents))
        if corpus.config.entities is not None:
            pairs = zip(*translate(corpus.documents, predicted, corpus.config.entities), strict=True)
            outcomes.setdefault(ENTITIES, []).extend(o for pair in pairs for o in _entity_outcomes(*pair))
        pairs = zip(corpus.documents, predicted, strict=True)
        if corpus.config.quotes:
            outcomes.setdefault(QUOTES, []).extend(o for pair in pairs for o in _quote_outcomes(*pair))
        elif corpus.config.events:
            outcomes.setdefault(EVENTS, []).extend(o for pair in pairs for o in _event_outcomes(*pair))
    return {layer: found for layer, found in outcomes.items() if found}


def _entity_outcomes(gold: Document, predicted: Document) -> Iterator[Outcome]:
    wanted = {(entity.label, entity.span) for entity in gold.entities}
    for entity in predicted.entities:
        yield _hash(gold), entity.score or 0.0, (entity.label, entity.span) in wanted


def _quote_outcomes(gold: Document, predicted: Document) -> Iterator[Outcome]:
    wanted = {exact_key(quote) for quote in gold.quotes}
    for quote in predicted.quotes:
        yield _hash(gold), quote.score or 0.0, exact_key(quote) in wanted


def _event_outcomes(gold: Document, predicted: Document) -> Iterator[Outcome]:
    wanted = set(exact_keys(gold))
    for event, key in zip(predicted.events, exact_keys(predicted), strict=True):
        yield _hash(gold), event.score or 0.0, key in wanted


def _hash(document: Document) -> str:
    return hashlib.sha256(document.id.encode()).hexdigest()


def _errors(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Expected calibration error in percentage points, before and after, on the half that the fit has not seen."""
    half = sorted({document for document, _, _ in outcomes})[::2]
    seen = [outcome for outcome in outcomes if outcome[0] in half]
    unseen = [outcome for outcome in outcomes if outcome[0] not in half]
    if not seen or not unseen:
        return {}
    fitted = _fit(seen)
    return {"before": _error(unseen, lambda score: score), "after": _error(unseen, fitted.apply)}


def _error(outcomes: Sequence[Outcome], scale: Callable[[float], float]) -> float:
    scores = [scale(score) for _, score, _ in outcomes]
    return round(expected_calibration_error(scores, [right for _, _, right in outcomes]), 2)


def _fit(outcomes: Sequence[Outcome]) -> Platt:
    return PlattScaling().fit([score for _, score, _ in outcomes], [right for _, _, right in outcomes])
