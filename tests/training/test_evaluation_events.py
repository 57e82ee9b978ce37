import pytest

from dragoman.documents import Document, Event, Span
from dragoman_training.evaluation.events import EventScores, score_events

#       0         1         2         3         4
#       0123456789012345678901234567890123456789012345678
TEXT = "Ada met old Bob in Oslo, then called on Cy there."
ADA, MET, BOB, OLD_BOB, OSLO = Span(0, 3), Span(4, 7), Span(12, 15), Span(8, 15), Span(19, 23)
CALLED, CALLED_ON, CY = Span(30, 36), Span(30, 39), Span(40, 42)
MEETING = Event("CONSULT", MET, "actual", {"actor": (ADA, BOB), "location": (OSLO,)})
CALL = Event("REQUEST", CALLED_ON, "planned", {"actor": (ADA,), "recipient": (CY,)})


def scored(*predicted: Event) -> EventScores:
    return score_events([Document("d", TEXT, events=(MEETING, CALL))], [Document("d", TEXT, events=predicted)])


def test_gold_against_itself_is_perfect() -> None:
    scores = scored(MEETING, CALL)
    assert (scores.trigger.f1, scores.trigger_overlap.f1) == (100.0, 100.0)
    assert (scores.type.percent, scores.status.percent) == (100.0, 100.0)
    assert list(scores.arguments) == ["all", "actor", "location", "recipient"]
    for argument in scores.arguments.values():
        assert argument.exact.f1 == argument.overlap.f1 == argument.given_exact.f1 == argument.given_overlap.f1 == 100.0


def test_triggers_by_hand() -> None:
    # met exact; called for called on: overlap alone; Cy is spurious.
    scores = scored(MEETING, Event("REQUEST", CALLED, "actual"), Event("AID", CY))
    assert (scores.trigger.precision, scores.trigger.recall) == pytest.approx((100 / 3, 50.0))
    assert (scores.trigger_overlap.precision, scores.trigger_overlap.recall) == pytest.approx((200 / 3, 100.0))
    assert (scores.status.correct, scores.status.total) == (1, 2)


def test_type_is_judged_given_the_trigger() -> None:
    scores = scored(MEETING, Event("CONSULT", CALLED))
    assert (scores.type.correct, scores.type.total) == (1, 2)
    assert scores.trigger_overlap.correct == 1
    assert (scores.found.correct, scores.found.gold, scores.found.predicted) == (2, 2, 2)


def test_a_missed_event_counts_in_no_share() -> None:
    assert scored(MEETING).type.total == 1
    assert scored().type.total == 0


def test_a_gold_event_without_status_is_not_judged() -> None:
    gold, predicted = Event("CONSULT", MET), Event("CONSULT", MET, "actual")
    scores = score_events([Document("d", TEXT, events=(gold,))], [Document("d", TEXT, events=(predicted,))])
    assert scores.status.total == 0


def test_arguments_by_hand() -> None:
    # The meeting: Ada exact, old Bob overlaps, Oslo missed. The call has the wrong type, its actor is right.
    scores = scored(
        Event("CONSULT", MET, "actual", {"actor": (ADA, OLD_BOB)}), Event("AID", CALLED_ON, None, {"actor": (ADA,)})
    )
    actor = scores.arguments["actor"]
    assert (actor.given_exact.correct, actor.given_exact.gold, actor.given_exact.predicted) == (2, 3, 3)
    assert actor.given_overlap.correct == 3
    # End to end the call's actor falls with its type.
    assert (actor.exact.correct, actor.overlap.correct) == (1, 2)
    assert scores.arguments["all"].exact.gold == 5
    assert scores.arguments["location"].exact.recall == 0.0


def test_arguments_of_missed_events_count_end_to_end_alone() -> None:
    recipient = scored(MEETING).arguments["recipient"]
    assert (recipient.given_exact.gold, recipient.exact.gold) == (0, 1)


def test_one_long_argument_matches_one_gold_argument() -> None:
    actor = scored(Event("CONSULT", MET, None, {"actor": (Span(0, 15),)})).arguments["actor"]
    assert actor.given_overlap.correct == 1


def test_of_two_events_on_one_trigger_the_types_are_matched() -> None:
    other = Event("AID", MET)
    scores = score_events(
        [Document("d", TEXT, events=(MEETING, other))], [Document("d", TEXT, events=(other, MEETING))]
    )
    assert scores.type.percent == 100.0


def test_swap_exchanges_precision_and_recall() -> None:
    one, other = Document("d", TEXT, events=(MEETING, CALL)), Document("d", TEXT, events=(Event("AID", MET), MEETING))
    left, right = score_events([one], [other]), score_events([other], [one])
    assert (left.trigger.precision, left.trigger.recall) == (right.trigger.recall, right.trigger.precision)
    for role, scores in left.arguments.items():
        assert scores.exact.precision == right.arguments[role].exact.recall
