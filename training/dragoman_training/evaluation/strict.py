"""The one place that calls seqeval, which has no types.

Strict mode with IOB2, because its default mode is lenient and gives figures that cannot be compared
(https://github.com/chakki-works/seqeval/issues/23).
"""

from collections.abc import Mapping

from dragoman.errors import MissingExtraError

#: One tag a token, one list a document.
Tags = list[list[str]]


def strict_report(gold: Tags, predicted: Tags) -> Mapping[str, Mapping[str, float]]:
    """The ``classification_report`` of seqeval: label or average -> ``precision``, ``recall``, ``f1-score`` in [0, 1].

    There must be at least one entity in gold or predicted tags: over none seqeval's averages are not a number.

    Raises:
        MissingExtraError: seqeval is not installed.
    """
    try:
        from seqeval.metrics import classification_report
        from seqeval.scheme import IOB2
    except ImportError as error:
        raise MissingExtraError("seqeval", "train") from error
    report: Mapping[str, Mapping[str, float]] = classification_report(
        gold, predicted, mode="strict", scheme=IOB2, output_dict=True, zero_division=0
    )
    return report
