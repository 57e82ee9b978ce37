"""The loss: minus the logarithm of the total probability of what a corpus allows, summed over the layers."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from dragoman.network import DragomanNetwork, factors_of, link_scores
from dragoman_training.crf import crf_loss
from dragoman_training.targets import ANYTHING, NO_STATUS, AllowedSets, TargetMaker


def partial_loss(scores: Tensor, sets: Tensor, table: Tensor) -> Tensor:
    """Sum over all words of logsumexp(all tags) - logsumexp(allowed tags).

    Args:
        scores: (words, tags).
        sets: number of each word's allowed set; ANYTHING costs nothing, (words,).
        table: whether a set allows a tag, (sets, tags).

    Returns:
        A scalar.
    """
    marked = sets != ANYTHING
    log_probabilities = functional.log_softmax(scores[marked].float(), dim=-1)
    allowed = log_probabilities.masked_fill(~table[sets[marked]], -torch.inf)
    return -allowed.logsumexp(dim=-1).sum()


class NetworkWithLoss(nn.Module):
    """The network together with its loss, as ``transformers.Trainer`` wants it.

    Args:
        network: the network.
        maker: whose allowed sets the targets number; all targets must have been made.
        weights: layer -> weight of its loss; 1 where absent.
        masking: share of the pieces that are masked in training.
        mask: id of the encoder's mask piece.
    """

    def __init__(
        self,
        network: DragomanNetwork,
        maker: TargetMaker,
        weights: Mapping[str, float],
        *,
        masking: float = 0.0,
        mask: int = 0,
    ) -> None:
        super().__init__()
        self.network = network
        self.masking, self.mask = masking, mask
        self.weights = dict(weights)
        self.tag_tables = _tables(maker.tag_sets)
        self.link_tables = _tables(maker.link_sets)

    def forward(self, **batch: Tensor) -> dict[str, Tensor]:
        """The loss and its parts; see ``Collator`` for the batch."""
        inputs = {name: batch[name] for name in ("input_ids", "attention_mask", "shapes", "words")}
        outputs = self.network(**{**inputs, "input_ids": self._masked(batch)})
        parts = {layer: self._tag_loss(outputs, batch, layer) for layer in self.tag_tables}
        for layer in self.link_tables:
            parts[f"links.{layer}"] = self._link_loss(outputs, batch, layer)
        if self.network.status is not None:
            parts["status"] = self._status_loss(outputs, batch)
        total = torch.stack([self.weights.get(name, 1.0) * loss for name, loss in parts.items()]).sum()
        return {"loss": total, **{f"loss.{name}": loss.detach() for name, loss in parts.items()}}

    def _masked(self, batch: Mapping[str, Tensor]) -> Tensor:
        ids = batch["input_ids"]
        if not self.training or not self.masking:
            return ids
        drawn = torch.rand(ids.shape, device=ids.device) < self.masking
        return torch.where(drawn & (batch["shapes"] > 0), self.mask, ids)  # special pieces have no shape

    def _tag_loss(self, outputs: dict[str, Tensor], batch: Mapping[str, Tensor], layer: str) -> Tensor:
        sets, scores = batch[f"targets.tags.{layer}"], outputs[f"tags.{layer}"]
        outer, inner = outputs[f"chains.{layer}.outer"][0], outputs[f"chains.{layer}.inner"][0]
        with torch.autocast(scores.device.type, enabled=False):
            loss = crf_loss(scores, outer, inner, sets, self.tag_tables[layer], batch["breaks"])
        words: Tensor = (sets != ANYTHING).sum().clamp(min=1)
        return loss / words

    def _link_loss(self, outputs: dict[str, Tensor], batch: Mapping[str, Tensor], layer: str) -> Tensor:
        """Per word that plays a part: the many words of a window that play none must not drown the few."""
        sets, table = batch[f"targets.links.{layer}"], self.link_tables[layer]
        scores = link_scores(
            factors_of(outputs, layer), batch[f"targets.rows.{layer}"], batch[f"targets.anchors.{layer}"]
        )
        in_part = ~table[sets][..., 0]  # the set does not allow O
        parts: Tensor = in_part.sum().clamp(min=1)
        return partial_loss(scores.flatten(0, 1), sets.flatten(), table) / parts

    def _status_loss(self, outputs: dict[str, Tensor], batch: Mapping[str, Tensor]) -> Tensor:
        statuses = batch["targets.status"].flatten()
        scores = outputs["status"].flatten(0, 1).float()
        total = functional.cross_entropy(scores, statuses, ignore_index=NO_STATUS, reduction="sum")
        marked: Tensor = (statuses != NO_STATUS).sum().clamp(min=1)
        return total / marked


def _tables(sets: Mapping[str, AllowedSets]) -> nn.ParameterDict:
    """The tables as parameters that are not trained, so that they move to a device with the module."""
    return nn.ParameterDict(
        {layer: nn.Parameter(torch.from_numpy(found.table()), requires_grad=False) for layer, found in sets.items()}
    )
