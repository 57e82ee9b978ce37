"""Events: triggers with their types, statuses and arguments by role."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from dragoman.documents import Document, Event, Span
from dragoman_training.evaluation.counts import Counts, Score, Share, count_equal, score, share
from dragoman_training.evaluation.pairing import document_pairs, one_to_one

#: A gold event and the predicted one whose trigger overlaps its own.
_Match = tuple[Event, Event]

#: The entry of ``EventScores`` that pools the arguments of all roles.
ALL_ROLES = "all"


class ArgumentScores(msgspec.Struct, frozen=True):
    """Arguments of one role, by exact span and by overlap.

    Attributes:
        given_exact: of events whose triggers overlap, whatever their types.
        given_overlap: the same, where one shared character is enough.
        exact: of all events; right only if the triggers overlap and the types are equal too.
        overlap: the same, where one shared character is enough.
    """

    given_exact: Score
    given_overlap: Score
    exact: Score
    overlap: Score


class EventScores(msgspec.Struct, frozen=True):
    """All scores of the event layer.

    Attributes:
        trigger: exact trigger and type.
        trigger_overlap: overlapping trigger and equal type, one to one.
        found: overlapping trigger whatever its type, one to one; what annotators of CAMEO call the action's overlap.
        type: of the pairs with overlapping triggers, the share whose types are equal.
        status: of those pairs whose gold event has a status, the share whose statuses are equal.
        arguments: role -> its scores, in alphabetical order after ``all``.
        types: type -> exact trigger and type, in alphabetical order.
        confusions: ``gold type > predicted type`` -> how many pairs with overlapping triggers, commonest first.
    """

    trigger: Score
    trigger_overlap: Score
    found: Score
    type: Share
    status: Share
    arguments: dict[str, ArgumentScores]
    types: dict[str, Score] = {}
    confusions: dict[str, int] = {}


def score_events(gold: Sequence[Document], predicted: Sequence[Document]) -> EventScores:
    """Scores events.

    Events are paired one to one and greedily by their triggers: equal before merely overlapping ones, and among them
    those of equal type first.

    Raises:
        InputError: the documents do not match or there are none.
    """
    pairs = document_pairs(gold, predicted)
    matches = [match_events(wanted.events, found.events) for wanted, found in pairs]
    roles = sorted(
        {role for pair in pairs for document in pair for event in document.events for role in event.arguments}
    )
    pooled = [match for matched in matches for match in matched]
    return EventScores(
        trigger=score([count_equal(exact_keys(wanted), exact_keys(found)) for wanted, found in pairs], interval=True),
        trigger_overlap=_pair_score(pairs, [sum(map(_same_type, matched)) for matched in matches]),
        found=_pair_score(pairs, [len(matched) for matched in matches]),
        type=share(map(_same_type, pooled)),
        status=share(one.status == other.status for one, other in pooled if one.status is not None),
        arguments={
            name: _argument_scores(pairs, matches, chosen)
            for name, chosen in [(ALL_ROLES, roles), *((role, [role]) for role in roles)]
        },
        types=_type_scores(pairs),
        confusions=dict(
            Counter(f"{one.type} > {other.type}" for one, other in pooled if one.type != other.type).most_common()
        ),
    )


def _pair_score(pairs: Sequence[tuple[Document, Document]], correct: Sequence[int]) -> Score:
    counts = [
        Counts(len(wanted.events), len(found.events), right)
        for (wanted, found), right in zip(pairs, correct, strict=True)
    ]
    return score(counts, interval=True)


def _type_scores(pairs: Sequence[tuple[Document, Document]]) -> dict[str, Score]:
    types = sorted({event.type for pair in pairs for document in pair for event in document.events})
    keys = [tuple(map(exact_keys, pair)) for pair in pairs]
    return {
        type: score([count_equal(*([key for key in side if key[0] == type] for side in pair)) for pair in keys])
        for type in types
    }


def exact_keys(document: Document) -> list[tuple[str, Span]]:
    """For each event of a document what must be equal for its type and trigger to be exact."""
    return [(event.type, event.trigger) for event in document.events]


def match_events(gold: Sequence[Event], predicted: Sequence[Event]) -> list[_Match]:
    """Pairs of events whose triggers overlap, one to one: equal triggers first, and among them equal types."""
    candidates = (
        (1.0 + 2.0 * (wanted.trigger == found.trigger) + (wanted.type == found.type), one, other)
        for one, wanted in enumerate(gold)
        for other, found in enumerate(predicted)
        if wanted.trigger.overlaps(found.trigger)
    )
    return [(gold[one], predicted[other]) for one, other in one_to_one(candidates)]


def _same_type(match: _Match) -> bool:
    return match[0].type == match[1].type


def _argument_scores(
    pairs: Sequence[tuple[Document, Document]], matches: Sequence[Sequence[_Match]], roles: Sequence[str]
) -> ArgumentScores:
    given: dict[bool, list[Counts]] = {True: [], False: []}
    whole: dict[bool, list[Counts]] = {True: [], False: []}
    for (wanted, found), matched in zip(pairs, matches, strict=True):
        for exact in (True, False):
            given[exact].append(_count_arguments(matched, roles, exact=exact))
            correct = _count_arguments([match for match in matched if _same_type(match)], roles, exact=exact).correct
            whole[exact].append(Counts(_size(wanted.events, roles), _size(found.events, roles), correct))
    return ArgumentScores(
        given_exact=score(given[True]),
        given_overlap=score(given[False]),
        exact=score(whole[True], interval=True),
        overlap=score(whole[False], interval=True),
    )


def _count_arguments(matches: Sequence[_Match], roles: Sequence[str], *, exact: bool) -> Counts:
    correct = sum(
        _count_spans(one.arguments.get(role, ()), other.arguments.get(role, ()), exact=exact)
        for one, other in matches
        for role in roles
    )
    return Counts(_size((one for one, _ in matches), roles), _size((other for _, other in matches), roles), correct)


def _count_spans(gold: Sequence[Span], predicted: Sequence[Span], *, exact: bool) -> int:
    """How many spans have a partner, one to one, equal ones first."""
    return len(
        one_to_one(
            (float(wanted == found), one, other)
            for one, wanted in enumerate(gold)
            for other, found in enumerate(predicted)
            if (wanted == found if exact else wanted.overlaps(found))
        )
    )


def _size(events: Iterable[Event], roles: Sequence[str]) -> int:
    return sum(len(event.arguments.get(role, ())) for event in events for role in roles)
