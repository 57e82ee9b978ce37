"""The figures by which a run is steered: few, quick, and the same that evaluation reports."""

from collections.abc import Sequence

from dragoman.documents import Document
from dragoman.model import Dragoman
from dragoman_training.corpora import Corpus
from dragoman_training.evaluation.entities import score_entities
from dragoman_training.evaluation.events import ALL_ROLES, score_events
from dragoman_training.evaluation.quotes import score_fragments, score_linked


def dev_scores(reader: Dragoman, corpora: Sequence[Corpus]) -> dict[str, float]:
    """F1 in percent by corpus and layer, and ``score``, the mean over corpora and layers."""
    scores: dict[str, float] = {}
    for corpus in corpora:
        predicted = list(reader.stream(corpus.documents))
        scores.update({f"{corpus.name}.{name}": value for name, value in _scores(corpus, predicted).items()})
    return {"score": sum(scores.values()) / max(len(scores), 1), **scores}


def _scores(corpus: Corpus, predicted: Sequence[Document]) -> dict[str, float]:
    scores: dict[str, float] = {}
    if corpus.config.entities is not None:
        entities = score_entities(corpus.documents, predicted, labels=corpus.config.entities)
        scores["entities"] = entities.micro.f1
    if corpus.config.quotes:
        parts = score_fragments(corpus.documents, predicted)
        scores |= {f"quotes.{part}": score.f1 for part, score in parts.items()}
        scores["quotes.linked"] = score_linked(corpus.documents, predicted).f1
    if corpus.config.events is True:  # types of its own cannot be compared
        events = score_events(corpus.documents, predicted)
        scores |= {"events.trigger": events.trigger.f1, "events.status": events.status.percent}
        scores["events.arguments"] = events.arguments[ALL_ROLES].overlap.f1
    return scores
