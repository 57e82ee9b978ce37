import pytest

from dragoman.documents import Document, Entity, Span
from dragoman.errors import ConfigError
from dragoman_training.evaluation.labels import translate

MAP = {"Location": ["GPE", "LOC"], "Misc": ["LAW", "O"], "Product": ["O"], "Facility": []}


def tagged(*labels: str) -> list[Document]:
    entities = (Entity(label, Span(index, index + 1)) for index, label in enumerate(labels))
    return [Document("d", "abcdefgh", entities=tuple(entities))]


def labels_of(documents: list[Document]) -> list[str]:
    return [entity.label for document in documents for entity in document.entities]


def test_without_a_map_nothing_changes() -> None:
    gold, predicted = tagged("A"), tagged("B")
    assert translate(gold, predicted, None) == (gold, predicted)


def test_predictions_get_the_label_of_the_corpus() -> None:
    _, predicted = translate(tagged(), tagged("LOC", "GPE", "LAW"), MAP)
    assert labels_of(predicted) == ["Location", "Location", "Misc"]


def test_labels_that_the_corpus_does_not_mark_are_left_out() -> None:
    _, predicted = translate(tagged(), tagged("ROLE", "LOC", "O"), MAP)
    assert labels_of(predicted) == ["Location"]


def test_gold_labels_that_stand_for_none_of_ours_are_left_out() -> None:
    gold, _ = translate(tagged("Misc", "Product", "Facility", "Location"), tagged(), MAP)
    assert labels_of(gold) == ["Misc", "Location"]


def test_spans_and_scores_stay() -> None:
    _, (document,) = translate(tagged(), [Document("d", "abc", entities=(Entity("GPE", Span(1, 3), 0.5),))], MAP)
    assert document.entities == (Entity("Location", Span(1, 3), 0.5),)


def test_a_clash_is_named() -> None:
    with pytest.raises(ConfigError, match="'WEAPON' stands for both 'Weapon' and 'Platform'"):
        translate(tagged(), tagged(), {"Weapon": ["WEAPON"], "Platform": ["O", "WEAPON"]})


def test_an_unknown_gold_label_is_named() -> None:
    with pytest.raises(ConfigError, match="'Money' is missing from the map"):
        translate(tagged("Money"), tagged(), MAP)
