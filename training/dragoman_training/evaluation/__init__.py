"""Evaluation: predicted documents against gold ones, in figures that can be compared with published ones.

``evaluate_documents`` gives everything in one report; each layer has a function of its own. All figures are percentages
from 0 to 100.
"""

from dragoman_training.evaluation.calibration import (
    PlattScaling,
    Reliability,
    expected_calibration_error,
    reliability,
)
from dragoman_training.evaluation.cofenet import sentence_spans
from dragoman_training.evaluation.confidences import scored_items
from dragoman_training.evaluation.counts import Counts, Score, Share, bootstrap
from dragoman_training.evaluation.entities import EntityScores, score_entities
from dragoman_training.evaluation.errors import ErrorItem, list_errors
from dragoman_training.evaluation.events import EventScores, score_events
from dragoman_training.evaluation.quotes import (
    QuoteScores,
    score_found,
    score_fragments,
    score_linked,
    score_quotes,
)
from dragoman_training.evaluation.report import Report, evaluate_documents

__all__ = [
    "Counts",
    "EntityScores",
    "ErrorItem",
    "EventScores",
    "PlattScaling",
    "QuoteScores",
    "Reliability",
    "Report",
    "Score",
    "Share",
    "bootstrap",
    "evaluate_documents",
    "expected_calibration_error",
    "list_errors",
    "reliability",
    "score_entities",
    "score_events",
    "score_found",
    "score_fragments",
    "score_linked",
    "score_quotes",
    "scored_items",
    "sentence_spans",
]
