import torch
from tiny import tiny_network

from dragoman.layers import layers_of
from dragoman.scheme import load_scheme
from dragoman_training.loss import NetworkWithLoss
from dragoman_training.targets import TargetMaker

MASK = 4


def masked(masking: float, *, training: bool) -> torch.Tensor:
    """The pieces that the network reads of 2 special and 200 others."""
    scheme = load_scheme()
    model = NetworkWithLoss(tiny_network(scheme), TargetMaker(layers_of(scheme)), {}, masking=masking, mask=MASK)
    model.train(training)
    shapes = torch.ones(1, 202, dtype=torch.long)
    shapes[0, [0, -1]] = 0
    torch.manual_seed(0)
    return model._masked({"input_ids": torch.full((1, 202), 9), "shapes": shapes})[0]


def test_pieces_are_masked_in_training_alone() -> None:
    share = (masked(0.3, training=True) == MASK).float().mean()
    assert 0.2 < share < 0.4
    assert not (masked(0.3, training=False) == MASK).any()
    assert not (masked(0.0, training=True) == MASK).any()


def test_special_pieces_are_never_masked() -> None:
    pieces = masked(1.0, training=True)
    assert (pieces[1:-1] == MASK).all()
    assert pieces[[0, -1]].tolist() == [9, 9]


def test_a_batch_without_anchors_costs_no_links() -> None:
    """As a batch of texts without any quote."""
    from dragoman.network import factors_of, link_scores

    network = tiny_network(load_scheme())
    words = torch.arange(1, 4)[None]
    outputs = network(
        torch.full((1, 5), 9), torch.ones(1, 5, dtype=torch.long), torch.ones(1, 5, dtype=torch.long), words
    )
    none = torch.zeros(0, dtype=torch.long)
    assert link_scores(factors_of(outputs, "quotes"), none, none).shape == (0, 3, 9)
