"""What is settled on dev data once the weights stand: what a link must be worth, and the calibration.

It is done with the checkpoint as it ships, int8 on the CPU, since that is what its users run.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

import dragoman
from dragoman.calibration import Calibration
from dragoman.checkpoint import Checkpoint, CheckpointConfig
from dragoman.documents import Document
from dragoman.layers import ENTITIES, EVENTS, QUOTES
from dragoman_training.config import CorpusConfig
from dragoman_training.corpora import Corpus
from dragoman_training.evaluation.calibration import PlattScaling, expected_calibration_error
from dragoman_training.evaluation.confidences import scored_items
from dragoman_training.evaluation.quotes import score_fragments, score_linked
from dragoman_training.export import write_config

log = logging.getLogger(__name__)

_LINK_THRESHOLDS = (0.02, 0.1, 0.25, 0.5)

#: Confidences, and whether each item was right.
Outcomes = tuple[list[float], list[bool]]


@dataclass(frozen=True)
class _Tagged:
    """A dev corpus with what the model says of its documents."""

    config: CorpusConfig
    gold: Sequence[Document]
    predicted: Sequence[Document]

    def marks(self, layer: str) -> bool:
        """Whether the corpus marks a layer."""
        return getattr(self.config, layer) not in (None, False)

    def half(self, remainder: int) -> "_Tagged":
        """Every other document."""
        return _Tagged(self.config, self.gold[remainder::2], self.predicted[remainder::2])


def tune(folder: Path, dev: Sequence[Corpus]) -> None:
    """Chooses the decoding options and fits the calibration on dev corpora; rewrites the checkpoint's config.

    The calibration error that is noted in its scores was measured on every other document after a fit on the rest; the
    calibration that is kept was then fitted on all.
    """
    plain = msgspec.structs.replace(Checkpoint(folder).config, calibration=Calibration())
    if any(corpus.config.quotes for corpus in dev):
        best = max(_LINK_THRESHOLDS, key=lambda threshold: _quote_score(folder, plain, threshold, dev))
        plain = msgspec.structs.replace(plain, link_threshold=best)
    write_config(folder, plain)
    tagged = _tag(folder, dev)
    fitted = {layer: PlattScaling() for layer in (ENTITIES, QUOTES, EVENTS) if _outcomes(tagged, layer)[0]}
    scales = {layer: scaling.fit(*_outcomes(tagged, layer)) for layer, scaling in fitted.items()}
    errors = {name: error for layer in fitted for name, error in _calibration_errors(tagged, layer).items()}
    config = msgspec.structs.replace(
        plain, calibration=Calibration(scales), scores={**plain.scores, "calibration": errors}
    )
    write_config(folder, config)


def _tag(folder: Path, dev: Sequence[Corpus]) -> list[_Tagged]:
    reader = dragoman.load(folder, device="cpu")
    return [_Tagged(corpus.config, corpus.documents, list(reader.stream(corpus.documents))) for corpus in dev]


def _quote_score(folder: Path, config: CheckpointConfig, threshold: float, dev: Sequence[Corpus]) -> float:
    write_config(folder, msgspec.structs.replace(config, link_threshold=threshold))
    figures: list[float] = []
    for tagged in _tag(folder, [corpus for corpus in dev if corpus.config.quotes]):
        figures.append(score_linked(tagged.gold, tagged.predicted).f1)
        figures.extend(score.f1 for score in score_fragments(tagged.gold, tagged.predicted).values())
    log.info("link_threshold %.2f: %s", threshold, " ".join(f"{figure:.2f}" for figure in figures))
    return sum(figures) / len(figures)


def _outcomes(tagged: Sequence[_Tagged], layer: str) -> Outcomes:
    confidences: list[float] = []
    correct: list[bool] = []
    for corpus in tagged:
        if corpus.marks(layer):
            found = scored_items(corpus.gold, corpus.predicted, layer, labels=corpus.config.entities)
            confidences.extend(found[0])
            correct.extend(found[1])
    return confidences, correct


def _calibration_errors(tagged: Sequence[_Tagged], layer: str) -> dict[str, float]:
    """Expected calibration error in percentage points, before and after, on the half that the fit has not seen."""
    seen, unseen = (_outcomes([corpus.half(remainder) for corpus in tagged], layer) for remainder in (0, 1))
    if not seen[0] or not unseen[0]:
        return {}
    fitted = PlattScaling().fit(*seen)
    return {f"{layer}, before": _error(unseen, float), f"{layer}, after": _error(unseen, fitted.apply)}


def _error(outcomes: Outcomes, scale: Callable[[float], float]) -> float:
    confidences, correct = outcomes
    return round(expected_calibration_error([scale(confidence) for confidence in confidences], correct), 2)
