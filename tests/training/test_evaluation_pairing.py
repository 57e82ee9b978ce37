import pytest

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman_training.evaluation.pairing import document_pairs, one_to_one


def test_documents_stand_side_by_side() -> None:
    gold, predicted = [Document("a", "x"), Document("b", "y")], [Document("a", "x"), Document("b", "y")]
    assert document_pairs(gold, predicted) == list(zip(gold, predicted, strict=True))


@pytest.mark.parametrize(
    ("predicted", "message"),
    [([], "1 gold documents, but 0"), ([Document("b", "x")], "'b'"), ([Document("a", "z")], "text differ")],
)
def test_documents_that_do_not_match_are_refused(predicted: list[Document], message: str) -> None:
    with pytest.raises(InputError, match=message):
        document_pairs([Document("a", "x")], predicted)


def test_best_pairs_go_first() -> None:
    # 0-0 is good, but 0-1 is better, and leaves 0 to gold item 1.
    assert one_to_one([(0.8, 0, 0), (0.9, 0, 1), (0.5, 1, 0)]) == [(0, 1), (1, 0)]


def test_no_item_is_paired_twice() -> None:
    assert one_to_one([(1.0, 0, 0), (1.0, 1, 0), (0.5, 1, 0)]) == [(0, 0)]
